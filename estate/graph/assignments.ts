// Role assignments: who holds which role on what. The edge of the graph between a principal and a registry.
import { type ArmScope, lastSegment, parseScope } from "../../azure/arm-id";
import { type Role, roleByDisplayName, roleById } from "../../azure/roles";
import { type Gap, gapsFor } from "../gap";
import { dependenciesOf, get, type Resource } from "../resource";
import { isUndetermined, text, UNKNOWN, type Value } from "../value";
import { customRole } from "./custom-roles";
import type { Principal, Principals } from "./principals";
import type { Registries, Registry } from "./registries";

export interface Assignment {
    resource: Resource;
    /** `undefined` for a custom role that is not in the stack, or a built-in one that has nothing to do with registries. */
    role: Role | undefined | typeof UNKNOWN;
    /** The role's definition id, where it is known. */
    roleDefinitionId: string | undefined;
    /** Why the definition of a role that is not built in may be missing, where role definitions could not be read. */
    unread: readonly Gap[];
    principal: Principal;
    /** Where it holds; `unknown` also when only its dependencies are known. */
    scope: ArmScope | typeof UNKNOWN;
    /** The registry it is for, if it is for one of the stack. */
    registry: Registry | undefined;
    /** Whether its scope covers a registry: `no` for a vault or a network. */
    reaches: "yes" | "no" | typeof UNKNOWN;
    /** The ABAC condition, if any. */
    condition: string | undefined | typeof UNKNOWN;
}

export function readAssignments(
    resources: readonly Resource[],
    registries: Registries,
    principals: Principals,
    definitions: readonly Resource[],
    byUrn: ReadonlyMap<string, Resource>,
    gaps: readonly Gap[],
): Assignment[] {
    const reach = reachOf(registries);
    const unreadDefinitions = gapsFor(gaps, "roleDefinition");
    return resources.map((resource): Assignment => {
        const scopeValue = get(resource, "scope");
        const scope = text(scopeValue) === undefined ? UNKNOWN : parseScope(text(scopeValue) ?? "");
        const registry =
            scope === UNKNOWN
                ? registries.behind(resource, "scope")
                : scope.registryId && registries.byResourceId(scope.registryId);
        const condition = get(resource, "condition");
        const found = readRole(resource, definitions);
        return {
            resource,
            ...found,
            unread: found.role === undefined ? unreadDefinitions : [],
            principal: principals.resolve(
                get(resource, "principalId"),
                dependenciesOf(resource, "principalId"),
                get(resource, "principalType"),
                resource,
            ),
            scope,
            registry: registry || undefined,
            reaches: scope === UNKNOWN ? reachOfUnknown(dependenciesOf(resource, "scope"), byUrn) : reach(scope),
            condition: isUndetermined(condition) ? UNKNOWN : text(condition),
        };
    });
}

function readRole(resource: Resource, definitions: readonly Resource[]): Pick<Assignment, "role" | "roleDefinitionId"> {
    const id = get(resource, "roleDefinitionId");
    const name = get(resource, "roleDefinitionName");
    if (typeof id !== "string" && typeof name === "string")
        return { role: roleByDisplayName(name), roleDefinitionId: undefined };
    const sources = dependenciesOf(resource, "roleDefinitionId");
    const custom = definitions.find((definition) => isMeant(definition, id, sources));
    if (custom) return { role: customRole(custom), roleDefinitionId: text(id) };
    return typeof id === "string"
        ? { role: roleById(id), roleDefinitionId: id }
        : { role: UNKNOWN, roleDefinitionId: undefined };
}

function isMeant(definition: Resource, id: Value, sources: readonly string[]): boolean {
    if (sources.includes(definition.urn)) return true;
    const own = definition.id ?? text(get(definition, "id"));
    return (
        typeof id === "string" && own !== undefined && lastSegment(own).toLowerCase() === lastSegment(id).toLowerCase()
    );
}

/** Whether a scope reaches any registry of the stack. */
type Reach = (scope: ArmScope) => Assignment["reaches"];

// A policy pack does not get ids: there, the name of the resource group is compared instead.
function reachOf(registries: Registries): Reach {
    const ids = registries.all.map(({ resource }) => (resource.id ?? text(get(resource, "id")))?.toLowerCase());
    const groups = new Set(ids.map((id) => id?.split("/").slice(0, 5).join("/")));
    const subscriptions = new Set(ids.map((id) => id?.split("/").slice(0, 3).join("/")));
    const unidentified = registries.all.filter((_, index) => ids[index] === undefined);
    const groupNames = new Set(
        unidentified.map(({ resource }) => text(get(resource, "resourceGroupName"))?.toLowerCase()),
    );
    return ({ level, id }) => {
        if (level === "registry") return "yes";
        if (level === "other" || registries.all.length === 0) return "no";
        if (level === "managementGroup" || level === "tenant" || groups.has(id) || subscriptions.has(id)) return "yes";
        if (level === "resourceGroup" && groupNames.has(lastSegment(id))) return "yes";
        const mayReach = level === "subscription" ? unidentified.length > 0 : groupNames.has(undefined);
        return mayReach ? UNKNOWN : "no";
    };
}

function reachOfUnknown(computedFrom: readonly string[], byUrn: ReadonlyMap<string, Resource>): Assignment["reaches"] {
    if (computedFrom.some((urn) => byUrn.get(urn)?.kind === "registry")) return "yes";
    // Computed from something that is neither a registry nor what may hold one: a vault's or a network's id.
    const foreign = computedFrom.length > 0 && computedFrom.every((urn) => holdsNoRegistry(byUrn.get(urn)));
    return foreign ? "no" : UNKNOWN;
}

const containers = /:(resources?:)?(ResourceGroup|Subscription|Provider)$|^acr-auth:|^pulumi:pulumi:|^random:/i;

function holdsNoRegistry(resource: Resource | undefined): boolean {
    return (
        resource !== undefined &&
        (resource.kind === undefined || resource.kind === "vault" || resource.kind === "vaultSecret") &&
        resource.type.startsWith("azure") &&
        !containers.test(resource.type)
    );
}
