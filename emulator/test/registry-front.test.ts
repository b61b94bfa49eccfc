// The data plane over real connections, with a stock registry that only notes what it is asked.
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { registryFront } from "../registry/service";
import { createListener, listen } from "../server/server";
import type { TrafficLog } from "../server/traffic-log";
import { createTestEmulator, type TestEmulator } from "./services";

interface Seen {
    method: string | undefined;
    url: string | undefined;
    body: string;
    forwarded: string | undefined;
    authorization: string | undefined;
}

const digest = `sha256:${"a".repeat(64)}`;
const host = "contoso.azurecr.io";
let azure: TestEmulator;
let seen: Seen[];
let servers: Server[];
let port: number;
/** What the stock registry answers next. */
let answer: { status: number; headers?: Record<string, string>; body?: string };

beforeEach(async () => {
    azure = createTestEmulator();
    await azure.addGroup();
    await azure.addRegistry({ adminUserEnabled: true });
    seen = [];
    answer = { status: 200 };
    const backend = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        const { method, url, headers } = request;
        seen.push({
            method,
            url,
            body: Buffer.concat(chunks).toString(),
            forwarded: String(headers["x-forwarded-proto"]),
            authorization: headers.authorization,
        });
        response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await listen(backend, 0);
    const service = registryFront(new URL(`http://127.0.0.1:${(backend.address() as AddressInfo).port}`));
    const silent = () => undefined;
    const log: TrafficLog = {
        attempts: [],
        requests: [],
        attempt: silent,
        exchange: silent,
        failure: silent,
        close: async () => undefined,
    };
    const front = createServer(createListener(azure.emulator, log, () => service));
    port = await listen(front, 0);
    servers = [backend, front];
});
afterEach(() => {
    for (const server of servers) {
        server.close();
        server.closeAllConnections();
    }
});

const ask = (
    method: string,
    path: string,
    {
        token,
        body,
        headers = {},
        to = host,
    }: { token?: string; body?: string; headers?: Record<string, string>; to?: string } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> =>
    new Promise((resolve, reject) => {
        const request = httpRequest({
            port,
            host: "127.0.0.1",
            method,
            path,
            headers: { ...headers, host: to, ...(token ? { authorization: `Bearer ${token}` } : {}) },
        });
        request.once("error", reject);
        request.once("response", async (response) => {
            const chunks: Buffer[] = [];
            for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
            resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                text: Buffer.concat(chunks).toString(),
            });
        });
        request.end(body);
    });

/** An access token of the admin user for scopes. */
const tokenFor = async (...scopes: string[]): Promise<string> => {
    const { passwords } = (await azure.call("POST", `${azure.registryId()}/listCredentials`)).body;
    const query = new URLSearchParams({ service: host, scope: scopes.join(" ") });
    const credential = Buffer.from(`contoso:${passwords[0].value}`).toString("base64");
    const { text } = await ask("GET", `/oauth2/token?${query}`, { headers: { authorization: `Basic ${credential}` } });
    return JSON.parse(text).access_token;
};
const uid = () => String(azure.state.resources[azure.registryId().toLowerCase()]?.internal?.uid);

const pushManifest = async (repository: string, tag: string, of = digest) => {
    answer = {
        status: 201,
        headers: { "docker-content-digest": of, location: `/v2/${uid()}/${repository}/manifests/${of}` },
    };
    return ask("PUT", `/v2/${repository}/manifests/${tag}`, {
        token: await tokenFor(`repository:${repository}:pull,push`),
        body: "{}",
        headers: { "content-type": "application/vnd.oci.image.manifest.v1+json" },
    });
};

