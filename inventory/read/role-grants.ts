// What role assignments give: by role, by the registry's role assignment mode and by the assignment's condition.
import { type DataAction, orderedActions, repositoryActionOf } from "../../azure/actions";
import { lastSegment } from "../../azure/arm-id";
import { allowedRepositories } from "../../azure/conditions";
import { formatDay, parseTime } from "../../azure/days";
import { everyRepository } from "../../azure/repositories";
import { everything, inWords, isSame, nothing, patternsOf, type RepositorySet } from "../../azure/repository-set";
import { type Role, roleById, roles } from "../../azure/roles";
import { type Assignment, type Graph, get, text, UNKNOWN } from "../../estate";
import { componentOf } from "../../estate/components";
import { groupBy } from "../../estate/group-by";
import { standsInAzure } from "../../estate/resource";
import type { Registry } from "../model";
import { permissionOf } from "../permissions";
import type { Given } from "./given";
import type { PrincipalIndex } from "./principals";
import type { RegistryIndex } from "./registries";

const isCustom = ({ id }: Role): boolean => roleById(id) === undefined;

function noteOf(role: Role): string | null {
    if (!isCustom(role)) {
        return role.note ?? null;
    }
    const privileges = role.privileged ? "It may also change the registry or give access to others. " : "";
    return `${privileges}The notActions of this custom role are not evaluated.`;
}

const levels: Record<string, string> = {
    resourceGroup: "resource group",
    subscription: "subscription",
    managementGroup: "management group",
};

type Share = Pick<Given, "repositories" | "actions" | "permission" | "note" | "set" | "condition">;

const mustBeActivated = "It must be activated in Privileged Identity Management first, and allows nothing until then.";

/** GUIDs of roles that reach a registry from above it, and of which it is not known whether they allow anything on images. */
export function unknownRoles(graph: Graph): string[] {
    const found = [...graph.assignments, ...graph.eligibilities].filter(
        ({ role, reaches, registry, resource }) =>
            role === undefined && reaches === "yes" && registry === undefined && standsInAzure(resource),
    );
    return [...new Set(found.map(({ roleDefinitionId = "" }) => lastSegment(roleDefinitionId)))].sort();
}

/** One grant for each role assignment and each set of repositories; roles that may be activated come last. */
export function roleGrants(graph: Graph, registries: RegistryIndex, principals: PrincipalIndex): Given[] {
    return [
        ...given(graph, graph.assignments, registries, principals),
        ...given(graph, graph.eligibilities, registries, principals).map(
            (grant): Given => ({
                ...grant,
                activation: true,
                source: `eligible ${grant.source}`,
                note: grant.note === null ? mustBeActivated : `${mustBeActivated} ${grant.note}`,
            }),
        ),
    ];
}

function given(
    graph: Graph,
    assignments: readonly Assignment[],
    registries: RegistryIndex,
    principals: PrincipalIndex,
): Given[] {
    return assignments.flatMap((found): Given[] => {
        const assignment: Assignment = {
            ...found,
            role: found.role === UNKNOWN ? declaredRole(graph, found) : found.role,
        };
        const reached = registriesOf(assignment, registries);
        if (reached.length === 0) {
            return [];
        }
        const principal = principals.ofAssignment(assignment).id;
        return reached.flatMap((registry) =>
            shares(assignment, registry).map((share) => ({
                principal,
                login: null,
                registry: registry.id,
                ...share,
                via: roleName(assignment),
                scope: scopeName(assignment),
                activation: false,
                declaration: null,
                until: endOf(assignment),
                resources: [assignment.resource.urn],
                source: sourceOf(assignment),
            })),
        );
    });
}

/** An eligible role has an end; a role assignment has none that it would tell. */
function endOf({ resource }: Assignment): string | null {
    const end = parseTime(text(get(resource, "endDateTime")) ?? "");
    return end === undefined ? null : formatDay(end);
}

/** The GUID of its role: a state and Azure may call a custom role by different names. */
function sourceOf({ role, roleDefinitionId }: Assignment): string {
    const builtIn = role === UNKNOWN || role === undefined || isCustom(role) ? undefined : role.id;
    return `role ${lastSegment(roleDefinitionId ?? builtIn ?? (role === UNKNOWN ? "" : (role?.id ?? ""))).toLowerCase()}`;
}

/** A plan does not hold role definition ids yet, but components name their assignments `<component>-<grant>-<role>`. */
function declaredRole(graph: Graph, { resource }: Assignment): Assignment["role"] {
    const [, name = ""] = /-([A-Z][A-Za-z]+)$/.exec(resource.name) ?? [];
    const role: Role | undefined = new Map(Object.entries<Role>(roles)).get(name);
    return componentOf(graph, resource) === undefined ? UNKNOWN : (role ?? UNKNOWN);
}

