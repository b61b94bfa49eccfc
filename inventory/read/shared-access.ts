// Access that belongs to no single identity: the admin user, which is one shared account, and anonymous pull.
import { dataActions } from "../../azure/actions";
import { everything } from "../../azure/repository-set";
import { type Graph, get, type Registry as Node, read } from "../../estate";
import { className, componentOf, known } from "../../estate/components";
import type { BreakGlass, Grant, Principal, Registry } from "../model";
import { permissionOf } from "../permissions";
import type { Given, Held } from "./given";
import type { PrincipalIndex } from "./principals";
import type { RegistryIndex } from "./registries";

const everyone: Principal = {
    id: "everyone",
    name: "everyone",
    kind: "everyone",
    method: "anonymous pull",
    objectId: null,
    usedBy: [],
    members: null,
    resource: null,
};

export interface SharedAccess {
    grants: Given[];
    credentials: Held[];
    breakGlass: BreakGlass[];
}

export function readSharedAccess(
    graph: Graph,
    asOf: string,
    registries: RegistryIndex,
    principals: PrincipalIndex,
): SharedAccess {
    const all = graph.registries.map((node) => ({ node, registry: registries.ofNode(node) }));
    const breakGlass = all.flatMap(({ node, registry }) => breakGlassOf(graph, node, registry, asOf) ?? []);
    const until = new Map(breakGlass.map(({ registry, expiresOn }) => [registry, expiresOn]));
    const grants = all.flatMap(({ node, registry }): Given[] => [
        ...(registry.adminUser === "on"
            ? [
                  grant(registry, principals.add(adminUser(graph, node, registry)), [...dataActions], {
                      until: until.get(registry.id) ?? null,
                      note: "One account with two passwords, shared by everyone who has them.",
                  }),
              ]
            : []),
        ...(registry.anonymousPull === "on"
            ? [grant(registry, principals.add(everyone), ["pull"], { until: null, note: null })]
            : []),
    ]);
    const credentials = all.flatMap(({ registry }) => (registry.adminUser === "on" ? [adminPasswords(registry)] : []));
    return { grants, credentials, breakGlass };
}

const adminPasswords = (registry: Registry): Held => ({
    id: `${registry.id}#admin passwords`,
    principal: adminUserId(registry),
    kind: "admin password",
    name: "password and password2",
    generation: null,
    startsOn: null,
    expiresOn: null,
    removedOn: null,
    status: "never expires",
    declaration: null,
    identity: "admin passwords",
    planned: false,
    note: null,
    resource: registry.resource,
});

/** Key of the admin user of a registry. */
export const adminUserId = (registry: Registry): string => `${registry.id} admin user`;

function adminUser(graph: Graph, node: Node, registry: Registry): Principal {
    const users = graph.logins.filter((login) => login.admin === "yes" && login.registry === node);
    return {
        id: adminUserId(registry),
        name: `${registry.name} admin user`,
        kind: "admin user",
        method: "admin user",
        objectId: null,
        members: null,
        usedBy: [...new Set(users.map(({ resource }) => resource.name))].sort(),
        resource: registry.resource,
    };
}

function grant(
    registry: Registry,
    principal: Principal,
    actions: Grant["actions"],
    rest: Pick<Grant, "until" | "note">,
): Given {
    return {
        principal: principal.id,
        login: null,
        registry: registry.id,
        repositories: ["*"],
        actions,
        permission: permissionOf(actions),
        via: principal.method,
        scope: "registry",
        activation: false,
        declaration: null,
        source: principal.method,
        set: everything,
        condition: undefined,
        resources: registry.resource === null ? [] : [registry.resource],
        ...rest,
    };
}

/** What is declared about an admin user that is on, or that was on until its end date. */
function breakGlassOf(graph: Graph, { resource }: Node, registry: Registry, asOf: string): BreakGlass | undefined {
    const component = componentOf(graph, resource);
    const declared = className(component) === "ContainerRegistry" ? component : undefined;
    const adminUser = declared && get(declared, "adminUser");
    if (adminUser === undefined && registry.adminUser !== "on") {
        return undefined;
    }
    const expiresOn = known(read(adminUser, "expiresOn"))?.slice(0, 10) ?? null;
    return {
        registry: registry.id,
        reason: known(read(adminUser, "reason")),
        expiresOn,
        status:
            registry.adminUser === "off"
                ? "closed"
                : adminUser === undefined
                  ? "undocumented"
                  : expiresOn !== null && expiresOn <= asOf
                    ? "past its date"
                    : "open",
        resource: (declared ?? resource).urn,
    };
}
