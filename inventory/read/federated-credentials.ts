// Federated credentials of applications and managed identities, from states and from Azure.
import { type Graph, get, items, type Resource, text, unwrap } from "../../estate";
import type { Held } from "./given";
import type { PrincipalIndex } from "./principals";

/** Logins with a token of another issuer: they never rotate, but count among the ways to log in. */
export function federatedCredentials(graph: Graph, principals: PrincipalIndex): Held[] {
    const identities = graph.ofKind("userAssignedIdentity");
    const applications = graph.ofKind("application");
    const byName = new Map(
        identities.map((identity) => [
            (text(get(identity, "name")) ?? text(get(identity, "resourceName")) ?? identity.name).toLowerCase(),
            identity,
        ]),
    );
    const byId = new Map(
        applications.flatMap((application) =>
            application.id === undefined ? [] : [[application.id.toLowerCase(), application] as const],
        ),
    );
    return graph.ofKind("federatedCredential").flatMap((resource): Held[] => {
        const [dependency] = ["applicationId", "resourceName"].flatMap((property) =>
            (resource.propertyDependencies[property] ?? []).flatMap((urn) => graph.byUrn(urn) ?? []),
        );
        const holder =
            byId.get(text(get(resource, "applicationId"))?.toLowerCase() ?? "") ??
            byName.get(text(get(resource, "resourceName"))?.toLowerCase() ?? "") ??
            dependency;
        const principal = holder && principals.ofResource(holder)?.id;
        if (principal === undefined) {
            return [];
        }
        return [
            {
                id: resource.urn,
                principal,
                kind: "federated credential",
                name:
                    text(get(resource, "displayName")) ??
                    text(get(resource, "federatedIdentityCredentialResourceName")) ??
                    resource.name,
                generation: null,
                startsOn: null,
                expiresOn: null,
                removedOn: null,
                status: "valid",
                declaration: null,
                identity: `federated ${trustOf(resource)}`,
                planned: false,
                note: text(get(resource, "subject")) ?? text(get(resource, "claimsMatchingExpression")) ?? null,
                resource: resource.urn,
            },
        ];
    });
}

/** Whom it trusts: who trusts the same in a state and in Azure is the same credential. */
function trustOf(resource: Resource): string {
    const subject = get(resource, "claimsMatchingExpression") ?? get(resource, "subject");
    const audiences = items(get(resource, "audiences"))?.map(unwrap) ?? [];
    return JSON.stringify([get(resource, "issuer"), subject, audiences].map((part) => String(part)));
}
