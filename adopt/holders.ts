// Who holds a role: which section of the stack config declares it, and how its entry names it. Principals are found by object
// id in what was read; what was not read is never taken for something that does not exist.
import { subscriptionOf } from "../azure/arm-id";
import { gapsFor } from "../estate/gap";
import type { Graph } from "../estate/graph/graph";
import { groupBy } from "../estate/group-by";
import type { Kind } from "../estate/kinds";
import { get, type Resource } from "../estate/resource";
import { text } from "../estate/value";
import { plain } from "../estate/wording";
import type { ConfigMap, Section } from "./model";

/** A principal that entries can name. */
export interface Holder {
    section: Section;
    /** For the key of its entry. */
    name: string;
    noun: string;
    /** In one line. */
    comment: string;
    /** What names it in the entry. */
    value: ConfigMap;
    /** A section for more than pull, where `section` is for pull only. */
    wider?: Pick<Holder, "section" | "value">;
    /** A managed identity, with its federated credentials. */
    identity?: Resource;
    /** The service principal and its application, where it is one of this tenant. */
    servicePrincipal?: Resource;
    application?: Resource;
}

/** A holder, or why there is no entry for it. */
export type Found = Holder | { why: string };

export interface Holders {
    /** @param type `principalType` of the role assignment. */
    find(objectId: string, type: string): Found;
    /** Credentials of these kinds that belong to the application of a holder, its service principal or its identity. */
    credentialsOf(holder: Holder, ...kinds: CredentialKind[]): readonly Resource[];
}

const credentialKinds = [
    "applicationPassword",
    "servicePrincipalPassword",
    "applicationCertificate",
    "servicePrincipalCertificate",
    "federatedCredential",
] as const satisfies Kind[];
export type CredentialKind = (typeof credentialKinds)[number];

/** Microsoft's own tenants, whose applications are services of Azure. */
const microsoftTenants: ReadonlySet<string> = new Set([
    "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
    "72f988bf-86f1-41af-91ab-2d7cd011db47",
]);

