// What role assignments give: by role, by the registry's role assignment mode and by the assignment's condition.
import { type DataAction, orderedActions } from "../azure/actions";
import { lastSegment } from "../azure/arm-id";
import { type Limits, readCondition } from "../azure/conditions";
import { type Role, roles } from "../azure/roles";
import { type Assignment, type Graph, UNKNOWN } from "../estate";
import { componentOf } from "../estate/components";
import { groupBy } from "../estate/group-by";
import type { Action, Grant, Registry } from "./model";
import { permissionOf } from "./permissions";
import type { PrincipalIndex } from "./principals";
import type { RegistryIndex } from "./registries";

/** What roles allow besides, or instead of, images. */
const besides: Record<string, string> = {
    Owner: "It may also change settings and give access to others.",
    Contributor: "It may also change settings.",
    "User Access Administrator": "It may give access to others, and to itself.",
    "Role Based Access Control Administrator": "It may give access to others, and to itself.",
    "Container Registry Repository Catalog Lister": "It lists the names of all repositories.",
    "Container Registry Contributor and Data Access Configuration Administrator":
        "It may change the registry's settings and tokens.",
    "Container Registry Configuration Reader and Data Access Configuration Reader": "It reads the registry's settings.",
    "Container Registry Tasks Contributor": "It runs registry tasks, which may push.",
    "Container Registry Transfer Pipeline Contributor": "It exports and imports images through transfer pipelines.",
};

const isCustom = ({ id }: Role): boolean => id.startsWith("urn:");

function besidesOf(role: Role): string | null {
    if (!isCustom(role)) {
        return besides[role.displayName] ?? null;
    }
    const privileges = role.privileged ? "It may also change the registry or give access to others. " : "";
    return `${privileges}What this custom role takes away again by notActions is not looked at.`;
}

const levels: Record<string, string> = {
    resourceGroup: "resource group",
    subscription: "subscription",
    managementGroup: "management group",
};

type Share = Pick<Grant, "repositories" | "actions" | "permission" | "note">;

export function roleGrants(graph: Graph, registries: RegistryIndex, principals: PrincipalIndex): Grant[] {
    const grants = graph.assignments.flatMap((found): Grant[] => {
        const assignment: Assignment = {
            ...found,
            role: found.role === UNKNOWN ? declaredRole(graph, found) : found.role,
        };
        const places = placesOf(assignment, registries);
        if (places.length === 0) {
            return [];
        }
        const principal = principals.ofAssignment(assignment).id;
        return places.flatMap((registry) =>
            shares(assignment, registry).map((share) => ({
                principal,
                registry: registry.id,
                ...share,
                via: roleName(assignment),
                scope: scopeName(assignment),
                until: null,
                resources: [assignment.resource.urn],
            })),
        );
    });
    return merged(grants);
}

/** A plan does not know role definition ids yet; assignments of components are named `<component>-<grant>-<role>`. */
function declaredRole(graph: Graph, { resource }: Assignment): Assignment["role"] {
    const [, name = ""] = /-([A-Z][A-Za-z]+)$/.exec(resource.name) ?? [];
    const role: Role | undefined = new Map(Object.entries<Role>(roles)).get(name);
    return componentOf(graph, resource) === undefined ? UNKNOWN : (role ?? UNKNOWN);
}

/** The registries that an assignment reaches. A wide role that Azure does not define for registries is left to the gaps. */
function placesOf({ scope, registry, reaches, role }: Assignment, registries: RegistryIndex): Registry[] {
    if (registry !== undefined) {
        return [registries.ofNode(registry)];
    }
    const aboutRegistries = role === UNKNOWN || (role !== undefined && !(isCustom(role) && role.data.length === 0));
    if (scope === UNKNOWN || reaches === "no" || !aboutRegistries) {
        return scope !== UNKNOWN && scope.registryId !== undefined ? [registries.ofId(scope.registryId)] : [];
    }
    return scope.registryId !== undefined ? [registries.ofId(scope.registryId)] : registries.within(scope);
}

