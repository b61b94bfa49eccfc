// What the state tells about the components of acr-auth: which one a resource belongs to, and what its inputs say.
import { entries, type Graph, type PropertyMap, type Resource, read, text, type Value } from ".";

/** The classes of the components. They are part of type tokens, which stand in users' states. */
export const componentNames = [
    "AksAttachment",
    "ContainerRegistry",
    "CredentialVault",
    "CrossTenantAksPull",
    "CrossTenantApplication",
    "RegistryAccess",
    "RegistryManagedIdentity",
    "RegistryServicePrincipal",
    "RepositoryToken",
] as const;
export type ComponentName = (typeof componentNames)[number];

/** The type token of a component. */
export const componentType = (name: ComponentName) => `acr-auth:index:${name}` as const;

/** The type token of a dynamic resource of the components. */
export const dynamicType = (name: "AdminPasswords" | "TokenPassword" | "TokenStatus") =>
    `pulumi-nodejs:dynamic/acr-auth:${name}` as const;

const nameByType: ReadonlyMap<string, ComponentName> = new Map(
    componentNames.map((name) => [componentType(name), name]),
);

/** The nearest component that a resource is a part of, or the component itself. */
export function componentOf(graph: Graph, resource: Resource | undefined): Resource | undefined {
    for (let at = resource; at !== undefined; at = at.parent === undefined ? undefined : graph.byUrn(at.parent)) {
        if (nameByType.has(at.type)) {
            return at;
        }
    }
    return undefined;
}

/** `RegistryAccess` of `acr-auth:index:RegistryAccess`. */
export const className = (resource: Resource | undefined): ComponentName | undefined =>
    nameByType.get(resource?.type ?? "");

export const known = (value: Value): string | null => text(value) ?? null;

export interface ReferencedRegistry {
    resourceId: string;
    loginServer: string | null;
    mode: "legacy" | "abac" | null;
}

/** The registries that components' inputs refer to: `registry` and `grants.*.registry`. */
export function referencedRegistries(resources: readonly Resource[]): ReferencedRegistry[] {
    return resources
        .filter(({ type }) => nameByType.has(type))
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
