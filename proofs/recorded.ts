// What a stack declares beside its components: the passwords and certificates of Graph that the state knows, and role
// assignments and federated credentials of the program's own. Pure.

import { lastSegment } from "../azure/arm-id";
import type { Kind } from "../estate/kinds";
import { get, type Resource } from "../estate/resource";
import { items, text, unwrap } from "../estate/value";
import { accessReaderOf } from "./components";
import type { Declared } from "./declared";

const keys: ReadonlySet<Kind | undefined> = new Set<Kind>([
    "applicationPassword",
    "servicePrincipalPassword",
    "applicationCertificate",
    "servicePrincipalCertificate",
]);

/** Notes what a resource declares. What a component made is not its own declaration: the component's inputs are. */
export function record(declared: Declared, resource: Resource, parent: Resource | undefined): void {
    const { kind, id } = resource;
    const of = (property: string) => text(get(resource, property)) ?? "";
    if (keys.has(kind)) declared.keyIds.add(of("keyId").toLowerCase());
    if (parent !== undefined && accessReaderOf(parent) !== undefined) return;
    if (kind === "roleAssignment" && id !== undefined) {
        const condition = text(get(resource, "condition"));
        declared.assignments.set(id.toLowerCase(), {
            roleDefinitionId: of("roleDefinitionId"),
            principalId: of("principalId"),
            scope: of("scope"),
            ...(condition === undefined ? {} : { condition }),
        });
    }
    const applicationId = text(get(resource, "applicationId"));
    if (kind === "federatedCredential" && applicationId !== undefined) {
        declared.trusts.push({
            applicationId: lastSegment(applicationId).toLowerCase(),
            issuer: of("issuer"),
            subject: of("subject"),
            audiences: (items(get(resource, "audiences")) ?? []).map((each) => text(unwrap(each)) ?? ""),
        });
    }
}
