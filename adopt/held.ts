// Who holds which roles on the registries, as far as no state declares them.
import type { Assignment } from "../estate/graph/assignments";
import type { Graph } from "../estate/graph/graph";
import { groupBy } from "../estate/group-by";
import { get } from "../estate/resource";
import { text, UNKNOWN } from "../estate/value";
import { plain } from "../estate/wording";
import type { Declared, DeclaredComponent } from "./declared";
import { type AdoptedGrant, grantsOf } from "./grants";
import type { Holder, Holders } from "./holders";
import type { Undeclared } from "./model";
import type { AdoptedRegistry, Registries } from "./registries";
import { argument } from "./shell";

/** What one principal holds, and has no entry for yet. */
export interface Held {
    objectId: string;
    holder: Holder;
    grants: readonly { registry: AdoptedRegistry; grant: AdoptedGrant }[];
    component: DeclaredComponent | undefined;
}

export function readHeld(
    graph: Graph,
    declared: Declared,
    registries: Registries,
    holders: Holders,
): { held: readonly Held[]; left: readonly Undeclared[] } {
    const undeclared: Undeclared[] = [];
    const held: Held[] = [];
    for (const [objectId, assignments] of atRegistries(graph, declared, registries)) {
        const [first] = assignments;
        const type = (first && text(get(first.resource, "principalType"))) ?? "";
        const holder = holders.find(objectId, type);
        if ("why" in holder) {
            undeclared.push(...assignments.map((each) => leftOver(each, objectId, holder.why)));
            continue;
        }
        const { grants, left } = byRegistry(assignments, registries);
        undeclared.push(...left.map(({ assignment, why }) => leftOver(assignment, holder.comment, why)));
        const component = componentFor(objectId, grants, declared);
        if (grants.length > 0 || component !== undefined) {
            held.push({ objectId, holder: forGrants(holder, grants), grants, component });
        }
    }
    return { held: [...held, ...declaredOnes(graph, declared, holders, held)], left: undeclared };
}

/** The component that the grants are added to. One of a cluster takes pull alone. */
function componentFor(objectId: string, grants: Held["grants"], declared: Declared): DeclaredComponent | undefined {
    const component = declared.componentFor(objectId);
    return component?.section === "aksAttachments" && !onlyPulls(grants) ? undefined : component;
}

const onlyPulls = (grants: Held["grants"]): boolean => grants.every(({ grant }) => grant.permission === "pull");

/** Principals whose roles are all declared: they may have other ways to log in that are not. */
function declaredOnes(graph: Graph, declared: Declared, holders: Holders, held: readonly Held[]): Held[] {
    const seen = new Set(held.map(({ objectId }) => objectId));
    const ids = [
        ...graph.ofKind("userAssignedIdentity").map((identity) => get(identity, "principalId")),
        ...graph.ofKind("servicePrincipal").map((principal) => get(principal, "objectId")),
    ];
    return ids.flatMap((id): Held[] => {
        const objectId = text(id)?.toLowerCase() ?? "";
        const component = seen.has(objectId) ? undefined : declared.componentFor(objectId);
        const holder = component === undefined ? undefined : holders.find(objectId, "ServicePrincipal");
        if (holder === undefined || "why" in holder) return [];
        seen.add(objectId);
        return [{ objectId, holder, grants: [], component }];
    });
}

/** Assignments that no state has, with an adopted registry as their scope, by object id in a fixed order. */
function atRegistries(graph: Graph, declared: Declared, registries: Registries): [string, Assignment[]][] {
    const found = graph.assignments.filter(
        ({ scope, resource }) =>
            scope !== UNKNOWN &&
            scope.registryId === scope.id &&
            registries.byId(scope.id) !== undefined &&
            !declared.has(resource.id ?? resource.urn),
    );
    const byPrincipal = groupBy(found, ({ resource }) => text(get(resource, "principalId"))?.toLowerCase() ?? "");
    return [...byPrincipal].sort(([one], [other]) => (one < other ? -1 : 1));
}

function byRegistry(assignments: readonly Assignment[], registries: Registries) {
    const results = [...groupBy(assignments, ({ scope }) => (scope === UNKNOWN ? "" : scope.id))]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .flatMap(([id, ofRegistry]) => {
            const registry = registries.byId(id);
            return registry === undefined ? [] : [{ registry, ...grantsOf(registry, ofRegistry) }];
        });
    return {
        grants: results.flatMap(({ registry, grants }) => grants.map((grant) => ({ registry, grant }))),
        left: results.flatMap(({ left }) => left),
    };
}

/** A cluster is declared as one only where it pulls and nothing else. */
function forGrants(holder: Holder, grants: Held["grants"]): Holder {
    return holder.wider === undefined || onlyPulls(grants) ? holder : { ...holder, ...holder.wider };
}

/** A role assignment that no entry declares. */
export function leftOver(
    { resource, role, roleDefinitionId = "", scope }: Assignment,
    holder: string,
    why: string,
): Undeclared {
    const id = resource.id ?? resource.urn;
    const name =
        role === undefined || role === UNKNOWN ? `role ${roleDefinitionId.split("/").at(-1)}` : role.displayName;
    const at = scope === UNKNOWN || scope.id === "" ? "the tenant's root" : scopeText(scope.id);
    return {
        what: plain(`${name} of ${holder} on ${at}`),
        id,
        why: plain(why),
        command: `az role assignment delete --ids ${argument(id)}`,
    };
}

/** `registry contoso`, `subscription 1111...`: the end of a scope's id. */
function scopeText(id: string): string {
    const [noun, name] = id.split("/").slice(-2);
    const nouns: Record<string, string> = {
        registries: "registry",
        resourcegroups: "resource group",
        subscriptions: "subscription",
        managementgroups: "management group",
    };
    return `${nouns[noun ?? ""] ?? noun} ${name}`;
}
