// What the state tells about the components of acr-auth: which one a resource belongs to, and what its inputs say.
import { entries, type Graph, type PropertyMap, type Resource, read, text, type Value } from ".";

const component = /^acr-auth:index:(\w+)$/;

/** The nearest component that a resource is a part of, or the component itself. */
export function componentOf(graph: Graph, resource: Resource | undefined): Resource | undefined {
    for (let at = resource; at !== undefined; at = at.parent === undefined ? undefined : graph.byUrn(at.parent)) {
        if (component.test(at.type)) {
            return at;
        }
    }
    return undefined;
}

/** `RegistryAccess` of `acr-auth:index:RegistryAccess`. */
export const className = (resource: Resource | undefined): string | undefined =>
    component.exec(resource?.type ?? "")?.[1];

export const known = (value: Value): string | null => text(value) ?? null;

export interface ReferencedRegistry {
    resourceId: string;
    loginServer: string | null;
    mode: "legacy" | "abac" | null;
}

/** The registries that components' inputs refer to: `registry` and `grants.*.registry`. */
export function referencedRegistries(resources: readonly Resource[]): ReferencedRegistry[] {
    return resources
        .filter(({ type }) => component.test(type))
        .flatMap(({ inputs }) => [
            read(inputs, "registry"),
            ...(entries(read(inputs, "grants")) ?? []).map(([, grant]) => read(grant, "registry")),
        ])
        .flatMap((reference) => {
            const resourceId = text(read(reference as PropertyMap, "resourceId"));
            if (resourceId === undefined) {
                return [];
            }
            const mode = read(reference as PropertyMap, "roleAssignmentMode");
            return [
                {
                    resourceId,
                    loginServer: known(read(reference as PropertyMap, "loginServer")),
                    mode: mode === "legacy" || mode === "abac" ? mode : null,
                },
            ];
        });
}