function shares(assignment: Assignment, registry: Registry): Share[] {
    const { role, condition } = assignment;
    if (role === undefined || role === UNKNOWN) {
        const note =
            role === UNKNOWN ? "The role is not known yet." : "What this custom role allows is not in these files.";
        return [{ repositories: ["*"], actions: [], permission: "unknown", note }];
    }
    const { mode, note } = effect(role, registry);
    if (mode === "none" || role.data.length === 0) {
        return [{ repositories: ["*"], actions: [], permission: "none", note }];
    }
    const everywhere = { repositories: ["*"], actions: [...role.data], permission: permissionOf(role.data) };
    if (condition === undefined) {
        return [{ ...everywhere, note }];
    }
    if (registry.roleAssignmentMode === "legacy") {
        const ignored =
            "Its condition has no effect: registries in legacy mode do not read conditions on repositories.";
        return [{ ...everywhere, note: note === null ? ignored : `${note} ${ignored}` }];
    }
    const limits = condition === UNKNOWN ? undefined : readCondition(condition);
    if (limits === undefined) {
        const unread = "A condition limits it in a way that this report does not understand.";
        return [
            {
                repositories: [],
                actions: [...role.data],
                permission: permissionOf(role.data),
                note: condition === UNKNOWN ? "Its condition is not known yet." : unread,
            },
        ];
    }
    return limitedShares(role.data, limits, note);
}

function limitedShares(data: readonly DataAction[], limits: Limits, note: string | null): Share[] {
    const inside = orderedActions(data.filter((action) => limits.limited.includes(action)));
    const everywhere = orderedActions(data.filter((action) => !limits.limited.includes(action)));
    const share = (repositories: string[], actions: Action[], note: string | null): Share[] =>
        actions.length === 0 ? [] : [{ repositories, actions, permission: permissionOf(actions), note }];
    return [
        ...share(limits.repositories, inside, note),
        ...share(
            ["*"],
            everywhere,
            "Its condition does not name this action, which therefore stays allowed everywhere.",
        ),
    ];
}

/** Whether a registry in its mode honours a role. */
function effect(role: Role, registry: Registry): { mode: "honoured" | "none"; note: string | null } {
    const mode = registry.roleAssignmentMode;
    const other = besidesOf(role);
    if (role.data.length === 0 || (mode !== "unknown" && role.honouredIn.includes(mode))) {
        return { mode: "honoured", note: other };
    }
    if (mode === "unknown") {
        return role.honouredIn.length > 1
            ? { mode: "honoured", note: other }
            : {
                  mode: "honoured",
                  note: `Only if the registry is in ${written(role.honouredIn[0])} mode, which is not known.`,
              };
    }
    const without = `${role.displayName} gives no access to images while the registry is in ${written(mode)} mode.`;
    return { mode: "none", note: other === null ? without : `${without} ${other}` };
}

const written = (mode: string | undefined): string => (mode === "abac" ? "ABAC" : (mode ?? ""));

function roleName({ role, roleDefinitionId }: Assignment): string {
    if (role === UNKNOWN) {
        return "a role not known yet";
    }
    return (
        role?.displayName ?? `role ${roleDefinitionId === undefined ? "without a name" : lastSegment(roleDefinitionId)}`
    );
}

function scopeName({ scope }: Assignment): string {
    if (scope === UNKNOWN || scope.level === "registry") {
        return "registry";
    }
    return `${levels[scope.level] ?? "tenant"}${scope.id === "" ? "" : ` ${lastSegment(scope.id)}`}`;
}

/** Roles of one principal for the same repositories of a registry are one grant: AcrPull and AcrDelete are `delete`. */
function merged(grants: Grant[]): Grant[] {
    const key = (grant: Grant) =>
        JSON.stringify([
            grant.principal,
            grant.registry,
            grant.repositories,
            grant.scope,
            grant.actions.length === 0 ? grant.via : null,
        ]);
    return [...groupBy(grants, key).values()].map((same) => {
        const [first] = same as [Grant];
        const actions = orderedActions(same.flatMap(({ actions }) => actions));
        return {
            ...first,
            actions,
            permission: actions.length === 0 ? first.permission : permissionOf(actions),
            via: [...new Set(same.map(({ via }) => via))].join(" and "),
            note: [...new Set(same.flatMap(({ note }) => note ?? []))].join(" ") || null,
            resources: same.flatMap(({ resources }) => resources),
        };
    });
}
