// The data plane of a container registry: the challenge, the login endpoints, and the check of every request against
// its access token before the stock registry behind sees it.

import { at } from "../json";
import type { Reply, Service } from "../server/service";
import type { ArmResource } from "../state/azure-state";
import { findRegistryByLoginServer, registryUid } from "../state/registries";
import type { Access } from "./access";
import { type RegistryCall, refusal, unauthorized } from "./call";
import { backendName, forward } from "./forward";
import { bearerAccess, exchange, token } from "./login";
import { noted } from "./login-events";
import { acrApi, catalog, findRepository, forget, lockedReply, noteManifest, parseAcrPath, tagsList } from "./metadata";

const version = { "docker-distribution-api-version": "registry/2.0" };

/** What a request needs: rights on one repository or on the catalog; nothing for `/v2/` itself. */
interface Need {
    type: "repository" | "registry";
    name: string;
    actions: string[];
}

/**
 * 401 with the challenge, for a missing token and for one that lacks the right alike. No blank between the challenge's
 * parameters: the Azure CLI cannot read it otherwise.
 */
const challenge = (registry: ArmResource, need: Need | undefined, hasToken: boolean): Reply => {
    const server = registry.properties.loginServer;
    const parameters = [
        `realm="https://${server}/oauth2/token"`,
        `service="${server}"`,
        ...(need ? [`scope="${need.type}:${need.name}:${need.actions.join(",")}"`] : []),
        ...(need && hasToken ? ['error="insufficient_scope"'] : []),
    ];
    return refusal(401, "UNAUTHORIZED", unauthorized, {
        headers: { ...version, "www-authenticate": `Bearer ${parameters.join(",")}` },
        detail: need?.actions.map((Action) => ({ Type: need.type, Name: need.name, Action })) ?? null,
    });
};

const covers = (access: Access[], { type, name, actions }: Need): boolean =>
    actions.every((action) =>
        access.some(
            (entry) =>
                entry.Type === type &&
                (entry.Name === name || (type === "repository" && entry.Name === "*")) &&
                entry.Actions.includes(action),
        ),
    );

interface Target {
    repository: string;
    kind: "manifests" | "blobs" | "uploads" | "tags" | "referrers";
    reference: string;
}

const parseTarget = (path: string): Target | undefined => {
    const decoded = decodeURIComponent(path);
    const forms: [Target["kind"], RegExp][] = [
        ["uploads", /^\/v2\/(.+?)\/blobs\/uploads\/?(.*)$/],
        ["tags", /^\/v2\/(.+)\/tags\/(list)$/],
        ["manifests", /^\/v2\/(.+)\/manifests\/([^/]+)$/],
        ["blobs", /^\/v2\/(.+)\/blobs\/([^/]+)$/],
        ["referrers", /^\/v2\/(.+)\/referrers\/([^/]+)$/],
    ];
    for (const [kind, form] of forms) {
        const [, repository, reference = ""] = form.exec(decoded) ?? [];
        if (repository !== undefined) return { repository, kind, reference };
    }
    return undefined;
};

const neededActions = ({ kind }: Target, method: string): string[] => {
    if (kind === "tags") return ["metadata_read"];
    if (kind === "uploads") return ["pull", "push"];
    if (method === "GET" || method === "HEAD") return ["pull"];
    return method === "DELETE" ? ["delete"] : ["pull", "push"];
};

/** A closed registry lets nobody in from here: the clients of an emulator are in no virtual network. */
const firewall = ({ properties }: ArmResource): Reply | undefined => {
    const isOpen =
        properties.publicNetworkAccess !== "Disabled" && at(properties, "networkRuleSet.defaultAction") !== "Deny";
    if (isOpen) return undefined;
    return refusal(
        403,
        "DENIED",
        "client with IP '127.0.0.1' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
    );
};

/** A call, and where the registry's content is behind the front. */
interface Front extends RegistryCall {
    backend: URL;
    uid: string;
}

/** Names of repositories as the stock registry takes them, so that none reaches outside its registry's prefix. */
const repositoryForm = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

const badName = refusal(400, "NAME_INVALID", "invalid repository name");

/** The query to send on: a mount names the other repository behind the front, and only where the token may pull it. */
const backendQuery = ({ request, uid }: Front, access: Access[]): string => {
    const query = new URLSearchParams(request.query);
    const from = query.get("from");
    if (from !== null) {
        if (covers(access, { type: "repository", name: from, actions: ["pull"] }))
            query.set("from", backendName(uid, from));
        else for (const name of ["from", "mount"]) query.delete(name);
    }
    return query.size > 0 ? `?${query}` : "";
};

