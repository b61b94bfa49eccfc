// A neglected estate of five registries, made with az alone by the script of docs/adopting.md: adopted, imported and deployed
// while its consumers log in again and again, then cleaned up as the plan says.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect } from "vitest";
import { parse, stringify } from "yaml";
import { addDays, today } from "../../azure/days";
import type { AzureCli } from "../../local/clients/azure-cli";
import { type Ended, run } from "../../local/clients/child";
import { childEnvironment } from "../../local/engine/environment";
import { repositoryRoot } from "../../local/engine/paths";
import type { Platform } from "../../local/platform";
import { platformTest } from "./fixtures";
import type { Login } from "./neglected-azure";
import { dockerLogin, must, stackConfig, up } from "./support";

// az dates a new secret by the machine's clock, so the emulator keeps to it.
const day = today();
const suffix = "x1";
const folderOf = ({ program }: Platform): string => join(program, "..", "estate");

/** A home for az and for the command, logged in as the deployer. */
async function deployer(platform: Platform, az: AzureCli) {
    const { emulator } = platform;
    const folder = folderOf(platform);
    await mkdir(join(folder, "passwords"), { recursive: true, mode: 0o700 });
    await writeFile(join(folder, "az"), `#!/bin/sh\nexec ${az.join(" ")} "$@"\n`);
    await chmod(join(folder, "az"), 0o700);
    const base = childEnvironment(emulator, folder);
    const { tenantId, clientId, clientSecret } = emulator.deployer;
    const environment = {
        ...base,
        PATH: [folder, dirname(process.execPath), base.PATH].join(":"),
        ARM_TENANT_ID: tenantId,
        ARM_CLIENT_ID: clientId,
        ARM_CLIENT_SECRET: clientSecret,
    };
    const command = (...argv: string[]): Promise<Ended> =>
        run({ program: [argv[0] ?? ""], args: argv.slice(1), cwd: folder, environment });
    await writeFile(join(folder, "shown"), clientSecret, { mode: 0o600 });
    const login = ["--service-principal", "--username", clientId, "--tenant", tenantId, "--password", "@shown"];
    const { exitCode, stderr } = await command(join(folder, "az"), "login", ...login, "--output", "none");
    if (exitCode !== 0) throw new Error(stderr);
    const main = join(repositoryRoot, "dist", "cli", "main.js");
    return { folder, command, acrAuth: (...argv: string[]) => command(process.execPath, main, ...argv) };
}

type User = Awaited<ReturnType<typeof deployer>>;

/** Who logs in and is to go on: both users of the admin user, the build with its secret, and the tills with their tokens. */
async function consumersOf({ folder }: User): Promise<Record<string, Login>> {
    const logins: Record<string, Login> = {};
    for (const [file, registry] of Object.entries({
        admin: "shop",
        nightly: "builds",
        "till-01": "devices",
        "till-02": "devices",
    })) {
        const [username = "", first = "", second = ""] = (
            await readFile(join(folder, "passwords", file), "utf8")
        ).split("\n");
        const loginServer = `${registry}${suffix}.azurecr.io`;
        logins[file] = { loginServer, username, password: first };
        if (file === "admin") logins["admin's other user"] = { loginServer, username, password: second };
    }
    return logins;
}

/** Logs everyone in again and again while work is under way; answers who was refused, and how often all were tried. */
async function whileLoggingIn(platform: Platform, logins: Record<string, Login>, work: Promise<unknown>) {
    let working = true;
    const ended = work.finally(() => {
        working = false;
    });
    const refused: string[] = [];
    let rounds = 0;
    while (working) {
        rounds += 1;
        for (const [name, login] of Object.entries(logins)) {
            const actual = await dockerLogin(platform, login.loginServer, login);
            if (actual !== "allowed") refused.push(`${name}: ${actual}`);
        }
    }
    await ended;
    return { refused, rounds };
}

/** The stack's config as a text, for the day of the test. */
const onDay = (config: string): string => `${config}  acr-auth:asOf: "${day}"\n  acr-auth:allowAsOf: true\n`;

interface Config {
    config: Record<string, Record<string, Record<string, unknown>>>;
}

