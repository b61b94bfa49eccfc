// The policy pack in the real engine: what a first preview leaves open, that `acr-auth check` says the same of the same
// stack, and a stack that violates every rule.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { check } from "../../cli/check";
import { pulumi } from "../../local/engine/engine";
import { type Platform, POLICY_FLAGS, POLICY_PACK, SAMPLE_POLICY_CONFIG } from "../../local/platform";
import { rules } from "../../policies/rules";
import { cases } from "../policies/cases";
import { badStack } from "../policies/support/bad-stack";
import { sampleTest } from "./fixtures";
import { up } from "./support";

interface Said {
    rule: string;
    urn: string;
    message: string;
}

const byText = (one: Said, other: Said) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
const mandatory = Object.fromEntries(
    rules.map(({ name }) => [name, { enforcementLevel: "mandatory", ...cases[name]?.violating.settings }]),
);

function writeIn(platform: Platform, name: string, content: unknown): string {
    const path = join(platform.program, "..", name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
    return path;
}

/** What `acr-auth check` says of a file. */
async function checked(path: string, ...args: string[]) {
    let stdout = "";
    const code = await check([path, "--format", "json", "--as-of", "2026-11-23", ...args], {
        stdin: { async *[Symbol.asyncIterator]() {} },
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: () => {} },
        env: {},
        cwd: "/",
    });
    const result = JSON.parse(stdout) as Record<"violations" | "undecided", Said[]>;
    const pick = ({ rule, urn, message }: Said): Said => ({ rule, urn, message });
    return { code, violations: result.violations.map(pick), undecided: result.undecided.map(pick) };
}

/** What the pack says of an exported state, in the engine. */
async function analyzed(platform: Platform, state: string, ...args: string[]) {
    const { code, stdout, stderr } = await platform.pulumi(
        ["policy", "analyze", "--policy-pack", POLICY_PACK, "--file", state, "--json", ...args],
        { environment: { ACR_AUTH_AS_OF: "2026-11-23" } },
    );
    const events = stdout
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line).policyEvent)
        .filter(Boolean);
    expect(events, stderr).not.toEqual([]);
    const said = events.map(
        (event): Said => ({
            rule: event.policyName,
            urn: event.resourceUrn,
            message: event.message.replace(/^[^\n]*\n/, ""),
        }),
    );
    return { code, said, violations: said.filter(({ rule }) => rules.some(({ name }) => name === rule)) };
}

const admin = "acr-registry-disallow-admin-user";
const source = `
const acr = require("@pulumi/azure-native/containerregistry");
const resources = require("@pulumi/azure-native/resources");
const { name: resourceGroupName } = new resources.ResourceGroup("raw", { resourceGroupName: "raw", location: "koreacentral" });
new acr.Registry("raw", {
    resourceGroupName,
    registryName: "rawregistry",
    location: "koreacentral",
    sku: { name: "Standard" },
    adminUserEnabled: true,
});`;

const it = sampleTest("policy-pack").extend("raw", { scope: "file" }, async ({ platform }) => {
    const cwd = join(platform.program, "..", "raw");
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, "index.js"), source);
    writeFileSync(join(cwd, "Pulumi.yaml"), "name: raw\nruntime: nodejs\nmain: index.js\n");
    const run = (...args: string[]) => pulumi(platform.engine, args, { cwd });
    expect((await run("stack", "select", "--create", "raw")).code).toBe(0);
    return run;
});

describe("the policy pack in the real engine", () => {
    it("leaves open what a first preview can't tell, in one line for each rule, and fails nothing", async ({
        platform,
    }) => {
        const { code, stdout, stderr } = await platform.pulumi(["preview", ...POLICY_FLAGS]);
        expect(code, `${stdout}${stderr}`).toBe(0);
        expect(stdout).not.toContain("[mandatory]");
        expect(stdout).not.toContain("can't run policy");
        const open = [...stdout.matchAll(/^\s*(acr-[a-z-]+): not yet known: .+\.$/gm)].map(([, rule]) => rule);
        expect(open).not.toEqual([]);
        expect(new Set(open).size).toBe(open.length);

        const plan = await platform.pulumi(["preview", "--json", "--show-sames"]);
        const result = await checked(writeIn(platform, "plan.json", plan.stdout), "--config", SAMPLE_POLICY_CONFIG);
        expect(result.code).toBe(0);
        expect([...new Set(result.undecided.map(({ rule }) => rule))].sort()).toEqual([...open].sort());
    });

    it("says of a stack that is up what acr-auth check says of its state", async ({ platform }) => {
        await up(platform, ...POLICY_FLAGS);
        const { stdout } = await platform.pulumi(["stack", "export"]);
        const state = writeIn(platform, "state.json", stdout);
        const engine = await analyzed(platform, state, "--policy-pack-config", SAMPLE_POLICY_CONFIG);
        const command = await checked(state, "--config", SAMPLE_POLICY_CONFIG);
        expect(engine.violations.sort(byText)).toEqual(command.violations.sort(byText));
        expect(engine.code).toBe(0);
        expect(command.code).toBe(0);
    });

    it("finds every rule violated in a stack made for it, with the messages of acr-auth check", async ({
        platform,
    }) => {
        const state = writeIn(platform, "bad.json", badStack(cases));
        const config = writeIn(platform, "policies.json", mandatory);
        const engine = await analyzed(platform, state, "--policy-pack-config", config);
        const command = await checked(state, "--config", config);
        const fired = new Set(engine.violations.map(({ rule }) => rule));
        expect(rules.map(({ name }) => name).filter((name) => !fired.has(name))).toEqual([]);
        expect(engine.violations.sort(byText)).toEqual(command.violations.sort(byText));
        expect(engine.code).not.toBe(0);
        expect(command.code).toBe(1);
    });

    describe("on a program that uses none of the components", () => {
        it("stops a registry with an admin user before it is made", async ({ raw: run }) => {
            const { code, stdout } = await run("up", "--yes", "--skip-preview", "--policy-pack", POLICY_PACK);
            expect(code).not.toBe(0);
            expect(stdout).toMatch(new RegExp(`\\[mandatory\\].*${admin}`));
            expect(stdout).toContain("Container registry 'raw' must not enable the admin user.");
            const { stdout: state } = await run("stack", "export");
            expect(state).toContain("resources:ResourceGroup::raw");
            expect(state).not.toContain("containerregistry:Registry::raw");
        });

        it("turns the admin user off where it is told to", async ({ platform, raw: run }) => {
            const config = writeIn(platform, "remediate.json", { [admin]: "remediate" });
            const { code, stdout, stderr } = await run(
                ...["up", "--yes", "--skip-preview", "--policy-pack", POLICY_PACK, "--policy-pack-config", config],
            );
            expect(code, `${stdout}${stderr}`).toBe(0);
            const { stdout: state } = await run("stack", "export");
            expect(state).toMatch(/"adminUserEnabled": false/);
            expect(state).not.toMatch(/"adminUserEnabled": true/);
        });

        it("says in one line what is wrong with its configuration", async ({ platform, raw: run }) => {
            const config = writeIn(platform, "typo.json", { [admin]: { exemption: [] } });
            const { code, stdout, stderr } = await run(
                ...["preview", "--policy-pack", POLICY_PACK, "--policy-pack-config", config],
            );
            expect(code).not.toBe(0);
            expect(`${stdout}${stderr}`).toContain(`unknown key '${admin}.exemption'; did you mean 'exemptions'?`);
        });
    });
});
