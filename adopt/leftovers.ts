// What reaches a registry and that no component can declare: roles at wider scopes, rights that wait to be activated, rules
// that deny, and parts of registries whose declaration would replace them.
import { lastSegment, parseScope } from "../azure/arm-id";
import { roleById } from "../azure/roles";
import { isSystemScopeMap } from "../azure/scope-maps";
import type { Assignment } from "../estate/graph/assignments";
import type { Graph } from "../estate/graph/graph";
import { type Kind, nounOf } from "../estate/kinds";
import { get, type Resource } from "../estate/resource";
import { text, UNKNOWN } from "../estate/value";
import { plain } from "../estate/wording";
import type { Declared } from "./declared";
import { leftOver } from "./held";
import type { Undeclared } from "./model";
import type { Registries } from "./registries";
import { argument } from "./shell";

export function leftovers(graph: Graph, declared: Declared, registries: Registries): Undeclared[] {
    const isNew = ({ id, urn }: Resource) => !declared.has(id ?? urn);
    const used = new Set(graph.ofKind("token").map((token) => text(get(token, "scopeMapId"))?.toLowerCase()));
    return [
        ...graph.assignments.filter(({ resource }) => isNew(resource)).flatMap((each) => wider(each, registries) ?? []),
        ...graph
            .ofKind("roleEligibility")
            .flatMap((each) => (reachesAny(each, registries, graph) ? eligible(each) : [])),
        ...graph.ofKind("denyAssignment").flatMap((each) => (reachesAny(each, registries, graph) ? denied(each) : [])),
        ...graph
            .ofKind("lock")
            .filter(isNew)
            .flatMap((each) => (reachesAny(each, registries, graph) ? lock(each) : [])),
        ...graph
            .ofKind("scopeMap")
            .filter(isNew)
            .flatMap((each) => unusedMap(each, used, registries)),
        ...graph
            .ofKind(...parts)
            .filter(isNew)
            .flatMap((each) => part(each, registries)),
    ];
}

/** A role above the registries, or inside of one, as far as it says anything about registries. */
function wider(assignment: Assignment, registries: Registries): Undeclared | undefined {
    const { scope, role, reaches, principal, resource } = assignment;
    if (scope === UNKNOWN || reaches !== "yes" || scope.registryId === scope.id) return undefined;
    const inside = scope.registryId !== undefined;
    if (inside && registries.byId(scope.registryId ?? "") === undefined) return undefined;
    // A custom role whose actions are not known may say everything.
    const concerns =
        role === UNKNOWN || (role !== undefined && (role.data.length > 0 || role.privileged || role.registryRole));
    if (!inside && !concerns) return undefined;
    const holder = principal.resource?.name ?? text(get(resource, "principalId")) ?? "";
    const why = inside
        ? "its scope is a part of the registry, and a grant is for a registry"
        : "its scope is wider than a registry; assign the role on the registries that need it and adopt those";
    return leftOver(assignment, holder, why);
}

function reachesAny(resource: Resource, registries: Registries, graph: Graph): boolean {
    const { level, id, registryId } = parseScope(text(get(resource, "scope")) ?? "");
    if (registryId !== undefined) return registries.byId(registryId) !== undefined;
    return (
        level === "tenant" ||
        level === "managementGroup" ||
        graph.registries.some(({ resource: { id: registry, urn } }) =>
            (registry ?? urn).toLowerCase().startsWith(`${id}/`),
        )
    );
}

function eligible(resource: Resource): Undeclared[] {
    const holder = text(get(resource, "principalId")) ?? "";
    const definition = text(get(resource, "roleDefinitionId")) ?? "";
    const role = roleById(definition)?.displayName ?? `role ${lastSegment(definition)}`;
    return [
        {
            what: plain(`Eligibility of ${holder} for ${role} on ${text(get(resource, "scope"))}`),
            id: resource.id ?? resource.urn,
            why: "roles that are activated for some hours (Privileged Identity Management) are no grants; keep them there",
        },
    ];
}

function denied(resource: Resource): Undeclared[] {
    const name = text(get(resource, "denyAssignmentName")) ?? resource.name;
    return [
        {
            what: plain(`Deny assignment ${name} on ${text(get(resource, "scope"))}`),
            id: resource.id ?? resource.urn,
            why: "only Azure's own services make deny assignments",
        },
    ];
}

/** One above a registry counts as well. */
function lock(resource: Resource): Undeclared[] {
    const id = resource.id ?? resource.urn;
    const readOnly = text(get(resource, "level"))?.toLowerCase() === "readonly";
    return [
        {
            what: plain(`Lock ${resource.name} on ${text(get(resource, "scope"))}`),
            id,
            why: readOnly
                ? "it refuses every change, the deployment's as well: remove it before the first `pulumi up`"
                : "it gives nobody a login, and stays as it is",
            command: `az lock delete --ids ${argument(id)}`,
        },
    ];
}

function unusedMap(map: Resource, used: ReadonlySet<string | undefined>, registries: Registries): Undeclared[] {
    const id = map.id ?? map.urn;
    const registry = registries.byId(id.slice(0, id.toLowerCase().lastIndexOf("/scopemaps/")));
    return registry === undefined || used.has(id.toLowerCase()) || isSystemScopeMap(map.name)
        ? []
        : [
              {
                  what: plain(`Scope map ${map.name} of registry ${registry.name}`),
                  id,
                  why: "no token uses it",
                  command: `az acr scope-map delete --registry ${registry.name} --name ${map.name} --yes`,
              },
          ];
}

const parts = ["webhook", "cacheRule", "replication", "task", "diagnosticSetting"] as const satisfies Kind[];

function part(resource: Resource, registries: Registries): Undeclared[] {
    const id = resource.id ?? resource.urn;
    const { registryId } = parseScope(id);
    const registry = registryId === undefined ? undefined : registries.byId(registryId);
    return registry === undefined
        ? []
        : [
              {
                  what: plain(`${nounOf(resource.kind ?? "registry")} ${resource.name} of registry ${registry.name}`),
                  id,
                  why: "it gives nobody a login, and stays as it is",
              },
          ];
}