/** The registries that an assignment reaches. One at a wider scope counts only if its role is about registries. */
function registriesOf({ scope, registry, reaches, role }: Assignment, registries: RegistryIndex): Registry[] {
    if (registry !== undefined) {
        return [registries.ofNode(registry)];
    }
    const aboutRegistries = role === UNKNOWN || (role !== undefined && !(isCustom(role) && role.data.length === 0));
    if (scope === UNKNOWN || reaches === "no" || !aboutRegistries) {
        return scope !== UNKNOWN && scope.registryId !== undefined ? [registries.ofId(scope.registryId)] : [];
    }
    return scope.registryId !== undefined ? [registries.ofId(scope.registryId)] : registries.within(scope);
}

const all = { repositories: [everyRepository], set: everything, condition: undefined };

function shares(assignment: Assignment, registry: Registry): Share[] {
    const { role, condition } = assignment;
    if (role === undefined || role === UNKNOWN) {
        const note =
            role === UNKNOWN
                ? "The role is not yet known."
                : standsInAzure(assignment.resource)
                  ? "What this role allows is not known."
                  : "What this custom role allows is not in these files.";
        return [{ ...all, actions: [], permission: "unknown", note }];
    }
    const { mode, note } = effect(role, registry);
    if (mode === "none" || role.data.length === 0) {
        return [{ ...all, actions: [], permission: "none", note }];
    }
    const everywhere = { ...all, actions: [...role.data], permission: permissionOf(role.data) };
    if (condition === undefined) {
        return [{ ...everywhere, note }];
    }
    if (registry.roleAssignmentMode === "legacy") {
        const ignored = "Its condition has no effect: a registry in legacy mode ignores conditions on repositories.";
        return [{ ...everywhere, note: note === null ? ignored : `${note} ${ignored}` }];
    }
    if (condition === UNKNOWN) return [unreadShare(role.data, "Its condition is not yet known.", undefined)];
    return limitedShares(role.data, condition, note);
}

const unreadShare = (actions: readonly DataAction[], note: string, condition: string | undefined): Share => ({
    repositories: [],
    set: undefined,
    condition,
    actions: [...actions],
    permission: permissionOf(actions),
    note,
});

/** One share for all actions that a condition allows on the same repositories, those that it limits first. */
function limitedShares(data: readonly DataAction[], condition: string, note: string | null): Share[] {
    const allowed = data.map((action) => ({ action, ...allowedRepositories(condition, repositoryActionOf(action)) }));
    const readable = allowed.filter(({ certain, possible }) => isSame(certain, possible));
    const unread = allowed.filter((each) => !readable.includes(each)).map(({ action }) => action);
    const alike = groupBy(readable, ({ certain }) => inWords(certain));
    const shares = [...alike.values()].map((same) => shareOf(same, note)).sort(bySize);
    return [
        ...shares,
        ...(unread.length === 0
            ? []
            : [unreadShare(unread, "It is limited by a condition that this report cannot interpret.", condition)]),
    ];
}

function shareOf(same: { action: DataAction; certain: RepositorySet }[], note: string | null): Share {
    const [{ certain }] = same as [(typeof same)[0]];
    const { patterns, except } = patternsOf(certain);
    const actions = orderedActions(same.map(({ action }) => action));
    if (patterns.length === 0) {
        const none = "Its condition allows no repository.";
        return { ...all, set: nothing, actions: [], permission: "none", note: none };
    }
    const permission = permissionOf(actions);
    const share = { repositories: patterns, set: certain, condition: undefined, actions, permission };
    if (except.length > 0) return { ...share, note: `Its condition leaves out ${except.join(", ")}.` };
    if (!patterns.includes(everyRepository)) return { ...share, note };
    return { ...share, note: "Its condition does not limit this action, so it stays allowed on every repository." };
}

const bySize = (one: Share, other: Share): number =>
    Number(one.repositories.includes(everyRepository)) - Number(other.repositories.includes(everyRepository));

/** Whether a registry in its mode honours a role. */
function effect(role: Role, registry: Registry): { mode: "honoured" | "none"; note: string | null } {
    const mode = registry.roleAssignmentMode;
    const other = noteOf(role);
    if (role.data.length === 0 || (mode !== "unknown" && role.honouredIn.includes(mode))) {
        return { mode: "honoured", note: other };
    }
    if (mode === "unknown") {
        return role.honouredIn.length > 1
            ? { mode: "honoured", note: other }
            : {
                  mode: "honoured",
                  note: `It has an effect only in ${written(role.honouredIn[0])} mode; the mode of the registry is unknown.`,
              };
    }
    const without = `${role.displayName} gives no access to images while the registry is in ${written(mode)} mode.`;
    return { mode: "none", note: other === null ? without : `${without} ${other}` };
}

const written = (mode: string | undefined): string => (mode === "abac" ? "ABAC" : (mode ?? ""));

function roleName({ role, roleDefinitionId }: Assignment): string {
    if (role === UNKNOWN) {
        return "a role that is not yet known";
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
