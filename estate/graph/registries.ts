// The registries of a stack, and which of them a resource id, a host name or a dependency means. Registry names are
// unique in all of Azure, so a name is as good as an id.
import { lastSegment } from "../../azure/arm-id";
import { hostOf, registryNameOf } from "../../azure/names";
import type { RoleAssignmentMode } from "../../azure/roles";
import { dependenciesOf, get, type Resource } from "../resource";
import { isUndetermined, text, UNKNOWN, type Value } from "../value";

export interface Registry {
    resource: Resource;
    /** Lower case. */
    name: string | undefined;
    /** Lower case. */
    loginServer: string | undefined;
    mode: RoleAssignmentMode | typeof UNKNOWN;
}

export interface Registries {
    all: readonly Registry[];
    byResourceId(id: string): Registry | undefined;
    /** By the host part of an image reference or of a registry URL. */
    byServer(server: string): Registry | undefined;
    /** The one registry that a property was computed from; `undefined` if none or several. */
    behind(resource: Resource, property: string): Registry | undefined;
    /** The registries that a property was computed from. */
    allBehind(resource: Resource, property: string): readonly Registry[];
}

export function indexRegistries(resources: readonly Resource[]): Registries {
    const all = resources.filter(({ kind }) => kind === "registry").map(toRegistry);
    const byName = new Map(all.flatMap((registry) => (registry.name ? [[registry.name, registry] as const] : [])));
    const byHost = new Map(
        all.flatMap((registry) => (registry.loginServer ? [[registry.loginServer, registry] as const] : [])),
    );
    const byUrn = new Map(all.map((registry) => [registry.resource.urn, registry]));
    const allBehind = (resource: Resource, property: string) =>
        dependenciesOf(resource, property).flatMap((urn) => byUrn.get(urn) ?? []);
    return {
        all,
        byResourceId: (id) => byName.get(lastSegment(id).toLowerCase()),
        byServer: (server) => {
            const host = hostOf(server);
            return byHost.get(host) ?? byName.get(registryNameOf(host) ?? "");
        },
        allBehind,
        behind: (resource, property) => {
            const [only, ...others] = allBehind(resource, property);
            return others.length === 0 ? only : undefined;
        },
    };
}

function toRegistry(resource: Resource): Registry {
    const name = known(get(resource, "name")) ?? known(get(resource, "registryName"));
    return { resource, name, loginServer: known(get(resource, "loginServer")), mode: modeOf(resource) };
}

function modeOf(resource: Resource): Registry["mode"] {
    const mode = get(resource, "roleAssignmentMode");
    if (isUndetermined(mode)) return UNKNOWN;
    return mode === "AbacRepositoryPermissions" ? "abac" : "legacy";
}

function known(value: Value): string | undefined {
    return text(value)?.toLowerCase();
}
