// The compiled pack over the engine's own protocol: the same verdicts as `acr-auth check`, its configuration,
// remediation, and what it says about what is not known yet.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildGraph } from "../../estate/graph/graph";
import { normalise, type RawResource } from "../../estate/resource";
import { parseConfig } from "../../policies/lib/config";
import { isViolation, judge } from "../../policies/lib/judge";
import { rules } from "../../policies/rules";
import { cases } from "./cases";
import { type Diagnostic, type RunningPack, startPack } from "./support/pack";
import { registry, resource, unknown } from "./support/resources";
import { today } from "./support/rule-cases";

const advisory = 0;
const mandatory = 1;
const remediate = 3;
let pack: RunningPack;

beforeAll(async () => {
    const root = join(__dirname, "..", "..");
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "policies"], { cwd: root });
    pack = await startPack({ ACR_AUTH_AS_OF: "2026-11-23" });
});
afterAll(() => pack?.close());

const stack = resource("pulumi:pulumi:Stack", "app-dev");

/** All levels mandatory, so that every rule takes part. */
const everything = (more: Record<string, Record<string, unknown>> = {}) =>
    Object.fromEntries(rules.map(({ name }) => [name, { level: mandatory, properties: more[name] }]));

/** What the engine would show for these resources. */
async function deploy(resources: readonly RawResource[]): Promise<Diagnostic[]> {
    const all = [stack, ...resources];
    const shown: Diagnostic[] = [];
    for (const one of all) {
        shown.push(...(await pack.analyze(one)).map((diagnostic) => ({ ...diagnostic, urn: one.urn })));
    }
    return [...shown, ...(await pack.analyzeStack(all))];
}

const violationsOf = (diagnostics: readonly Diagnostic[]) =>
    diagnostics
        .filter(({ policy }) => rules.some(({ name }) => name === policy))
        .map(({ policy, message, urn }) => `${policy} ${urn} ${message}`)
        .sort();

function checked(resources: readonly RawResource[]): string[] {
    const config = Object.fromEntries(rules.map(({ name }) => [name, "mandatory"]));
    const told = resources.map((one) => ({ ...one, id: undefined }));
    return judge(buildGraph(told.flatMap(normalise)), rules, parseConfig(config, rules).config, today)
        .findings.filter(isViolation)
        .map(({ rule, resource: { urn }, message }) => `${rule.name} ${urn} ${message}`)
        .sort();
}

