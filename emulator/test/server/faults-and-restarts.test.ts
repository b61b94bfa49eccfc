// Injected faults, and what a second start finds.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect } from "vitest";
import { startEmulator } from "../../emulator";
import { call } from "../client";
import { deployerToken, emulatorTest as it } from "../running-emulator";

const run = promisify(execFile);

describe("faults", () => {
    const url = "https://login.microsoftonline.com/common/discovery/instance";
    const host = /^login\.microsoftonline\.com$/;

    it("answer instead of the service as often as ordered, then never again", async ({ emulator }) => {
        const effect = {
            status: 429,
            headers: { "retry-after": "7" },
            body: { error: { code: "Throttled", message: "" } },
        };
        emulator.faults.push({ host, path: /discovery/, times: 2, effect });
        const answers = [await call(emulator, url), await call(emulator, url), await call(emulator, url)];
        expect(answers.map(({ status, headers }) => [status, headers["retry-after"]])).toEqual([
            [429, "7"],
            [429, "7"],
            [200, undefined],
        ]);
    });

    it("wait for a later request, and then go on for as long as they are there", async ({ emulator }) => {
        emulator.faults.push({ host, path: /discovery/, after: 2, times: Infinity, effect: { status: 503 } });
        const statuses = [];
        for (let each = 0; each < 5; each += 1) statuses.push((await call(emulator, url)).status);
        expect(statuses).toEqual([200, 200, 503, 503, 503]);
        expect((await call(emulator, "https://graph.microsoft.com/v1.0/me")).status).toBe(401);
        emulator.faults.length = 0;
        expect((await call(emulator, url)).status).toBe(200);
    });

    it("drop the connection", async ({ emulator }) => {
        emulator.faults.push({ host, effect: "drop" });
        await expect(call(emulator, url)).rejects.toMatchObject({ code: "ECONNRESET" });
        expect((await call(emulator, url)).status).toBe(200);
    });

    it("leave other methods, paths and hosts alone", async ({ emulator }) => {
        emulator.faults.push(
            { host: /graph/, effect: { status: 500 } },
            { host, method: "POST", effect: { status: 500 } },
            { host, path: /token$/, effect: { status: 500 } },
        );
        expect((await call(emulator, url)).status).toBe(200);
        expect(emulator.faults).toHaveLength(3);
    });
});