describe("the challenge", () => {
    const message = "authentication required, visit https://aka.ms/acr/authorization for more information.";

    it("of /v2/ has no scope and no blank between its parameters", async () => {
        const { status, headers, text } = await ask("GET", "/v2/");
        expect(status).toBe(401);
        expect(headers["www-authenticate"]).toBe(`Bearer realm="https://${host}/oauth2/token",service="${host}"`);
        expect(headers["docker-distribution-api-version"]).toBe("registry/2.0");
        expect(JSON.parse(text)).toEqual({ errors: [{ code: "UNAUTHORIZED", message, detail: null }] });
    });

    it.each([
        ["GET", "/v2/team/app/manifests/1", "repository:team/app:pull"],
        ["HEAD", `/v2/app/blobs/${digest}`, "repository:app:pull"],
        ["PUT", "/v2/app/manifests/1", "repository:app:pull,push"],
        ["POST", "/v2/app/blobs/uploads/", "repository:app:pull,push"],
        ["DELETE", `/v2/app/manifests/${digest}`, "repository:app:delete"],
        ["GET", "/v2/app/tags/list", "repository:app:metadata_read"],
        ["GET", "/v2/_catalog", "registry:catalog:*"],
        ["GET", "/acr/v1/_catalog", "registry:catalog:*"],
        ["GET", "/acr/v1/team%2Fapp/_tags", "repository:team/app:metadata_read"],
        ["GET", "/acr/v1/team/app/_tags/1", "repository:team/app:metadata_read"],
        ["DELETE", "/acr/v1/app/_tags/1", "repository:app:delete"],
        ["DELETE", "/acr/v1/app", "repository:app:delete"],
        ["PATCH", "/acr/v1/app", "repository:app:metadata_write"],
    ])("%s %s asks for %s", async (method, path, scope) => {
        const { status, headers, text } = await ask(method, path);
        expect(status).toBe(401);
        expect(headers["www-authenticate"]).toBe(
            `Bearer realm="https://${host}/oauth2/token",service="${host}",scope="${scope}"`,
        );
        const [Type, Name, actions = ""] = scope.split(":");
        if (method !== "HEAD")
            expect(JSON.parse(text).errors[0].detail).toEqual(
                actions.split(",").map((Action) => ({ Type, Name, Action })),
            );
        expect(seen).toEqual([]);
    });

    it("says so when the token lacks the right", async () => {
        const { status, headers } = await ask("GET", "/v2/app/manifests/1", {
            token: await tokenFor("repository:other:pull"),
        });
        expect(status).toBe(401);
        expect(headers["www-authenticate"]).toBe(
            `Bearer realm="https://${host}/oauth2/token",service="${host}",scope="repository:app:pull",error="insufficient_scope"`,
        );
    });
});

describe("access", () => {
    it("to /v2/ needs any token of the registry", async () => {
        expect((await ask("GET", "/v2/", { token: await tokenFor() })).status).toBe(200);
        expect((await ask("GET", "/v2/", { token: "nonsense" })).status).toBe(401);
        await azure.addRegistry({}, "Standard", "fabrikam");
        expect((await ask("GET", "/v2/", { token: await tokenFor(), to: "fabrikam.azurecr.io" })).status).toBe(401);
    });

    it("is per action: what may be read may not be written", async () => {
        const token = await tokenFor("repository:app:pull");
        expect((await ask("GET", "/v2/app/manifests/1", { token })).status).toBe(404);
        expect((await ask("PUT", "/v2/app/manifests/1", { token, body: "{}" })).status).toBe(401);
        expect((await ask("GET", "/v2/app/tags/list", { token })).status).toBe(401);
        expect((await ask("DELETE", `/v2/app/manifests/${digest}`, { token })).status).toBe(401);
    });

    it("lives on after the admin user was closed, until the token ends", async () => {
        await pushManifest("app", "1");
        const token = await tokenFor("repository:app:pull");
        await azure.call("PATCH", azure.registryId(), { properties: { adminUserEnabled: false } });
        answer = { status: 200, body: "{}" };
        expect((await ask("GET", "/v2/app/manifests/1", { token })).status).toBe(200);
        azure.clock.set(new Date(azure.clock.now().getTime() + 4_500_000));
        expect((await ask("GET", "/v2/app/manifests/1", { token })).status).toBe(401);
    });

    it("is closed to everyone from here without public network access", async () => {
        await azure.addRegistry({ publicNetworkAccess: "Disabled" }, "Premium");
        const { status, text } = await ask("GET", "/v2/");
        expect({ status, code: JSON.parse(text).errors[0].code }).toEqual({ status: 403, code: "DENIED" });
    });

    it("by a path that is not encoded is refused", async () => {
        expect((await ask("GET", "/v2/%zz/manifests/1")).status).toBe(400);
    });

    it("to a registry that is not there is none", async () => {
        expect((await ask("GET", "/v2/", { to: "nowhere.azurecr.io" })).status).toBe(404);
    });
});

