// The identity graph of a stack, built once: registries, who holds which role on them, what logs in to them and how,
// and the credentials with their lifetimes. Edges come from values and, where a value is not known yet, from what the
// property was computed from.

import type { Gap } from "../gap";
import type { Kind } from "../kinds";
import type { Resource } from "../resource";
import { type Assignment, readAssignments } from "./assignments";
import { type Credential, readCredentials } from "./credentials";
import { indexPrincipals, type Principal } from "./principals";
import { indexRegistries, type Registries, type Registry } from "./registries";
import { type Login, type Runtimes, readLogins, readRuntimes } from "./workloads";

export interface Graph {
    resources: readonly Resource[];
    /** What the source could not read; none for a file, which is all there is to read. */
    gaps: readonly Gap[];
    ofKind(...kinds: Kind[]): readonly Resource[];
    byUrn(urn: string): Resource | undefined;
    registries: readonly Registry[];
    /** The registry that a resource id, a host or a dependency means. */
    registryIndex: Registries;
    assignments: readonly Assignment[];
    /** Roles that a principal may activate, in the form of assignments. */
    eligibilities: readonly Assignment[];
    logins: readonly Login[];
    credentials: readonly Credential[];
    runtimes: Runtimes;
    /** The principal of an object id in Entra, if its object is among the resources. */
    principalOf(objectId: string): Principal | undefined;
    /** The principals a resource acts as. */
    identitiesOf(resource: Resource): readonly Principal[];
}

export function buildGraph(resources: readonly Resource[], gaps: readonly Gap[] = []): Graph {
    const byUrn = new Map<string, Resource>();
    const byKind = new Map<Kind, Resource[]>();
    for (const resource of resources) {
        if (!resource.embedded) byUrn.set(resource.urn, resource);
        if (!resource.kind) continue;
        const known = byKind.get(resource.kind);
        if (known) known.push(resource);
        else byKind.set(resource.kind, [resource]);
    }
    const relevant = resources.filter(({ kind }) => kind);
    const registryIndex = indexRegistries(byKind.get("registry") ?? []);
    const principals = indexPrincipals(relevant);
    const assigned = (kind: Kind) =>
        readAssignments(
            byKind.get(kind) ?? [],
            registryIndex,
            principals,
            byKind.get("roleDefinition") ?? [],
            byUrn,
            gaps,
        );
    return {
        resources,
        gaps,
        ofKind: (...kinds) => kinds.flatMap((kind) => byKind.get(kind) ?? []),
        byUrn: (urn) => byUrn.get(urn),
        registries: registryIndex.all,
        registryIndex,
        assignments: assigned("roleAssignment"),
        eligibilities: assigned("roleEligibility"),
        logins: readLogins(relevant, registryIndex),
        credentials: readCredentials(relevant),
        runtimes: readRuntimes(relevant, principals),
        principalOf: (objectId) => principals.byObjectId(objectId),
        identitiesOf: (resource) => principals.identitiesOf(resource),
    };
}
