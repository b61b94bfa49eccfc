// From a state to what its components declare.
import { z } from "zod";
import { accessReaders, nameOf, readApplicationPasswords, readRegistry, types } from "./components";
import type { Declared } from "./declared";
import type { Resource, State } from "./state";

/** Everything the components in a state declare, in an order that does not depend on how a deployment went. */
export function declaredIn(state: State): Declared {
    const declared: Declared = { registries: [], access: [], unread: [], passwordKeyIds: new Set() };
    const children = childrenByParent(state);
    const passwords = readApplicationPasswords(state, children);
    for (const resource of state.resources) {
        const reader = accessReaders[resource.type];
        try {
            if (resource.type === types.registry) declared.registries.push(readRegistry(resource));
            if (reader) declared.access.push(...reader.read(resource, children.get(resource.urn) ?? [], passwords));
            if (resource.type === types.applicationPassword)
                declared.passwordKeyIds.add(String(resource.outputs.keyId));
        } catch (error) {
            if (!(error instanceof z.ZodError)) throw error;
            const [issue] = error.issues;
            declared.unread.push({
                name: nameOf(resource),
                method: reader?.method ?? "admin user",
                why: `${issue?.path.join(".")}: ${issue?.message}`,
            });
        }
    }
    declared.registries.sort(byText(({ name }) => name));
    declared.access.sort(byText(({ method, name }) => `${method}\n${name}`));
    return declared;
}

const byText =
    <T>(textOf: (item: T) => string) =>
    (a: T, b: T): number =>
        textOf(a) < textOf(b) ? -1 : 1;

function childrenByParent({ resources }: State): Map<string, Resource[]> {
    const children = new Map<string, Resource[]>();
    for (const resource of resources) {
        if (resource.parent === undefined) continue;
        const siblings = children.get(resource.parent);
        if (siblings === undefined) children.set(resource.parent, [resource]);
        else siblings.push(resource);
    }
    return children;
}