describe("what reaches the stock registry", () => {
    it("carries the registry's own prefix, and its answer none", async () => {
        const { status, headers } = await pushManifest("team/app", "1");
        expect({ status, location: headers.location }).toEqual({
            status: 201,
            location: `/v2/team/app/manifests/${digest}`,
        });
        expect(seen).toEqual([
            {
                method: "PUT",
                url: `/v2/${uid()}/team/app/manifests/1`,
                body: "{}",
                forwarded: "https",
                authorization: undefined,
            },
        ]);
    });

    it("is streamed in both directions", async () => {
        answer = { status: 202, headers: { location: `/v2/${uid()}/app/blobs/uploads/1?_state=x` } };
        const token = await tokenFor("repository:app:pull,push");
        const body = "x".repeat(1_000_000);
        const { headers } = await ask("PATCH", "/v2/app/blobs/uploads/1?_state=y", { token, body });
        expect(headers.location).toBe("/v2/app/blobs/uploads/1?_state=x");
        expect(seen[0]).toMatchObject({ url: `/v2/${uid()}/app/blobs/uploads/1?_state=y`, body });
    });

    it("mounts only what the token may pull", async () => {
        answer = { status: 202 };
        const path = `/v2/app/blobs/uploads/?mount=${digest}&from=base/os`;
        await ask("POST", path, { token: await tokenFor("repository:app:pull,push", "repository:base/os:pull") });
        await ask("POST", path, { token: await tokenFor("repository:app:pull,push") });
        expect(seen.map(({ url }) => url)).toEqual([
            `/v2/${uid()}/app/blobs/uploads/?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(`${uid()}/base/os`)}`,
            `/v2/${uid()}/app/blobs/uploads/`,
        ]);
    });

    it("stays below the prefix whatever the path says", async () => {
        for (const name of ["../other/app", "app/..", "App", "a//b"]) {
            const token = await tokenFor(`repository:${name}:pull`);
            const { status } = await ask("GET", `/v2/${encodeURIComponent(name)}/manifests/1`, { token });
            expect({ name, status }).toEqual({ name, status: 400 });
        }
        expect(seen).toEqual([]);
    });

    it("does not name the prefix in its errors", async () => {
        await pushManifest("app", "1");
        answer = {
            status: 404,
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ errors: [{ code: "NAME_UNKNOWN", detail: { name: `${uid()}/app` } }] }),
        };
        const { status, text } = await ask("GET", "/v2/app/manifests/2", {
            token: await tokenFor("repository:app:pull"),
        });
        expect({ status, body: JSON.parse(text) }).toEqual({
            status: 404,
            body: { errors: [{ code: "NAME_UNKNOWN", detail: { name: "app" } }] },
        });
    });
});