const content = (front: Front, target: Target, access: Access[]): Promise<Reply | "handled"> | Reply => {
    const { request, emulator, backend, uid } = front;
    const { method, headers } = request;
    const { repository, kind, reference } = target;
    if (kind === "tags") return tagsList(request, emulator, uid, repository);
    if (kind === "manifests") {
        const flag = method === "DELETE" ? "deleteEnabled" : method === "PUT" ? "writeEnabled" : "readEnabled";
        const locked = lockedReply(emulator, uid, repository, reference, flag);
        if (locked) return locked;
        if (flag === "readEnabled" && findRepository(emulator, uid, repository) === undefined)
            return refusal(404, "MANIFEST_UNKNOWN", `manifest tagged by "${reference}" is not found`, {
                headers: version,
            });
    }
    const middle = kind === "uploads" ? "blobs/uploads" : kind;
    const path = `/v2/${backendName(uid, repository)}/${middle}/${reference}${backendQuery(front, access)}`;
    return forward(request, backend, path, uid, (reply) => {
        const digest = String(reply.headers["docker-content-digest"] ?? reference);
        if (kind === "manifests" && method === "PUT" && reply.status === 201)
            noteManifest(emulator, uid, repository, {
                reference,
                digest,
                mediaType: headers["content-type"] ?? "application/octet-stream",
                imageSize: Number(headers["content-length"] ?? 0),
            });
        if (kind === "manifests" && method === "DELETE" && reply.status === 202)
            forget(emulator, uid, repository, reference);
    });
};

const acrNeed = (method: string, repository: string): Need => {
    const action = method === "DELETE" ? "delete" : method === "PATCH" ? "metadata_write" : "metadata_read";
    return { type: "repository", name: repository, actions: [action] };
};

const isEncoded = (path: string): boolean => {
    try {
        return decodeURIComponent(path) !== "";
    } catch {
        return false;
    }
};

const notFound = refusal(404, "NOT_FOUND", "the resource does not exist");

/** Recorded of repository names with capital letters: the path leads nowhere, whoever asks. */
const noSuchPage: Reply = { status: 404, text: "404 page not found\n" };

const dataPlane = async (front: Front): Promise<Reply | "handled"> => {
    const { request, emulator, registry, backend, uid } = front;
    const { path, method } = request;
    const access = await bearerAccess(front);
    const hasToken = access !== undefined;
    const lacks = (need: Need) => (hasToken && covers(access, need) ? undefined : challenge(registry, need, hasToken));
    if (/^\/v2\/?$/.test(path))
        return hasToken ? { status: 200, headers: version, body: {} } : challenge(registry, undefined, hasToken);
    if (/^\/(v2|acr\/v1)\/_catalog$/.test(path))
        return lacks({ type: "registry", name: "catalog", actions: ["*"] }) ?? catalog(request, emulator, uid);
    const acr = path.startsWith("/acr/v1/") ? parseAcrPath(path) : undefined;
    const target = acr ? undefined : parseTarget(path);
    if (/[A-Z]/.test((acr ?? target)?.repository ?? "")) return noSuchPage;
    if (acr) {
        const missing = lacks(acrNeed(method, acr.repository));
        return (
            missing ??
            acrApi(request, emulator, { backend, uid, loginServer: String(registry.properties.loginServer) }, acr)
        );
    }
    if (target === undefined) return notFound;
    if (!repositoryForm.test(target.repository)) return badName;
    const missing = lacks({ type: "repository", name: target.repository, actions: neededActions(target, method) });
    return missing ?? content(front, target, access ?? []);
};

/** The registries of the emulator, over the stock registry at `backend`. */
export const registryFront =
    (backend: URL): Service =>
    async (request, emulator) => {
        const registry = findRegistryByLoginServer(emulator.state, request.host);
        if (registry === undefined) return notFound;
        if (!isEncoded(request.path)) return badName;
        const closed = firewall(registry);
        if (closed) return closed;
        const call = { request, emulator, registry };
        if (request.path === "/oauth2/token" && /^(GET|POST)$/.test(request.method))
            return noted(call, await token(call));
        if (request.path === "/oauth2/exchange" && request.method === "POST") return noted(call, await exchange(call));
        return dataPlane({ ...call, backend, uid: registryUid(registry) });
    };
