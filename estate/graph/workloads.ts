// What logs in to a registry by configuration: services of Azure that pull, Kubernetes secrets, Docker clients in the
// program itself. One table says where each kind of resource keeps its logins.

import { hostOf, isRegistryHost, registryNameOf } from "../../azure/names";
import type { Kind } from "../kinds";
import { dependenciesOf, get, type Resource } from "../resource";
import { entries, isUndetermined, items, read, text, UNKNOWN, unwrap, type Value } from "../value";
import type { Principal, Principals } from "./principals";
import type { Registries, Registry } from "./registries";

export interface Login {
    resource: Resource;
    /** Property path of the login in the resource, for messages. */
    path: string;
    /** Host of the registry, lower case. */
    server: string | undefined | typeof UNKNOWN;
    /** The registry, if it is one of the stack. */
    registry: Registry | undefined;
    method: "identity" | "password" | "none" | typeof UNKNOWN;
    /** The user name; compare it, don't print it. */
    username: Value;
    /** Whose account it is: the registry's admin user, somebody else's, or not known. */
    admin: "yes" | "no" | typeof UNKNOWN;
}

interface RawLogin {
    path: string;
    server: Value;
    username?: Value;
    password?: Value;
    identity?: Value;
}

type Reader = (resource: Resource) => RawLogin[];

/** Kinds that run containers, as against clients of the program itself. */
export const runningKinds: readonly Kind[] = ["containerApp", "containerGroup", "webApp", "batchPool", "cluster"];
const running: ReadonlySet<Kind | undefined> = new Set(runningKinds);

export function runsContainers(resource: Resource): boolean {
    return running.has(resource.kind);
}

const unknownLogin = (path: string): RawLogin => ({ path, server: UNKNOWN, username: UNKNOWN });

const list =
    (
        path: string,
        server: string,
        username: string,
        password: readonly string[],
        identity: readonly string[],
    ): Reader =>
    (resource) => {
        const value = get(resource, path);
        if (isUndetermined(value)) return [unknownLogin(path)];
        return (items(value) ?? []).map((item, index) => ({
            path: `${path}[${index}]`,
            server: read(item, server),
            username: first(item, [username]),
            password: first(item, password),
            identity: first(item, identity),
        }));
    };

const readers: Partial<Record<Kind, Reader>> = {
    containerApp: list(
        "configuration.registries",
        "server",
        "username",
        ["passwordSecretRef", "password"],
        ["identity"],
    ),
    containerGroup: list(
        "imageRegistryCredentials",
        "server",
        "username",
        ["password", "passwordReference"],
        ["identity"],
    ),
    batchPool: list(
        "deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.containerRegistries",
        "registryServer",
        "userName",
        ["password"],
        ["identityReference"],
    ),
    webApp: (resource) => {
        const settings = get(resource, "siteConfig.appSettings");
        const undetermined = items(settings)?.some(
            (item) => isUndetermined(unwrap(item)) || isUndetermined(read(item, "name")),
        );
        if (undetermined) return [unknownLogin("siteConfig.appSettings")];
        const byName = (items(settings) ?? []).map(
            (item) => [text(read(item, "name")) ?? "", read(item, "value")] as const,
        );
        return appSettings(
            "siteConfig.appSettings",
            settings,
            byName,
            get(resource, "siteConfig.acrUseManagedIdentityCreds"),
        );
    },
    webAppSettings: (resource) => {
        const settings = get(resource, "properties");
        const byName = (entries(settings) ?? []).map(([name, value]) => [name, unwrap(value)] as const);
        return appSettings("properties", settings, byName, undefined);
    },
    kubernetesSecret: pullSecret,
    dockerImage: (resource) =>
        get(resource, "registry") === undefined
            ? list("registries", "address", "username", ["password"], [])(resource)
            : list("registry", "server", "username", ["password"], [])(resource),
    // A provider's nested inputs are recorded as JSON text.
    dockerProvider: (resource) => {
        const value = get(resource, "registryAuth");
        const auths = typeof value === "string" ? parsed(value) : value;
        return list(
            "registryAuth",
            "address",
            "username",
            ["password"],
            [],
        )({ ...resource, inputs: { registryAuth: auths }, outputs: {} });
    },
};

/** The kinds that may hold a login. */
export const loginKinds = Object.keys(readers) as Kind[];