/** @param subscriptionId the one that the stack works in: components find identities and clusters nowhere else. */
export function indexHolders(graph: Graph, subscriptionId: string): Holders {
    const by = (path: string, ...kinds: Kind[]) =>
        new Map(
            graph.ofKind(...kinds).flatMap((resource) => {
                const id = text(get(resource, path))?.toLowerCase();
                return id === undefined ? [] : [[id, resource] as const];
            }),
        );
    const people = by("objectId", "user", "group");
    const servicePrincipals = by("objectId", "servicePrincipal");
    const applications = by("clientId", "application");
    const identities = by("principalId", "userAssignedIdentity");
    const kubelets = by("identityProfile.kubeletidentity.objectId", "cluster");
    const isOurs = (resource: Resource) => subscriptionOf(idOf(resource)) === subscriptionId.toLowerCase();
    const credentials = groupBy(graph.ofKind(...credentialKinds), parentOf);
    const credentialsOf: Holders["credentialsOf"] = ({ identity, application, servicePrincipal }, ...kinds) =>
        [identity, application, servicePrincipal]
            .flatMap((owner) => (owner === undefined ? [] : (credentials.get(idOf(owner).toLowerCase()) ?? [])))
            .filter(({ kind }) => kinds.some((each) => each === kind));
    const unread = (...kinds: Kind[]) =>
        kinds.flatMap((kind) => gapsFor(graph.gaps, kind)).find(({ cause }) => cause !== "notRequested");

    const servicePrincipal = (objectId: string): Found => {
        const found = servicePrincipals.get(objectId);
        const gap = unread("servicePrincipal", "application", "applicationPassword");
        if (gap !== undefined) return { why: `what kind of service principal it is was not read (${plain(gap.why)})` };
        if (found === undefined) return gone;
        const clientId = text(get(found, "clientId")) ?? "";
        const application = applications.get(clientId.toLowerCase());
        const owner = text(get(found, "applicationTenantId"))?.toLowerCase() ?? "";
        if (application === undefined && microsoftTenants.has(owner)) {
            return { why: "it is a service of Azure, which assigns and needs the role itself" };
        }
        const holder: Holder = {
            ...directly(objectId, "ServicePrincipal", found),
            servicePrincipal: found,
            ...(application === undefined ? {} : { application }),
        };
        const { length } =
            application === undefined ? [] : credentialsOf(holder, "applicationPassword", "servicePrincipalPassword");
        return length === 0 ? holder : { ...holder, section: "servicePrincipals", value: { clientId } };
    };
    return {
        credentialsOf,
        find(objectId, type) {
            const id = objectId.toLowerCase();
            const identity = identities.get(id);
            const cluster = kubelets.get(id);
            const managed = identity && (isOurs(identity) ? managedIdentity(identity) : elsewhere(id, identity));
            if (cluster !== undefined && isOurs(cluster)) {
                const federated = managed !== undefined && credentialsOf(managed, "federatedCredential").length > 0;
                const wider = managed ?? directly(id, "ServicePrincipal", cluster);
                return federated
                    ? managed
                    : kubelet(cluster, { wider, ...(identity === undefined ? {} : { identity }) });
            }
            if (managed !== undefined) return managed;
            if (cluster !== undefined) return directly(id, "ServicePrincipal", cluster);
            switch (type.toLowerCase()) {
                case "user":
                case "group": {
                    const kind = type.toLowerCase() === "user" ? "user" : "group";
                    const person = people.get(id);
                    if (person === undefined && unread(kind) === undefined) return gone;
                    return directly(id, kind === "user" ? "User" : "Group", person);
                }
                case "serviceprincipal": {
                    const gap = unread("userAssignedIdentity", "cluster");
                    return gap === undefined
                        ? servicePrincipal(id)
                        : { why: `whether it is a managed identity was not read (${plain(gap.why)})` };
                }
                default:
                    return {
                        why: `the component does not take a principal of the type ${plain(type) || "that was not told"}`,
                    };
            }
        },
    };
}

const gone = { why: "its principal does not exist any more, so the role gives nobody access" } as const;

const idOf = (resource: Resource): string => resource.id ?? resource.urn;

/** ARM id of the identity that a federated credential belongs to, lower case; the path of the application, for one of Graph. */
function parentOf(credential: Resource): string {
    return idOf(credential)
        .replace(/\/[^/]+\/[^/]+$/, "")
        .toLowerCase();
}

function directly(principalId: string, principalType: "User" | "Group" | "ServicePrincipal", found?: Resource): Holder {
    const noun = { User: "user", Group: "group", ServicePrincipal: "principal" }[principalType];
    const signIn = found && text(get(found, "userPrincipalName"));
    const name = (found && (text(get(found, "displayName")) ?? found.name)) ?? "";
    return {
        section: "access",
        name,
        noun,
        comment: plain(
            `${noun === "principal" ? "service principal" : noun} ${name || principalId}${signIn === undefined ? "" : ` (${signIn})`}`,
        ),
        value: { principalId, principalType },
    };
}

/** A managed identity of another subscription: this stack gives it access and no more. */
function elsewhere(principalId: string, identity: Resource): Holder {
    const comment = plain(`managed identity ${identity.name} of subscription ${subscriptionOf(idOf(identity))}`);
    return { ...directly(principalId, "ServicePrincipal", identity), comment, identity };
}

function managedIdentity(identity: Resource): Holder {
    return {
        section: "managedIdentities",
        name: identity.name,
        noun: "identity",
        comment: plain(`managed identity ${identity.name}`),
        value: { identityResourceId: idOf(identity) },
        identity,
    };
}

function kubelet(cluster: Resource, rest: Pick<Holder, "wider" | "identity">): Holder {
    return {
        ...rest,
        section: "aksAttachments",
        name: cluster.name,
        noun: "cluster",
        comment: plain(`kubelet identity of cluster ${cluster.name}`),
        value: { clusterResourceId: idOf(cluster) },
    };
}
