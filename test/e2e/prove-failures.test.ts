// The compiled command where something outside fails it: what it says, the exit code, and that it ends at once.
import { spawn } from "node:child_process";
import { chmod, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../local/clients/child";
import { repositoryRoot } from "../../local/engine/paths";
import { registry, stateOf } from "../proofs/states";
import { temporaryFolder } from "../support/folder";
import { loopbackServers } from "../support/loopback";

const command = join(repositoryRoot, "dist", "cli", "main.js");
const group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/shop/providers";
const target = (loginServer: string) => ({
    resourceId: `${group}/Microsoft.ContainerRegistry/registries/contoso`,
    loginServer,
    roleAssignmentMode: "legacy" as const,
});

const it = test
    .extend("directory", { scope: "file" }, temporaryFolder)
    .extend("serving", { scope: "file" }, loopbackServers)
    /** A proxy that accepts a connection to anywhere and closes it. */
    .extend("proxy", { scope: "file" }, async ({ serving }) => {
        const hosts: string[] = [];
        const url = await serving((socket, first) => {
            hosts.push(/^CONNECT (\S+)/.exec(first)?.[1] ?? "");
            socket.end("HTTP/1.1 200 Connection Established\r\n\r\n");
        });
        return { hosts, url };
    })
    .extend("prove", { scope: "file" }, ({ directory, proxy }) => async (loginServer: string) => {
        const file = join(directory, "state.json");
        await writeFile(file, JSON.stringify(stateOf(...registry("main", target(loginServer)))));
        await chmod(file, 0o600);
        proxy.hosts.length = 0;
        const began = performance.now();
        const ended = await run({
            program: [process.execPath, command, "prove"],
            args: ["--state", file],
            environment: { HTTPS_PROXY: proxy.url, HOME: directory, PATH: directory },
        });
        return { ...ended, seconds: (performance.now() - began) / 1000 };
    });

describe("acr-auth prove", () => {
    it("ends soon after its connections were closed", async ({ proxy, prove }) => {
        const { exitCode, stdout, stderr, seconds } = await prove("contoso.azurecr.io");
        expect([exitCode, stderr]).toEqual([2, ""]);
        expect(stdout).toContain(
            "anonymous at main, pull, push, delete on contoso.azurecr.io/acr-auth-proof (acr-auth): ",
        );
        expect(proxy.hosts).toEqual(["contoso.azurecr.io:443"]);
        // The time of one request is 30 seconds, and nothing may wait for it.
        expect(seconds).toBeLessThan(25);
    });

    it("sends nothing to a login server that is none, and names it", async ({ proxy, prove }) => {
        const { exitCode, stdout } = await prove("contoso.azurecr.io.example.com");
        expect(exitCode).toBe(2);
        expect(stdout).toContain("the state names 'contoso.azurecr.io.example.com' as login server");
        expect(proxy.hosts).toEqual([]);
    });

    it("ends with 2 and one line when its output can't be written", async () => {
        const said: string[] = [];
        const child = spawn(process.execPath, [command, "prove", "--help"], { stdio: ["ignore", "pipe", "pipe"] });
        child.stdout.destroy();
        child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
        expect(await new Promise((resolve) => child.on("close", resolve))).toBe(2);
        expect(said.join("")).toBe("acr-auth: standard output can't be written to: write EPIPE\n");
    });

    it.skipIf(process.platform !== "linux")("ends with 2 and one line when the disk is full", async () => {
        await using full = await open("/dev/full", "w");
        const child = spawn(process.execPath, [command, "prove", "--help"], { stdio: ["ignore", full.fd, "pipe"] });
        const said: string[] = [];
        child.stderr?.setEncoding("utf8").on("data", (text: string) => said.push(text));
        expect(await new Promise((resolve) => child.on("close", resolve))).toBe(2);
        expect(said.join("")).toMatch(/^acr-auth: standard output can't be written to: ENOSPC: .*\n$/);
    });
});
