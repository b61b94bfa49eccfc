// The principals of the report: each with the name people know it by and the method it logs in with.
import { type Assignment, type Graph, get, type Principal as Node, type Resource, read, text } from "../../estate";
import { type ComponentName, className, componentOf, known } from "../../estate/components";
import type { Principal, PrincipalKind } from "../model";
import { indexMembers } from "./members";
import { indexUsers } from "./users";

type Identity = Pick<Principal, "kind" | "method">;

const individual = (kind: PrincipalKind): Identity => ({ kind, method: "individual identity" });

/** By the type of the principal in the identity graph. */
const identities: Record<Node["type"], Identity> = {
    user: individual("user"),
    group: individual("group"),
    servicePrincipal: { kind: "service principal", method: "service principal" },
    managedIdentity: { kind: "managed identity", method: "managed identity" },
    cluster: { kind: "kubelet identity", method: "AKS managed identity" },
    unknown: { kind: "unknown", method: "unknown identity" },
};

/** By the component that grants, where an object id alone does not say what it is. */
const identitiesOfComponents: Partial<Record<ComponentName, Identity>> = {
    RegistryServicePrincipal: { kind: "service principal", method: "service principal" },
    RegistryManagedIdentity: { kind: "managed identity", method: "managed identity" },
    AksAttachment: { kind: "kubelet identity", method: "AKS managed identity" },
    CrossTenantApplication: { kind: "service principal", method: "AKS service principal" },
    CrossTenantAksPull: { kind: "service principal", method: "AKS service principal" },
};

/** Properties that hold Azure's own name of a principal. */
const namePaths = ["displayName", "userPrincipalName", "name", "resourceName"];

export interface PrincipalIndex {
    all(): Principal[];
    /** The principal that an assignment gives a role to. */
    ofAssignment(assignment: Assignment): Principal;
    /** The principal that an application, a service principal, an identity or a token is, or that its component grants to. */
    ofResource(resource: Resource): Principal | undefined;
    /** The same, for an application of one of our components: it is listed even if its grants are in another stack. */
    ofApplication(application: Resource): Principal | undefined;
    add(principal: Principal): Principal;
}

export function readPrincipals(graph: Graph): PrincipalIndex {
    const byKey = new Map<string, Principal>();
    const byComponent = new Map<string, Principal>();
    const applications = new Map(graph.ofKind("application").map((application) => [application.urn, application]));
    const byClientId = new Map<string, Resource>();
    for (const application of applications.values()) {
        const clientId = text(get(application, "clientId"));
        if (clientId !== undefined) {
            byClientId.set(clientId.toLowerCase(), application);
        }
    }
    const clusterClients = new Set(
        graph.ofKind("cluster").map((cluster) => text(get(cluster, "servicePrincipalProfile.clientId"))?.toLowerCase()),
    );
    const usersOf = indexUsers(graph);
    const membersOf = indexMembers(graph);
    /** An application and its service principal are one principal; its key is that of the application. */
    const applicationOf = (resource: Resource | undefined): Resource | undefined => {
        if (resource?.kind !== "servicePrincipal") {
            return resource?.kind === "application" ? resource : undefined;
        }
        const clientId = text(get(resource, "clientId"))?.toLowerCase();
        const [dependency] = (resource.propertyDependencies.clientId ?? []).flatMap(
            (urn) => applications.get(urn) ?? [],
        );
        return (clientId === undefined ? undefined : byClientId.get(clientId)) ?? dependency;
    };
    const keyOf = (node: Node): string => applicationOf(node.resource)?.urn ?? node.key;

    const describe = (key: string, node: Node, granting: Resource | undefined): Principal => {
        const application = applicationOf(node.resource);
        const component = componentOf(graph, node.resource) ?? componentOf(graph, granting);
        const clientId = node.resource && text(get(node.resource, "clientId"))?.toLowerCase();
        const workloads = graph.runtimes.of.get(node) ?? [];
        const identity = identityOf(node, component, {
            ofCluster: clientId !== undefined && clusterClients.has(clientId),
            isKubelet: workloads.some(({ kind }) => kind === "cluster"),
        });
        return {
            id: key,
            name: nameOf(node, application, component, granting),
            ...identity,
            objectId: node.objectId ?? null,
            usedBy: [
                ...workloads.flatMap((workload) => (workload === node.resource ? [] : workload.name)).sort(),
                ...usersOf(clientId),
            ],
            members: node.resource === undefined ? null : membersOf(node.resource),
            resource: (component ?? node.resource)?.urn ?? null,
        };
    };
    const of = (node: Node, granting: Resource | undefined): Principal => {
        const key = keyOf(node);
        const principal = byKey.get(key) ?? describe(key, node, granting);
        const component = componentOf(graph, granting);
        byKey.set(key, principal);
        if (component !== undefined) {
            byComponent.set(component.urn, principal);
        }
        return principal;
    };
    return {
        all: () => [...byKey.values()],
        ofAssignment: ({ principal, resource }) => of(principal, resource),
        ofResource: (resource) =>
            byKey.get(applicationOf(resource)?.urn ?? resource.urn) ??
            byComponent.get(componentOf(graph, resource)?.urn ?? ""),
        ofApplication: (application) => {
            const component = componentOf(graph, application);
            return (
                component &&
                of(
                    {
                        key: application.urn,
                        type: "servicePrincipal",
                        objectId: undefined,
                        resource: application,
                        label: "",
                    },
                    application,
                )
            );
        },
        add: (principal) => {
            byKey.set(principal.id, principal);
            return principal;
        },
    };
}

function identityOf(
    node: Node,
    component: Resource | undefined,
    seen: { ofCluster: boolean; isKubelet: boolean },
): Identity {
    const name = className(component);
    const ofComponent = name && identitiesOfComponents[name];
    if (ofComponent !== undefined) {
        return ofComponent;
    }
    if (seen.isKubelet) {
        return identities.cluster;
    }
    // Azure calls managed identities service principals too; without a resource, an object id may be either.
    if (node.type === "servicePrincipal" && node.resource === undefined) {
        return { kind: "service principal", method: "unknown identity" };
    }
    return seen.ofCluster ? { ...identities[node.type], method: "AKS service principal" } : identities[node.type];
}

function nameOf(
    node: Node,
    application: Resource | undefined,
    component: Resource | undefined,
    granting: Resource | undefined,
): string {
    const named = [node.resource, application].flatMap((resource) =>
        resource === undefined ? [] : namePaths.map((path) => known(get(resource, path))),
    );
    // A vault names each reader by a key, with which the name of the reader's assignment ends.
    const isVault = className(component) === "CredentialVault";
    const reader = isVault ? /-reader-(.+)$/.exec(granting?.name ?? "")?.[1] : undefined;
    const path = reader === undefined ? "" : `readers.${reader}.`;
    const given = ["userPrincipalName", "groupName"].map((name) => known(read(component?.inputs, `${path}${name}`)));
    return (
        [...given, ...named].find((name) => name !== null && name !== "") ??
        node.resource?.name ??
        reader ??
        (isVault ? undefined : component?.name) ??
        node.objectId ??
        "not yet known"
    );
}
