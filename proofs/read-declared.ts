// From the resources of a state to what its components declare.
import { z } from "zod";
import { className } from "../estate/components";
import { groupBy } from "../estate/group-by";
import type { Resource } from "../estate/resource";
import { read, text } from "../estate/value";
import { accessReaderOf, readApplicationPasswords, readRegistry, readSecrets } from "./components";
import { type Declared, nothingDeclared } from "./declared";
import { record } from "./recorded";

/**
 * Everything that components declare, in an order that does not depend on how a deployment went. The resources may be
 * those of several stacks: what one of them declares may log in with what another holds.
 */
export function declaredIn(resources: readonly Resource[]): Declared {
    const declared = nothingDeclared();
    const children = groupBy(resources, ({ parent }) => parent);
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const passwords = readApplicationPasswords(resources, children);
    for (const resource of resources) {
        const reader = accessReaderOf(resource);
        try {
            if (className(resource) === "ContainerRegistry") declared.registries.push(readRegistry(resource));
            if (reader) declared.access.push(...reader.read(resource, children.get(resource.urn) ?? [], passwords));
            if (className(resource) === "CredentialVault") {
                declared.secrets.push(...readSecrets(resource, children.get(resource.urn) ?? []));
            }
            record(declared, resource, byUrn.get(resource.parent ?? ""));
        } catch (error) {
            if (!(error instanceof z.ZodError)) throw error;
            const [issue] = error.issues;
            declared.unread.push({
                name: resource.name,
                method: reader?.method ?? "admin user",
                why: `${issue?.path.join(".")}: ${issue?.message}`,
            });
        }
    }
    declared.registries.sort(byText(({ name }) => name));
    declared.access.sort(byText(({ method, name }) => `${method}\n${name}`));
    return declared;
}

/**
 * The day of each stack that its program was allowed to choose (`allowAsOf`), as the platform program exports it;
 * `undefined` for a stack of the real day.
 */
export function allowedDays(resources: readonly Resource[]): Set<string | undefined> {
    const stacks = resources.filter(({ type }) => type === "pulumi:pulumi:Stack");
    return new Set(stacks.map(({ outputs }) => text(read(outputs, "allowedAsOf"))));
}

const byText =
    <T>(textOf: (item: T) => string) =>
    (a: T, b: T): number =>
        textOf(a) < textOf(b) ? -1 : 1;
