// Who is granted something: users, groups, applications, managed identities and the kubelets of AKS clusters, found by
// object id where that is known and by the property's dependencies where it is not.
import { lastSegment } from "../../azure/arm-id";
import { dependenciesOf, get, type Resource } from "../resource";
import { entries, items, text, unwrap, type Value } from "../value";

export type PrincipalType = "user" | "group" | "servicePrincipal" | "managedIdentity" | "cluster" | "unknown";

export interface Principal {
    /** Equal for what is known to be the same principal. */
    key: string;
    type: PrincipalType;
    /** The object id in Entra, if known. */
    objectId: string | undefined;
    /** What stands for it in the stack; none for one made elsewhere. */
    resource: Resource | undefined;
    /** For messages: `Managed identity 'puller'`, or the object id. */
    label: string;
}

/** Object ids under which a resource acts; a cluster has two: its kubelet's and its own. */
const objectIdPaths: Partial<Record<NonNullable<Resource["kind"]>, readonly [PrincipalType, readonly string[]]>> = {
    userAssignedIdentity: ["managedIdentity", ["principalId"]],
    servicePrincipal: ["servicePrincipal", ["objectId"]],
    application: ["servicePrincipal", []],
    user: ["user", ["objectId"]],
    group: ["group", ["objectId"]],
    cluster: ["cluster", ["identityProfile.kubeletidentity.objectId", "identity.principalId"]],
    containerApp: ["managedIdentity", ["identity.principalId"]],
    containerGroup: ["managedIdentity", ["identity.principalId"]],
    webApp: ["managedIdentity", ["identity.principalId"]],
    batchPool: ["managedIdentity", ["identity.principalId"]],
};

const typesInAzure: Readonly<Record<string, PrincipalType>> = {
    user: "user",
    group: "group",
    foreigngroup: "group",
    serviceprincipal: "servicePrincipal",
};

export interface Principals {
    /** The principal of a value that is an object id, computed from those URNs, declared to be of that Azure type. */
    resolve(objectId: Value, computedFrom: readonly string[], declaredType: Value, owner: Resource): Principal;
    /** The principal of an object id, if its object is among the resources. */
    byObjectId(objectId: string): Principal | undefined;
    /** The principals a resource acts as: its own identity and the user-assigned ones given to it. */
    identitiesOf(resource: Resource): Principal[];
}

export function indexPrincipals(resources: readonly Resource[]): Principals {
    const byUrn = new Map<string, Principal>();
    const byObjectId = new Map<string, Principal>();
    const identities: Resource[] = [];
    for (const resource of resources) {
        const [ofKind, paths] = (resource.kind && objectIdPaths[resource.kind]) ?? [];
        if (!ofKind || resource.embedded) continue;
        const type = get(resource, "servicePrincipalType") === "ManagedIdentity" ? "managedIdentity" : ofKind;
        if (resource.kind === "userAssignedIdentity") identities.push(resource);
        const ids = (paths ?? []).map((path) => text(get(resource, path))?.toLowerCase());
        const principal: Principal = {
            key: resource.urn,
            type,
            objectId: ids.find((id) => id),
            resource,
            label: `'${resource.name}'`,
        };
        byUrn.set(resource.urn, principal);
        // What Azure makes for a managed identity says less than the identity itself.
        const known = ids.some((id) => id && byObjectId.has(id)) && resource.kind === "servicePrincipal";
        if (!known) for (const id of ids) if (id) byObjectId.set(id, principal);
    }
    const identityById = identityLookup(identities);
    const among = (urns: readonly string[]) => [...new Set(urns.flatMap((urn) => byUrn.get(urn) ?? []))];

    return {
        byObjectId: (objectId) => byObjectId.get(objectId.toLowerCase()),
        resolve(value, computedFrom, declaredType, owner) {
            const objectId = text(value)?.toLowerCase();
            const known = objectId ? byObjectId.get(objectId) : undefined;
            if (known) return known;
            const [only, ...others] = among(computedFrom);
            if (only && others.length === 0) return only;
            const type = typesInAzure[text(declaredType)?.toLowerCase() ?? ""] ?? "unknown";
            return objectId
                ? { key: objectId, type, objectId, resource: undefined, label: `principal ${objectId}` }
                : {
                      key: `of ${owner.urn}`,
                      type,
                      objectId: undefined,
                      resource: undefined,
                      label: "a principal not yet known",
                  };
        },
        identitiesOf(resource) {
            const own = byUrn.get(resource.urn);
            const given = assignedIds(resource).flatMap((id) => identityById(id) ?? []);
            const computedFrom = [
                "identity",
                "configuration",
                "siteConfig",
                "imageRegistryCredentials",
                "identityProfile",
            ];
            const inferred = among(computedFrom.flatMap((property) => dependenciesOf(resource, property))).filter(
                (principal) => principal.resource?.kind === "userAssignedIdentity",
            );
            const known = given.flatMap(({ urn }) => byUrn.get(urn) ?? []);
            return [...new Set([...(own ? [own] : []), ...known, ...inferred, ...clusterPrincipals(resource, byUrn)])];
        },
    };
}

// A cluster that has a service principal acts as that one; it is given by client id.
function clusterPrincipals(cluster: Resource, byUrn: ReadonlyMap<string, Principal>): Principal[] {
    const clientId = get(cluster, "servicePrincipalProfile.clientId");
    if (clientId === undefined || clientId === "msi") return [];
    const sources = dependenciesOf(cluster, "servicePrincipalProfile");
    return [...byUrn.values()].filter(({ resource }) => {
        if (resource?.kind !== "servicePrincipal") return false;
        const own = get(resource, "clientId");
        if (typeof clientId === "string" && clientId === own) return true;
        return (
            sources.includes(resource.urn) || dependenciesOf(resource, "clientId").some((urn) => sources.includes(urn))
        );
    });
}

// `identity.userAssignedIdentities` is a map by resource id in some modules and a list in others.
function assignedIds(resource: Resource): string[] {
    const value = get(resource, "identity.userAssignedIdentities");
    const ids = Array.isArray(value) ? items(value)?.map(unwrap) : entries(value)?.map(([id]) => id);
    const kubelet = get(resource, "identityProfile.kubeletidentity.resourceId");
    return [...(ids ?? []), kubelet].flatMap((id) => (typeof id === "string" ? [id] : []));
}

/** Finds an identity by its resource id; by its name, if that is unique, where ids are not told: in a policy pack. */
function identityLookup(identities: readonly Resource[]): (id: string) => Resource | undefined {
    const byId = new Map(identities.map((identity) => [identity.id?.toLowerCase(), identity]));
    const byName = new Map<string, Resource | undefined>();
    for (const identity of identities) {
        const name = text(get(identity, "name") ?? get(identity, "resourceName"))?.toLowerCase();
        if (identity.id === undefined && name !== undefined) byName.set(name, byName.has(name) ? undefined : identity);
    }
    return (id) => byId.get(id.toLowerCase()) ?? byName.get(lastSegment(id).toLowerCase());
}