/** Every login to a registry of Azure that the stack configures. */
export function readLogins(resources: readonly Resource[], registries: Registries): Login[] {
    const tokenNames = new Set(
        resources
            .filter(({ kind }) => kind === "token")
            .flatMap((token) => text(get(token, "tokenName"))?.toLowerCase() ?? []),
    );
    const adminSources = new Set(resources.filter(({ kind }) => kind === "adminPasswords").map(({ urn }) => urn));
    return resources.flatMap((resource) => {
        const reader = resource.kind && readers[resource.kind];
        if (!reader) return [];
        return reader(resource).flatMap((raw): Login[] => {
            const property = raw.path.replace(/[.[].*$/, "");
            const registry =
                typeof raw.server === "string"
                    ? registries.byServer(raw.server)
                    : registries.behind(resource, property);
            const host =
                typeof raw.server === "string" ? hostOf(raw.server) : raw.server === undefined ? undefined : UNKNOWN;
            // Docker Hub and other registries are out of scope.
            if (typeof host === "string" && !isRegistryHost(host) && !registry) return [];
            if (host === undefined && !registry) return [];
            const usesAdminPasswords = dependenciesOf(resource, property).some((urn) => adminSources.has(urn));
            return [
                {
                    resource,
                    path: raw.path,
                    server: host,
                    registry,
                    method: methodOf(raw),
                    username: raw.username,
                    admin: usesAdminPasswords ? "yes" : isAdmin(raw, host, registry, tokenNames),
                },
            ];
        });
    });
}

function methodOf(raw: RawLogin): Login["method"] {
    if (raw.password !== undefined) return "password";
    if (typeof raw.identity === "string" ? raw.identity !== "" : raw.identity !== undefined) return "identity";
    return raw.username === undefined ? "none" : isUndetermined(raw.username) ? UNKNOWN : "password";
}

// The admin user is named like the registry; a token may be, too, and then is what the name means.
function isAdmin(
    raw: RawLogin,
    host: Login["server"],
    registry: Registry | undefined,
    tokenNames: ReadonlySet<string>,
): Login["admin"] {
    if (raw.username === undefined) return "no";
    const username = text(raw.username)?.toLowerCase();
    const name = registry?.name ?? (typeof host === "string" ? registryNameOf(host) : undefined);
    if (username === undefined || name === undefined)
        return username && /^[0-9a-f-]{36}$/.test(username) ? "no" : UNKNOWN;
    return username === name && !tokenNames.has(username) ? "yes" : "no";
}

export interface Runtimes {
    /** Principals that containers run as, each with what runs as it. */
    of: ReadonlyMap<Principal, readonly Resource[]>;
    /** Services of which it isn't known yet what they run as. */
    unresolved: readonly Resource[];
}

export function readRuntimes(resources: readonly Resource[], principals: Principals): Runtimes {
    const of = new Map<Principal, Resource[]>();
    const unresolved: Resource[] = [];
    for (const resource of resources.filter(runsContainers)) {
        const identities = principals.identitiesOf(resource);
        for (const principal of identities) of.set(principal, [...(of.get(principal) ?? []), resource]);
        const given = identities.some((principal) => principal.resource !== resource);
        const undetermined =
            isUndetermined(get(resource, "identity")) ||
            isUndetermined(get(resource, "identity.userAssignedIdentities"));
        if (undetermined && !given) unresolved.push(resource);
    }
    return { of, unresolved };
}

function appSettings(
    path: string,
    settings: Value,
    byName: readonly (readonly [string, Value])[],
    byIdentity: Value,
): RawLogin[] {
    if (isUndetermined(settings)) return [unknownLogin(path)];
    const setting = (name: string): Value => byName.find(([key]) => key === `DOCKER_REGISTRY_SERVER_${name}`)?.[1];
    const server = setting("URL");
    const username = setting("USERNAME");
    const password = setting("PASSWORD");
    if (server === undefined && username === undefined && byIdentity !== true) return [];
    return [{ path, server, username, password, identity: byIdentity === true ? "system" : undefined }];
}

function pullSecret(resource: Resource): RawLogin[] {
    const type = get(resource, "type");
    if (!isUndetermined(type) && type !== "kubernetes.io/dockerconfigjson") return [];
    const key = ".dockerconfigjson";
    const field = (name: "data" | "stringData") => {
        const map = get(resource, name);
        return typeof map === "object" ? unwrap((map as Record<string, unknown>)[key]) : map;
    };
    const encoded = field("data");
    const config =
        field("stringData") ?? (typeof encoded === "string" ? Buffer.from(encoded, "base64").toString() : encoded);
    const path = field("stringData") === undefined ? "data" : "stringData";
    if (config === undefined) return [];
    const auths = typeof config === "string" ? entries(read(parsed(config), "auths")) : undefined;
    if (!auths) return [{ path, server: UNKNOWN, username: UNKNOWN, password: UNKNOWN }];
    return auths.map(([server, auth]) => ({ path, server, ...accountOf(auth) }));
}

function accountOf(auth: unknown): Pick<RawLogin, "username" | "password"> {
    const joined = text(read(auth, "auth"));
    const decoded = joined === undefined ? undefined : Buffer.from(joined, "base64").toString();
    return {
        username: read(auth, "username") ?? decoded?.slice(0, Math.max(0, decoded.indexOf(":"))),
        password: read(auth, "password") ?? decoded,
    };
}

function first(item: unknown, paths: readonly string[]): Value {
    // An empty text names nobody: so a service is described that logs in with its identity.
    return paths.map((path) => read(item, path)).find((value) => value !== undefined && value !== "");
}

function parsed(source: string): Value {
    try {
        return unwrap(JSON.parse(source));
    } catch {
        return undefined;
    }
}
