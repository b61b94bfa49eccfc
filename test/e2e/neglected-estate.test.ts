// A neglected estate of five registries, made with az alone by the script of docs/adopting.md: found, adopted, imported and
// deployed, then cleaned up as the plan says, while real clients use the registries all the time. At the end it is as
// declared, and a role that a stranger is given afterwards is told.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { parse, stringify } from "yaml";
import { addDays, today } from "../../azure/days";
import type { AccessReport } from "../../inventory/model";
import type { Login } from "../../local/clients/client";
import { keepConsuming } from "./consumers";
import { platformTest } from "./fixtures";
import {
    loggingIn,
    loginServerOf,
    makeEstate,
    must,
    type Operator,
    operatorOf,
    passwordsOf,
    publicRepository,
    pulling,
} from "./neglected-context";
import { credentialOf, dockerLogin, must as mustRun, stackConfig, up } from "./support";

// az dates a new secret by the machine's clock, so the emulator keeps to it.
const day = today();

/** The stack's config for the day of the test. */
const onDay = (config: string): string => `${config}  acr-auth:asOf: "${day}"\n  acr-auth:allowAsOf: true\n`;

type Entries = Record<string, Record<string, unknown>>;
interface Config {
    config: Record<string, Entries | undefined>;
}

/** The config after a change of its entries. */
function edited(text: string, change: (section: (name: string) => Entries) => void): string {
    const parsed = parse(text) as Config;
    change((name) => {
        parsed.config[`acr-auth:${name}`] ??= {};
        return parsed.config[`acr-auth:${name}`] as Entries;
    });
    return stringify(parsed, { version: "1.1" });
}

/** Logins of their own for whoever uses the admin user, and for whoever pulls without one. */
const withNewLogins = (config: string): string =>
    edited(config, (section) => {
        const push = { registry: "shopx1", permission: "push" };
        section("servicePrincipals")["web-server"] = { startsOn: day, grants: { shop: push } };
        section("repositoryTokens").scanner = {
            registry: "shopx1",
            startsOn: day,
            grants: { web: { repositories: ["shop/web"], permission: "pull" } },
        };
        section("repositoryTokens").reader = {
            registry: "publicx1",
            startsOn: day,
            grants: { docs: { repositories: [publicRepository], permission: "pull" } },
        };
    });

/** What section 3 of the plan says of the config, and without the stranger. */
const withoutOldLogins = (config: string): string =>
    edited(config, (section) => {
        for (const registry of Object.values(section("registries"))) {
            for (const key of ["adminUser", "anonymousPull", "armAudienceTokens"]) delete registry[key];
        }
        delete section("access")["script-of-a-stranger"];
    });

const it = platformTest("neglected-estate", stackConfig(day, { registries: {} }))
    .extend("present", { auto: true }, ({ az, skip }) => az ?? skip("the Azure CLI can't be had here"))
    .extend("operator", { scope: "file" }, async ({ platform, az }): Promise<Operator> => {
        if (az === undefined) throw new Error("The tests are skipped without the Azure CLI.");
        const operator = await operatorOf(platform, az);
        await makeEstate(platform, operator);
        return operator;
    })
    .extend("old", { scope: "file" }, ({ operator }) => passwordsOf(operator))
    .extend("consuming", { scope: "file" }, ({ platform, clients, old }, { onCleanup }) => {
        const consuming = keepConsuming(platform.emulator, {
            ...loggingIn(old, clients),
            "reader of the docs": pulling(clients),
        });
        onCleanup(() => consuming.stop());
        return consuming;
    })
    .extend("live", { scope: "file" }, ({ platform }) => [
        ...["--subscription", platform.emulator.deployer.subscriptionId, "--as-of", day],
    ])
    .extend("adopted", { scope: "file" }, async ({ operator, live }) => {
        const files = ["--stack", "local", "--output", "found"];
        const { stdout } = must(await operator.acrAuth("adopt", ...live, ...files));
        const read = (name: string) => readFile(join(operator.folder, "found", name), "utf8");
        return { stdout, config: onDay(await read("Pulumi.local.yaml")), plan: await read("plan.md") };
    })
    .extend("policies", { scope: "file" }, async ({ operator }) => {
        // The password of the emulator's own deployer, which is nobody's of this estate.
        const exemption = {
            resource: "local",
            reason: "the emulator's deployer",
            owner: "tests",
            expires: addDays(day, 30),
        };
        const config = { "acr-credential-limit-lifetime": { exemptions: [exemption] } };
        await writeFile(join(operator.folder, "policies.json"), JSON.stringify(config));
        return ["--config", "policies.json"];
    })
    .extend("prove", { scope: "file" }, ({ platform, operator }) => async () => {
        const exception = { who: "*Contoso deployer*", action: "role Owner", reason: "it deploys", owner: "tests" };
        const allow = { exceptions: [{ ...exception, expires: addDays(day, 30) }] };
        await writeFile(join(operator.folder, "allow.json"), JSON.stringify(allow));
        const state = JSON.stringify(await platform.exportState());
        await writeFile(join(operator.folder, "state.json"), state, { mode: 0o600 });
        return operator.acrAuth("prove", "--state", "state.json", "--allow", "allow.json", "--strict");
    });

