// The challenge of a registry, and who is let past it.
import { describe, expect } from "vitest";
import { digest, host, it } from "./front";

describe("the challenge", () => {
    const message = "authentication required, visit https://aka.ms/acr/authorization for more information.";

    it("of /v2/ has no scope and no blank between its parameters", async ({ front }) => {
        const { status, headers, text } = await front.ask("GET", "/v2/");
        expect(status).toBe(401);
        expect(headers["www-authenticate"]).toBe(`Bearer realm="https://${host}/oauth2/token",service="${host}"`);
        expect(headers["docker-distribution-api-version"]).toBe("registry/2.0");
        expect(JSON.parse(text)).toEqual({ errors: [{ code: "UNAUTHORIZED", message, detail: null }] });
    });

    it.for<[string, string, string]>([
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
    ])("%s %s asks for %s", async ([method, path, scope], { front }) => {
        const { status, headers, text } = await front.ask(method, path);
        expect(status).toBe(401);
        expect(headers["www-authenticate"]).toBe(
            `Bearer realm="https://${host}/oauth2/token",service="${host}",scope="${scope}"`,
        );
        const [Type, Name, actions = ""] = scope.split(":");
        if (method !== "HEAD")
            expect(JSON.parse(text).errors[0].detail).toEqual(
                actions.split(",").map((Action) => ({ Type, Name, Action })),
            );
        expect(front.stock.seen).toEqual([]);
    });

    it("says so when the token lacks the right", async ({ front }) => {
        const { status, headers } = await front.ask("GET", "/v2/app/manifests/1", {
            token: await front.tokenFor("repository:other:pull"),
        });
        expect(status).toBe(401);
        expect(headers["www-authenticate"]).toBe(
            `Bearer realm="https://${host}/oauth2/token",service="${host}",scope="repository:app:pull",error="insufficient_scope"`,
        );
    });
});

describe("access", () => {
    it("to /v2/ needs any token of the registry", async ({ front }) => {
        expect((await front.ask("GET", "/v2/", { token: await front.tokenFor() })).status).toBe(200);
        expect((await front.ask("GET", "/v2/", { token: "nonsense" })).status).toBe(401);
        await front.azure.addRegistry({}, "Standard", "fabrikam");
        expect(
            (await front.ask("GET", "/v2/", { token: await front.tokenFor(), to: "fabrikam.azurecr.io" })).status,
        ).toBe(401);
    });

    it("is per action: what may be read may not be written", async ({ front }) => {
        const token = await front.tokenFor("repository:app:pull");
        expect((await front.ask("GET", "/v2/app/manifests/1", { token })).status).toBe(404);
        expect((await front.ask("PUT", "/v2/app/manifests/1", { token, body: "{}" })).status).toBe(401);
        expect((await front.ask("GET", "/v2/app/tags/list", { token })).status).toBe(401);
        expect((await front.ask("DELETE", `/v2/app/manifests/${digest}`, { token })).status).toBe(401);
    });

    it("lives on after the admin user was closed, until the token ends", async ({ front }) => {
        await front.pushManifest("app", "1");
        const token = await front.tokenFor("repository:app:pull");
        await front.azure.call("PATCH", front.azure.registryId(), { properties: { adminUserEnabled: false } });
        front.stock.answer = { status: 200, body: "{}" };
        expect((await front.ask("GET", "/v2/app/manifests/1", { token })).status).toBe(200);
        front.azure.clock.set(new Date(front.azure.clock.now().getTime() + 3_600_000));
        expect((await front.ask("GET", "/v2/app/manifests/1", { token })).status).toBe(401);
    });

    it("is closed to everyone from here without public network access", async ({ front }) => {
        await front.azure.addRegistry({ publicNetworkAccess: "Disabled" }, "Premium");
        const { status, text } = await front.ask("GET", "/v2/");
        expect({ status, code: JSON.parse(text).errors[0].code }).toEqual({ status: 403, code: "DENIED" });
    });

    it.for(["/v2/App/manifests/1", "/v2/team/APP/tags/list", "/acr/v1/App/_tags"])(
        "to %s, whose name has capital letters, leads nowhere",
        async (path, { front }) => {
            const { status, headers, text } = await front.ask("GET", path, {
                token: await front.tokenFor("repository:App:pull"),
            });
            expect({ status, type: headers["content-type"], text }).toEqual({
                status: 404,
                type: "text/plain; charset=utf-8",
                text: "404 page not found\n",
            });
            expect((await front.ask("GET", path.toLowerCase())).status).toBe(401);
        },
    );

    it("by a path that is not encoded is refused", async ({ front }) => {
        expect((await front.ask("GET", "/v2/%zz/manifests/1")).status).toBe(400);
    });

    it("to a registry that is not there is none", async ({ front }) => {
        expect((await front.ask("GET", "/v2/", { to: "nowhere.azurecr.io" })).status).toBe(404);
    });
});
