// What clients can reach and send, and what the emulator answers to what it can't read.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, vi } from "vitest";
import type { RunningEmulator } from "../../emulator";
import { call, tunnel } from "../client";
import { deployerToken, emulatorTest as it } from "../running-emulator";

const run = promisify(execFile);

describe("the proxy", () => {
    it.for(["login.microsoftonline.com", "token.actions.githubusercontent.com"])(
        "passes CONNECT to %s",
        async (host, { emulator }) => {
            const socket = await tunnel(emulator, host);
            expect(socket.authorized).toBe(true);
            socket.destroy();
            expect(emulator.log.attempts.at(-1)).toMatchObject({
                method: "CONNECT",
                target: `${host}:443`,
                allowed: true,
            });
        },
    );

    it.for([
        "example.com",
        "login.microsoftonline.com.example.com",
        "nothere.azurecr.io",
        "a.b.azurecr.io",
        "nothere.vault.azure.net",
        "127.0.0.1",
    ])("refuses CONNECT to %s", async (host, { emulator }) => {
        await expect(tunnel(emulator, host)).rejects.toThrow(`CONNECT ${host}: 403`);
        expect(emulator.log.attempts.at(-1)).toMatchObject({
            method: "CONNECT",
            target: `${host}:443`,
            allowed: false,
        });
    });

    it("refuses an emulated host on another port", async ({ emulator }) => {
        const status = await new Promise((resolve, reject) => {
            const connection = request(emulator.proxyUrl, {
                method: "CONNECT",
                path: "login.microsoftonline.com:22",
            });
            connection.on("connect", ({ statusCode }) => resolve(statusCode)).on("error", reject);
            connection.end();
        });
        expect(status).toBe(403);
    });

    it("refuses plain HTTP, and keeps the query out of what it remembers", async ({ emulator }) => {
        const status = await new Promise((resolve, reject) => {
            const plain = request(emulator.proxyUrl, { path: "http://login.microsoftonline.com/x?password=hunter2" });
            plain.on("response", (response) => resolve(response.resume().statusCode)).on("error", reject);
            plain.end();
        });
        expect(status).toBe(403);
        expect(emulator.log.attempts.at(-1)).toMatchObject({
            method: "GET",
            target: "http://login.microsoftonline.com/x",
            allowed: false,
        });
    });

    it("serves no host but the emulated ones behind the tunnel", async ({ emulator }) => {
        const { status, json } = await call(emulator, "https://login.microsoftonline.com/", {
            headers: { host: "example.com" },
        });
        expect(status).toBe(421);
        expect(json.error.message).toBe("example.com is not an emulated host.");
    });
});

describe("clients in processes of their own", () => {
    const clean = ({ proxyUrl }: RunningEmulator) => ({ PATH: process.env.PATH, HTTPS_PROXY: proxyUrl });

    it("ClientSecretCredential of @azure/identity signs the deployer in", async ({ emulator }) => {
        const { tenantId, clientId, clientSecret } = emulator.deployer;
        const program = `
            const { ClientSecretCredential } = require("@azure/identity");
            new ClientSecretCredential(process.env.T, process.env.C, process.env.S)
                .getToken("https://management.azure.com/.default")
                .then(({ token }) => console.log(token));`;
        const { stdout } = await run(process.execPath, ["-e", program], {
            env: {
                ...clean(emulator),
                NODE_EXTRA_CA_CERTS: emulator.caFile,
                T: tenantId,
                C: clientId,
                S: clientSecret,
            },
        });
        const claims = await emulator.tokens.verify(stdout.trim());
        expect(claims).toMatchObject({
            aud: "https://management.azure.com",
            iss: `https://sts.windows.net/${tenantId}/`,
            tid: tenantId,
            appid: clientId,
            idtyp: "app",
            ver: "1.0",
        });
        const principal = emulator.state.servicePrincipals.find(({ appId }) => appId === clientId);
        expect([claims?.oid, claims?.sub]).toEqual([principal?.id, principal?.id]);
    });

    it("curl trusts the authority, and nothing without it", async ({ emulator }) => {
        const url = "https://login.microsoftonline.com/common/discovery/instance";
        const { stdout } = await run("curl", ["--silent", "--cacert", emulator.caFile, url], { env: clean(emulator) });
        expect(JSON.parse(stdout)["api-version"]).toBe("1.1");
        await expect(run("curl", ["--silent", url], { env: clean(emulator) })).rejects.toMatchObject({ code: 60 });
    });

    it("the authority may vouch for no other host", async ({ emulator }) => {
        const { stdout } = await run("openssl", ["x509", "-in", emulator.caFile, "-noout", "-text"]);
        expect(
            stdout
                .match(/Permitted:\s+((?:DNS:\S+\s+)+)/)?.[1]
                ?.trim()
                .split(/\s+/),
        ).toEqual(expect.arrayContaining(["DNS:login.microsoftonline.com", "DNS:azurecr.io", "DNS:vault.azure.net"]));
        expect(stdout).toMatch(/Excluded:\s+IP:0\.0\.0\.0\/0\.0\.0\.0\s+IP:0:0:0:0:0:0:0:0\/0:0:0:0:0:0:0:0/);
    });
});

describe("what a client sends", () => {
    it("is refused with 400 if it is JSON that can't be read, quoting nothing of it", async ({ emulator }) => {
        const bearer = await deployerToken(emulator, "https://graph.microsoft.com");
        const { status, text, json } = await call(emulator, "https://graph.microsoft.com/v1.0/groups", {
            body: '{"displayName": hunter2',
            bearer,
        });
        expect(status).toBe(400);
        expect(json.error.code).toBe("BadRequest");
        expect(text).not.toContain("hunter2");
    });
});

describe("a path", () => {
    it("with a malformed percent-encoding is 400", async ({ emulator }) => {
        const bearer = await deployerToken(emulator, "https://graph.microsoft.com");
        const { status, json } = await call(emulator, "https://graph.microsoft.com/v1.0/%E0%A4%A", { bearer });
        expect([status, json.error.message]).toEqual([400, "The path has a malformed percent-encoding."]);
    });
});

describe("a failure of the emulator itself", () => {
    it("is 500 with an id that the log explains, without the body", async ({ emulator }) => {
        const bearer = await deployerToken(emulator, "https://graph.microsoft.com");
        const { state } = emulator;
        const { applications } = state;
        Object.assign(state, { applications: undefined });
        const body = { displayName: "hunter2" };
        const { status, headers, json } = await call(emulator, "https://graph.microsoft.com/v1.0/applications", {
            bearer,
            body,
        });
        Object.assign(state, { applications });
        const id = headers["x-ms-request-id"];
        expect([status, json.error]).toEqual([
            500,
            { code: "InternalServerError", message: `The emulator failed on this request; its log has ${id}.` },
        ]);
        const log = () => readFile(join(dirname(emulator.caFile), "traffic.log"), "utf8");
        await vi.waitFor(async () => expect(await log()).toMatch(new RegExp(`failure ${id} TypeError: `)));
        expect(await log()).not.toContain("hunter2");
    });
});