describe("a neglected estate", () => {
    it("is judged and reported as it is", async ({ operator, live, policies, consuming }) => {
        await consuming.round();
        const checked = await operator.acrAuth("check", ...live, ...policies, "--format", "json");
        expect(checked.exitCode).toBe(1);
        const { violations } = JSON.parse(checked.stdout) as { violations: { rule: string; level: string }[] };
        const mandatory = violations.filter(({ level }) => level === "mandatory").map(({ rule }) => rule);
        expect(mandatory.sort()).toEqual([
            "acr-credential-limit-lifetime",
            "acr-registry-disallow-admin-user",
            "acr-registry-disallow-anonymous-pull",
            ...["acr-token-require-expiry", "acr-token-require-expiry"],
            ...["acr-token-require-expiry", "acr-token-require-expiry"],
        ]);
        const { stdout } = await operator.acrAuth("report", ...live, "--format", "json");
        const report = JSON.parse(stdout) as AccessReport;
        const stranger = report.principals.find(({ name }) => name === "script of a stranger");
        expect(report.grants.filter(({ principal }) => principal === stranger?.id)).toMatchObject([
            { permission: "push", via: "AcrPush", scope: "registry" },
        ]);
    });

    it("is adopted: what fits is written, and the rest is told", async ({ adopted }) => {
        expect(adopted.stdout).toMatch(
            /^5 registries and 5 logins can be declared, 1 thing stays undeclared, 6 old logins have to be moved\.\n/,
        );
        expect(adopted.plan).toContain("**Owner of Contoso deployer on subscription");
    });

    it("is imported and deployed", async ({ platform, operator, adopted, consuming }) => {
        platform.configure(adopted.config);
        const flags = ["--generate-code=false", "--protect=false", "--skip-preview"];
        await mustRun(platform, "import", "--file", join(operator.folder, "found", "import.json"), ...flags);
        expect(await up(platform)).not.toMatch(/replaced|deleted/);
        await consuming.round();
    });

    it("moves its consumers, and closes the old logins", async ({
        platform,
        operator,
        adopted,
        old,
        clients,
        consuming,
    }) => {
        platform.configure(withNewLogins(adopted.config));
        await up(platform);
        const login = async (registry: string, component: string, name: string): Promise<Login> => ({
            loginServer: loginServerOf(registry),
            ...(await credentialOf(platform, component, name)),
        });
        const moved = {
            "web server": await login("shop", "RegistryServicePrincipal", "web-server"),
            scanner: await login("shop", "RepositoryToken", "scanner"),
            "nightly build": await login("builds", "RegistryServicePrincipal", "nightly-build"),
            "till-01": await login("devices", "RepositoryToken", "till-01"),
            "till-02": await login("devices", "RepositoryToken", "till-02"),
        };
        const reader = await login("public", "RepositoryToken", "reader");
        consuming.move({ ...loggingIn(moved, clients), "reader of the docs": pulling(clients, reader) });
        await consuming.round();

        platform.configure(withoutOldLogins(withNewLogins(adopted.config)));
        await up(platform);
        const commands = [...adopted.plan.matchAll(/^ {4}- Then: `(az .*)`$/gm)].map(([, command = ""]) => command);
        expect(commands).toHaveLength(3);
        for (const command of commands) must(await operator.shell(command));
        for (const login of Object.values(old)) {
            expect(await dockerLogin(platform, login.loginServer, login)).toBe("refused");
        }
        await consuming.round();
    });

    it("is clean then, and as declared", async ({ operator, live, policies, prove }) => {
        const checked = await operator.acrAuth("check", ...live, ...policies);
        expect(checked.stdout).toMatch(/: 0 mandatory, \d+ advisory, 0 undecided, 1 exempted; /);
        expect(checked.exitCode).toBe(0);
        const proved = await prove();
        expect([proved.exitCode, differences(proved.stdout)]).toEqual([0, ""]);
    });

    it("is told of a stranger's role that is added afterwards, and how to remove it", async ({ operator, prove }) => {
        const who = must(
            await operator.az(
                "ad",
                "sp",
                "list",
                "--display-name",
                "script of a stranger",
                "--query",
                "[0].id",
                "--output",
                "tsv",
            ),
        );
        const stranger = who.stdout.trim();
        const scope = must(
            await operator.az("acr", "show", "--name", "buildsx1", "--query", "id", "--output", "tsv"),
        ).stdout.trim();
        const assignee = ["--assignee-object-id", stranger, "--assignee-principal-type", "ServicePrincipal"];
        must(await operator.az("role", "assignment", "create", ...assignee, "--role", "AcrPush", "--scope", scope));
        const proved = await prove();
        expect(proved.exitCode).toBe(1);
        expect(differences(proved.stdout)).toMatch(/^Wider than declared:\n.*script of a stranger.*role AcrPush/);
        const [, command = ""] = /(az role assignment delete --ids \S+)/.exec(proved.stdout) ?? [];
        must(await operator.shell(command));
        expect((await prove()).exitCode).toBe(0);
    });

    it("has refused no consumer at any time", async ({ consuming }) => {
        await consuming.stop();
        expect(consuming.failed).toEqual([]);
        expect([...consuming.served.keys()].sort()).toEqual(
            ["nightly build", "reader of the docs", "scanner", "till-01", "till-02", "web server"].sort(),
        );
        for (const count of consuming.served.values()) expect(count).toBeGreaterThan(5);
    });
});

/** What a proof tells of differences: everything from the first of them on. */
const differences = (stdout: string): string =>
    /^(Wider than declared:|Narrower|Not checked).*/ms.exec(stdout)?.[0] ?? "";