/** What the plan says of the config, and without the stranger. */
function moved(text: string): string {
    const { config } = parse(text) as Config;
    for (const registry of Object.values(config["acr-auth:registries"] ?? {})) {
        for (const key of ["adminUser", "anonymousPull", "armAudienceTokens"]) delete registry[key];
    }
    delete config["acr-auth:access"];
    return stringify({ config }, { version: "1.1" });
}

const it = platformTest("neglected-estate", stackConfig(day, { registries: {} }))
    .extend("made", { scope: "file" }, async ({ platform, az }): Promise<User | undefined> => {
        if (az === undefined) return undefined;
        const user = await deployer(platform, az);
        const script = join(repositoryRoot, "examples", "neglected-estate.sh");
        const { exitCode, stderr } = await user.command("/bin/sh", script, suffix, "koreacentral", "passwords");
        if (exitCode !== 0) throw new Error(stderr);
        return user;
    })
    .extend("adopted", { scope: "file" }, async ({ platform, made }) => {
        if (made === undefined) return undefined;
        const live = ["--subscription", platform.emulator.deployer.subscriptionId, "--as-of", day];
        const { exitCode, stdout, stderr } = await made.acrAuth(
            "adopt",
            ...live,
            "--stack",
            "local",
            "--output",
            "found",
        );
        if (exitCode !== 0) throw new Error(stderr);
        const read = (name: string) => readFile(join(made.folder, "found", name), "utf8");
        return { ...made, live, stdout, config: await read("Pulumi.local.yaml"), plan: await read("plan.md") };
    });

/** The password of the emulator's own deployer lasts for ten years. */
const exemption = {
    "acr-credential-limit-lifetime": {
        exemptions: [
            { resource: "local", reason: "the emulator's deployer", owner: "tests", expires: addDays(day, 30) },
        ],
    },
};

describe("a neglected estate", () => {
    it("is found whole", ({ adopted, skip }) => {
        if (adopted === undefined) return skip("the Azure CLI can't be had here");
        expect(adopted.stdout).toMatch(
            /^5 registries and 5 logins can be declared, 1 thing stays undeclared, 6 old logins have to be moved\.\n/,
        );
        expect(Object.keys((parse(adopted.config) as Config).config)).toEqual([
            "azure-native:subscriptionId",
            "azure-native_containerregistry_v20250601preview:subscriptionId",
            "acr-auth:registries",
            "acr-auth:access",
            "acr-auth:servicePrincipals",
            "acr-auth:repositoryTokens",
            "acr-auth:managedIdentities",
        ]);
    });

    it("is adopted without one refused login", async ({ platform, adopted, skip }) => {
        if (adopted === undefined) return skip("the Azure CLI can't be had here");
        platform.configure(onDay(adopted.config));
        const work = async () => {
            const file = join(adopted.folder, "found", "import.json");
            await must(
                platform,
                "import",
                "--file",
                file,
                "--generate-code=false",
                "--protect=false",
                "--skip-preview",
            );
            return up(platform);
        };
        const { refused, rounds } = await whileLoggingIn(platform, await consumersOf(adopted), work());
        expect(refused).toEqual([]);
        expect(rounds).toBeGreaterThan(1);
    });

    it("is clean once the plan's steps are done", async ({ platform, adopted, skip }) => {
        if (adopted === undefined) return skip("the Azure CLI can't be had here");
        platform.configure(moved(onDay(adopted.config)));
        await up(platform);
        const commands = [...adopted.plan.matchAll(/^ {4}- Then: `(az .*)`$/gm)].map(([, command = ""]) => command);
        expect(commands).toHaveLength(3);
        for (const command of commands) {
            expect(await adopted.command("/bin/sh", "-c", command)).toMatchObject({ exitCode: 0 });
        }
        const consumers = await consumersOf(adopted);
        for (const login of Object.values(consumers)) {
            expect(await dockerLogin(platform, login.loginServer, login)).toBe("refused");
        }
        await writeFile(join(adopted.folder, "policies.json"), JSON.stringify(exemption));
        const checked = await adopted.acrAuth("check", ...adopted.live, "--config", "policies.json");
        expect(checked.stdout).toMatch(/: 0 mandatory, \d+ advisory, 0 undecided, 1 exempted; /);
        expect(checked.exitCode).toBe(0);
    });
});
