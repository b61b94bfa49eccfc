// The start command as a process of its own, used by clients that know nothing of TypeScript.
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { test as base, describe, expect } from "vitest";
import { call } from "../client";
import { temporaryDirectory } from "../running-emulator";

const source = join(__dirname, "..", "..", "main.ts");
const command = ["-r", "ts-node/register/transpile-only", source];

interface Started {
    /** What the command prints on stdout. */
    addresses: { proxyUrl: string; caFile: string; controlUrl: string; credentialsFile: string };
    deployer: { tenantId: string; subscriptionId: string; clientId: string; clientSecret: string };
    controlKey: string;
    environmentFile: string;
    /** Sends SIGTERM and waits for the end. */
    stop(): Promise<number | null>;
}

const it = base.extend<{ started: Started }>({
    // biome-ignore lint/correctness/noEmptyPattern: the form of a vitest fixture
    started: async ({}, use) => {
        const { directory, remove } = await temporaryDirectory();
        const environmentFile = join(directory, "client.env");
        const flags = ["--directory", join(directory, "state"), "--environment-file", environmentFile];
        const child = spawn(process.execPath, [...command, ...flags], { stdio: ["ignore", "pipe", "ignore"] });
        const ended = once(child, "exit");
        const [line] = await once(createInterface({ input: child.stdout }), "line");
        const addresses: Started["addresses"] = JSON.parse(line);
        const { deployer, controlKey } = JSON.parse(readFileSync(addresses.credentialsFile, "utf8"));
        const stop = async () => {
            child.kill("SIGTERM");
            const [code] = await ended;
            return code;
        };
        await use({ addresses, deployer, controlKey, environmentFile, stop });
        await stop();
        await remove();
    },
});

/** A request for a token of an application by its secret. */
const tokenFor = ({ addresses, deployer }: Started, clientId: string, secret: string, resource: string) =>
    call(addresses, `https://login.microsoftonline.com/${deployer.tenantId}/oauth2/v2.0/token`, {
        body: new URLSearchParams({
            grant_type: "client_credentials",
            client_id: clientId,
            client_secret: secret,
            scope: `${resource}/.default`,
        }),
    });

describe("the start command", () => {
    it("serves Entra and ARM through the proxy, and ends with 0 on SIGTERM", async ({ started }) => {
        const { addresses, deployer } = started;
        const token = await tokenFor(started, deployer.clientId, deployer.clientSecret, "https://management.azure.com");
        const url = `https://management.azure.com/subscriptions/${deployer.subscriptionId}?api-version=2022-12-01`;
        const { status, json } = await call(addresses, url, { bearer: token.json.access_token });
        expect([status, json.subscriptionId]).toEqual([200, deployer.subscriptionId]);
        expect(JSON.stringify(addresses)).not.toContain(deployer.clientSecret);
        expect(await started.stop()).toBe(0);
    });

    it("lets a secret expire when the clock is moved over HTTP", async ({ started }) => {
        const { addresses, deployer, controlKey } = started;
        const { json } = await tokenFor(
            started,
            deployer.clientId,
            deployer.clientSecret,
            "https://graph.microsoft.com",
        );
        const graph = (path: string, body: unknown) =>
            call(addresses, `https://graph.microsoft.com/v1.0${path}`, { body, bearer: json.access_token });
        const application = (await graph("/applications", { displayName: "short-lived" })).json;
        await graph("/servicePrincipals", { appId: application.appId });
        const endDateTime = new Date(Date.now() + 10 * 86_400_000).toISOString();
        const password = { passwordCredential: { displayName: "ten days", endDateTime } };
        const { secretText } = (await graph(`/applications/${application.id}/addPassword`, password)).json;
        const logIn = () => tokenFor(started, application.appId, secretText, "https://management.azure.com");
        expect((await logIn()).status).toBe(200);

        const moved = await fetch(`${addresses.controlUrl}/clock`, {
            method: "PUT",
            headers: { "x-emulator-key": controlKey },
            body: JSON.stringify({ advanceDays: 11 }),
        });
        expect(moved.status).toBe(200);
        expect((await logIn()).json).toMatchObject({ error_codes: [7000222] });
    });

    it("writes an environment for its owner only, with which Python's standard library works", async ({
        started,
        skip,
    }) => {
        expect(statSync(started.environmentFile).mode & 0o777).toBe(0o600);
        const exports = [...readFileSync(started.environmentFile, "utf8").matchAll(/^export (\w+)='(.*)'$/gm)];
        const environment = Object.fromEntries(exports.map(([, name = "", value = ""]) => [name, value]));
        try {
            execFileSync("python3", ["--version"]);
        } catch {
            skip("python3 is not installed");
        }
        const program = [
            "import json, os, ssl, urllib.parse, urllib.request",
            "env = os.environ",
            "context = ssl.create_default_context(cafile=env['SSL_CERT_FILE'])",
            "opener = urllib.request.build_opener(urllib.request.ProxyHandler({'https': env['HTTPS_PROXY']}), urllib.request.HTTPSHandler(context=context))",
            "form = {'grant_type': 'client_credentials', 'client_id': env['AZURE_CLIENT_ID'], 'client_secret': env['AZURE_CLIENT_SECRET'], 'scope': 'https://management.azure.com/.default'}",
            "token = json.load(opener.open(f\"https://login.microsoftonline.com/{env['AZURE_TENANT_ID']}/oauth2/v2.0/token\", urllib.parse.urlencode(form).encode()))['access_token']",
            "url = f\"https://management.azure.com/subscriptions/{env['AZURE_SUBSCRIPTION_ID']}?api-version=2022-12-01\"",
            "print(json.load(opener.open(urllib.request.Request(url, headers={'Authorization': f'Bearer {token}'})))['displayName'])",
        ].join("\n");
        const { stdout } = await promisify(execFile)("python3", ["-c", program], {
            env: { PATH: process.env.PATH, ...environment },
        });
        expect(stdout.trim()).toBe("Contoso platform");
    });

    base.for([
        [["--proxy-port", "many"], /--proxy-port must be a port from 0 to 65535, not "many"/],
        [["--colour"], /Unknown option '--colour'/],
        [["--directory", ""], /--directory is empty; give it a path/],
        [["--profile", "slow"], /--profile must be one of default, realistic, not "slow"/],
    ] as const)("ends with 2 and one line for %j", async ([flags, message]) => {
        const run = promisify(execFile)(process.execPath, [...command, ...flags]);
        const error = await run.then(
            () => undefined,
            (failed: { code: number; stderr: string }) => failed,
        );
        expect(error?.code).toBe(2);
        expect(error?.stderr).toMatch(message);
        expect(error?.stderr.trim().split("\n")).toHaveLength(1);
    });
});