describe("what the registry tells of its content", () => {
    const all = "repository:app:pull,push,delete,metadata_read,metadata_write";
    const json = async (path: string, ...scopes: string[]) => {
        const { status, headers, text } = await ask("GET", path, { token: await tokenFor(...scopes) });
        return { status, link: headers.link, body: JSON.parse(text) };
    };

    it("lists repositories page by page", async () => {
        for (const name of ["zoo", "app", "library/busybox"]) await pushManifest(name, "1");
        expect(await json("/acr/v1/_catalog?n=2", "registry:catalog:*")).toEqual({
            status: 200,
            link: '</acr/v1/_catalog?last=library%2Fbusybox&n=2&orderby=>; rel="next"',
            body: { repositories: ["app", "library/busybox"] },
        });
        expect(await json("/acr/v1/_catalog?last=library%2Fbusybox&n=2&orderby=", "registry:catalog:*")).toEqual({
            status: 200,
            link: undefined,
            body: { repositories: ["zoo"] },
        });
    });

    it("keeps two registries apart", async () => {
        await pushManifest("app", "1");
        await azure.call("DELETE", azure.registryId());
        await azure.addRegistry({ adminUserEnabled: true });
        expect((await json("/v2/_catalog", "registry:catalog:*")).body).toEqual({ repositories: [] });
        expect((await ask("GET", "/v2/app/manifests/1", { token: await tokenFor("repository:app:pull") })).status).toBe(
            404,
        );
    });

    it("lists tags, and tells of one tag and one manifest", async () => {
        await pushManifest("app", "2");
        await pushManifest("app", "1");
        expect((await json("/v2/app/tags/list", all)).body).toEqual({ name: "app", tags: ["1", "2"] });
        const times = { createdTime: "2027-01-04T00:00:00.0000000Z", lastUpdateTime: "2027-01-04T00:00:00.0000000Z" };
        const changeableAttributes = { deleteEnabled: true, writeEnabled: true, readEnabled: true, listEnabled: true };
        expect((await json("/acr/v1/app/_tags/1", all)).body).toEqual({
            registry: host,
            imageName: "app",
            tag: { name: "1", digest, ...times, signed: false, changeableAttributes },
        });
        expect((await json(`/acr/v1/app/_manifests/${digest}`, all)).body).toEqual({
            registry: host,
            imageName: "app",
            manifest: {
                digest,
                mediaType: "application/vnd.oci.image.manifest.v1+json",
                imageSize: 2,
                ...times,
                changeableAttributes,
                tags: ["1", "2"],
            },
        });
        expect(await json("/acr/v1/app/_tags/3", all)).toMatchObject({
            status: 404,
            body: { errors: [{ code: "TAG_UNKNOWN", message: "the specified tag does not exist" }] },
        });
    });

    it("forgets a tag, a manifest, a repository, and so does the stock registry", async () => {
        const other = digest.replaceAll("a", "b");
        for (const [tag, of] of [
            ["1", digest],
            ["2", digest],
            ["3", other],
        ] as const)
            await pushManifest("app", tag, of);
        seen.length = 0;
        answer = { status: 202 };
        const token = await tokenFor(all);
        const untagged = await ask("DELETE", "/acr/v1/app/_tags/1", { token });
        expect({ status: untagged.status, digest: untagged.headers["x-ms-int-docker-content-digest"] }).toEqual({
            status: 202,
            digest,
        });
        expect((await ask("DELETE", `/v2/app/manifests/${digest}`, { token })).status).toBe(202);
        expect((await json("/v2/app/tags/list", all)).body.tags).toEqual(["3"]);
        const { status, text } = await ask("DELETE", "/acr/v1/app", { token });
        expect({ status, body: JSON.parse(text) }).toEqual({
            status: 202,
            body: { manifestsDeleted: [other], tagsDeleted: ["3"] },
        });
        expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
            `DELETE /v2/${uid()}/app/manifests/1`,
            `DELETE /v2/${uid()}/app/manifests/${digest}`,
            `DELETE /v2/${uid()}/app/manifests/${other}`,
        ]);
        expect((await json("/v2/_catalog", "registry:catalog:*")).body).toEqual({ repositories: [] });
    });

    it("holds to its locks", async () => {
        await pushManifest("app", "1");
        const token = await tokenFor(all);
        await ask("PATCH", "/acr/v1/app/_tags/1", {
            token,
            body: JSON.stringify({ writeEnabled: false, deleteEnabled: false }),
        });
        expect((await pushManifest("app", "1")).status).toBe(405);
        expect((await ask("DELETE", "/acr/v1/app/_tags/1", { token })).status).toBe(405);
        expect((await pushManifest("app", "2")).status).toBe(201);
    });
});