describe("the pack", () => {
    it("offers every rule at its level, and the two that look at all of them", async () => {
        const policies = await pack.policies();
        expect(policies.map(({ name }) => name)).toEqual([
            ...rules.map(({ name }) => name),
            "acr-exemptions",
            "acr-undecided",
        ]);
        const levels: Record<string, number> = { advisory, mandatory, disabled: 2 };
        for (const [index, rule] of rules.entries()) {
            expect(policies[index]).toEqual({
                name: rule.name,
                level: levels[rule.level],
                type: rule.scope === "resource" ? 1 : 2,
            });
        }
    });

    it.each(rules.map(({ name }) => [name] as const))("%s: says what acr-auth check says", async (name) => {
        await pack.configure(everything());
        const all = cases[name]?.violating.resources ?? [];
        // The engine knows a resource by its URN alone.
        const resources = all.map((one, index) =>
            isRepeated(one, index, all) ? { ...one, urn: `${one.urn}-${index}` } : one,
        );
        expect(violationsOf(await deploy(resources))).toEqual(checked(resources));
    });

    it("says in one line per rule what is not known yet, and fails nothing for it", async () => {
        await pack.configure({});
        const shown = await deploy([
            registry("one", { adminUserEnabled: unknown }),
            registry("two", { adminUserEnabled: unknown }),
        ]);
        expect(shown.filter(({ policy }) => policy === "acr-undecided")).toEqual([
            {
                policy: "acr-undecided",
                message:
                    "acr-registry-disallow-admin-user: not yet known: adminUserEnabled of Container registry 'one' and 1 more.",
                urn: "",
                level: advisory,
            },
        ]);
        expect(shown.filter(({ level }) => level === mandatory)).toEqual([]);
    });

    it("takes what is not known for a violation where it is told to", async () => {
        await pack.configure({
            "acr-registry-disallow-admin-user": { level: mandatory, properties: { unknownIs: "violation" } },
        });
        const shown = await deploy([registry("one", { adminUserEnabled: unknown })]);
        expect(shown.filter(({ level }) => level === mandatory).map(({ message }) => message)).toEqual([
            "Not known before the deployment: adminUserEnabled of Container registry 'one'.",
        ]);
    });

    it("reports exemptions that are incomplete, expired or not needed", async () => {
        const complete = { resource: "one", reason: "portal", owner: "platform", expires: "2026-12-31" };
        await pack.configure({
            "acr-registry-disallow-admin-user": {
                level: mandatory,
                properties: {
                    exemptions: [
                        complete,
                        { ...complete, resource: "two", expires: "2026-11-22" },
                        { resource: "three" },
                        { ...complete, resource: "four" },
                    ],
                },
            },
            "acr-workload-disallow-admin-credentials": {
                level: mandatory,
                properties: { exemptions: [{ ...complete, resource: "five" }] },
            },
        });
        const shown = await deploy(["one", "two"].map((name) => registry(name, { adminUserEnabled: true })));
        expect(shown.filter(({ level }) => level === mandatory).map(({ urn }) => urn.slice(-3))).toEqual(["two"]);
        const about = (rule: string, name: string, problem: string) =>
            `The exemption from ${rule} for '${name}' ${problem}. Complete it, renew it or remove it.`;
        expect(shown.filter(({ policy }) => policy === "acr-exemptions").map(({ message }) => message)).toEqual([
            about("acr-registry-disallow-admin-user", "two", "expired on 2026-11-22"),
            about("acr-registry-disallow-admin-user", "three", "lacks reason, owner, expires"),
            about("acr-registry-disallow-admin-user", "four", "names no resource of the stack"),
            about("acr-workload-disallow-admin-credentials", "five", "names no resource of the stack"),
        ]);
    });

    it("refuses a configuration with a typo", async () => {
        await pack.configure({ "acr-token-require-expiry": { level: mandatory, properties: { maxDay: 30 } } });
        await expect(deploy([registry("one")])).rejects.toThrow(
            "unknown key 'acr-token-require-expiry.maxDay'; did you mean 'maxDays'?",
        );
    });

    it("corrects a registry where it is told to, but never an exempted one", async () => {
        const exemption = { resource: "kept", reason: "portal", owner: "platform", expires: "2026-12-31" };
        await pack.configure({
            "acr-registry-disallow-admin-user": { level: remediate, properties: { exemptions: [exemption] } },
            "acr-registry-disallow-anonymous-pull": { level: remediate },
            "acr-registry-disallow-arm-audience-tokens": { level: remediate },
        });
        const open = {
            sku: { name: "Standard" },
            location: unknown,
            adminUserEnabled: true,
            anonymousPullEnabled: true,
            policies: { exportPolicy: { status: "enabled" } },
        };
        const corrected = await pack.remediate(registry("open", open));
        expect(corrected.map(({ policy }) => policy)).toEqual([
            "acr-registry-disallow-admin-user",
            "acr-registry-disallow-anonymous-pull",
            "acr-registry-disallow-arm-audience-tokens",
        ]);
        expect(corrected.at(-1)?.properties).toEqual({
            ...open,
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            policies: {
                exportPolicy: { status: "enabled" },
                azureADAuthenticationAsArmPolicy: { status: "disabled" },
            },
        });
        expect(await pack.remediate(registry("kept", { adminUserEnabled: true, policies: closed }))).toEqual([]);
        expect(await pack.remediate(registry("good", { policies: closed }))).toEqual([]);
    });
});

const closed = { azureADAuthenticationAsArmPolicy: { status: "disabled" } };

function isRepeated(one: RawResource, index: number, all: readonly RawResource[]): boolean {
    return all.findIndex(({ urn }) => urn === one.urn) !== index;
}