describe("from one start to the next", () => {
    const directories: string[] = [];
    const directory = async () => {
        const made = await mkdtemp(join(tmpdir(), "acr-emulator-"));
        directories.push(made);
        return made;
    };
    afterEach(async () => {
        for (const made of directories.splice(0)) await rm(made, { recursive: true, force: true });
    });

    it("the same state, deployer, authority, keys and clock are found again", async () => {
        const options = { directory: await directory() };
        const first = await startEmulator(options);
        first.clock.set(new Date("2030-05-06T07:08:09Z"));
        const token = await deployerToken(first, "https://management.azure.com");
        const authority = await readFile(first.caFile, "utf8");
        await first.close();

        const second = await startEmulator(options);
        try {
            expect(second.state).toEqual(first.state);
            expect(second.deployer).toEqual(first.deployer);
            expect(await readFile(second.caFile, "utf8")).toBe(authority);
            expect(await second.tokens.verify(token)).toBeDefined();
            expect(second.clock.now().toISOString().slice(0, 16)).toBe("2030-05-06T07:08");
            expect(await deployerToken(second, "https://management.azure.com")).toBeDefined();
        } finally {
            await second.close();
        }
    });

    it("a state of an earlier version gets the deployer and the ids that it lacks", async () => {
        const options = { directory: await directory() };
        const first = await startEmulator(options);
        await first.close();
        const file = join(options.directory, "credentials.json");
        const { restrictedDeployer: _, ...older } = JSON.parse(await readFile(file, "utf8"));
        for (const name of ["deployer", "partnerDeployer"]) delete older[name].objectId;
        await writeFile(file, JSON.stringify(older));

        for (const start of ["first", "second"]) {
            const emulator = await startEmulator(options);
            const { deployer, partnerDeployer, restrictedDeployer } = emulator;
            expect([start, deployer, partnerDeployer]).toEqual([start, first.deployer, first.partnerDeployer]);
            expect(await deployerToken(emulator, "https://graph.microsoft.com", restrictedDeployer)).toBeDefined();
            await emulator.close();
        }
    });

    it("the settings are those of the profile that it was started with", async () => {
        const emulator = await startEmulator({ directory: await directory(), profile: "realistic" });
        expect(emulator.settings).toMatchObject({ applicationPasswordSeconds: 18, accessTokenSeconds: 3599 });
        await emulator.close();
    });

    it("only the owner reads its files, and no secret is in the state or the log", async () => {
        const emulator = await startEmulator({ directory: await directory() });
        await deployerToken(emulator, "https://management.azure.com");
        await emulator.close();
        const [made = ""] = directories;
        const files = await readdir(made);
        expect(files.sort()).toEqual([
            "ca-key.pem",
            "ca.pem",
            "credentials.json",
            "federation-key.pem",
            "signing-key.pem",
            "state.json",
            "traffic.log",
        ]);
        for (const file of files) expect([file, (await stat(join(made, file))).mode & 0o777]).toEqual([file, 0o600]);
        const open =
            (await readFile(join(made, "state.json"), "utf8")) + (await readFile(join(made, "traffic.log"), "utf8"));
        for (const secret of [
            emulator.deployer.clientSecret,
            emulator.partnerDeployer.clientSecret,
            emulator.identityHeader,
            ...emulator.users.map(({ password }) => password),
        ])
            expect(open).not.toContain(secret);
    });

    it("a state that can't be read, or without its credentials, is one clear error", async () => {
        const made = await directory();
        await writeFile(join(made, "state.json"), "{");
        const start = () => startEmulator({ directory: made });
        await expect(start()).rejects.toThrow(
            `${join(made, "state.json")} is not JSON. Remove the directory it is in to start with a new emulator.`,
        );
        await writeFile(join(made, "state.json"), '{"tenants":[{"tenantId":"x"}]}');
        await expect(start()).rejects.toThrow(
            `${join(made, "credentials.json")} is missing, and with it the secrets of the state beside it. Remove that directory to start with a new emulator.`,
        );
    });

    it("a directory that another process uses is one clear error, a leftover of a dead one is none", async () => {
        const made = await directory();
        const file = join(made, "process.pid");
        await writeFile(file, String(process.ppid));
        await expect(startEmulator({ directory: made })).rejects.toThrow(
            `Process ${process.ppid} runs an emulator in ${made} already. Stop it first; if that is another program, remove ${file}.`,
        );
        const { pid } = await run(process.execPath, ["-p", "process.pid"]).then(({ stdout }) => ({
            pid: stdout.trim(),
        }));
        await writeFile(file, pid);
        const emulator = await startEmulator({ directory: made });
        expect(await readFile(file, "utf8")).toBe(String(process.pid));
        await emulator.close();
        expect(await readdir(made)).not.toContain("process.pid");
    });

    it("the clock can't be set to a date that is none", async () => {
        const emulator = await startEmulator({ directory: await directory() });
        expect(() => emulator.clock.set(new Date("soon"))).toThrow(
            "The emulator's clock was given an invalid date; give it a valid one.",
        );
        await emulator.close();
    });

    it("a port in use is one clear error", async () => {
        const other = createServer();
        await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
        const { port } = other.address() as AddressInfo;
        const started = startEmulator({
            directory: await directory(),
            ports: { proxy: port },
        });
        await expect(started).rejects.toThrow(
            `Port ${port} of 127.0.0.1 is in use. Stop what listens there, or choose another port.`,
        );
        other.close();
    });
});
