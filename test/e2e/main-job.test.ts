// The main job: the sample stack is brought up by the real engine, everything it declares is proved by real clients, a
// second run changes nothing, and destroy leaves nothing behind.
import { describe, expect } from "vitest";
import { readState } from "../../estate/sources/pulumi";
import { findClients } from "../../local/clients/find";
import { POLICY_FLAGS } from "../../local/platform";
import { proveLocal } from "../../local/prove-local";
import { type CheckResult, verdict } from "../../proofs/check-result";
import { allowedDays } from "../../proofs/read-declared";
import { sampleTest } from "./fixtures";
import { destroy, progress, refresh, up } from "./support";

const it = sampleTest("main-job").extend("results", { scope: "file" }, async ({ platform, partner }) =>
    proveLocal({
        emulator: platform.emulator,
        state: await platform.exportState(),
        others: [await partner.exportState()],
        clients: await findClients(progress),
        directory: `${platform.program}-proofs`,
    }),
);

describe("the sample stack on the emulator", () => {
    it("comes up, with the policy pack finding nothing mandatory", async ({ platform }) => {
        const printed = await up(platform, ...POLICY_FLAGS);
        expect(printed).toContain("acr-auth-policies");
        expect(printed).not.toContain("[mandatory]");
    });

    it("does not change when it is brought up again", async ({ platform }) => {
        const printed = await up(platform, "--expect-no-changes");
        expect(printed).toMatch(/\d+ unchanged/);
    });

    it("is what ARM and Entra hold: a refresh sees the tokens' new passwords and nothing else, and changes nothing", async ({
        platform,
    }) => {
        const updated = [...(await refresh(platform)).matchAll(/^ ~ {2}(\S+) \S+ updated/gm)].map(([, type]) => type);
        expect(new Set(updated)).toEqual(new Set(["azure-native:containerregistry:Token"]));
        await up(platform, "--expect-no-changes");
    });

    it("allows what it declares and refuses the rest, to every client", ({ results }) => {
        const differing = results.filter(({ expected, actual }) => actual !== expected && actual !== "skipped");
        // The emulator's deployer owns the subscription, which exceptions.local.json knows.
        expect(new Set(differing.map((result) => `${verdict(result)}: ${result.action}`))).toEqual(
            new Set(["excepted: role Owner"]),
        );
        const proved = results.filter(
            ({ action, actual }) => /^(login|pull|push|delete)$/.test(action) && actual !== "skipped",
        );
        expect(proved.length).toBeGreaterThanOrEqual(40);
        const refused = proved.filter(({ expected }) => expected === "refused").length;
        expect(refused).toBeGreaterThanOrEqual(proved.length - refused);
    });

    it("has a control for each refusal: the same client, allowed the same action", ({ results }) => {
        const key = ({ client, action }: CheckResult) => `${client} ${action}`;
        const proved = results.filter(({ actual }) => actual !== "skipped");
        const allowed = new Set(proved.filter(({ actual }) => actual === "allowed").map(key));
        const uncontrolled = proved
            .filter(({ actual }) => actual === "refused")
            .filter((result) => !allowed.has(key(result)));
        expect(uncontrolled).toEqual([]);
    });

    it("leaves nothing unasked, but what a client that is missing here would try", async ({ results }) => {
        const { missing } = await findClients(progress);
        const notAsked = results.filter((result) => verdict(result) === "not asked");
        expect(notAsked.filter(({ client }) => !(client in missing))).toEqual([]);
    });

    it("is proved as of its own day, whatever the day of the command", async ({ platform, partner }) => {
        const resources = [platform, partner].map(async (stack) => readState(await stack.exportState()));
        expect([...allowedDays((await Promise.all(resources)).flat())]).toEqual(["2026-11-23"]);
    });

    it("shows no secret in its proofs", async ({ platform, partner, results }) => {
        const state = JSON.stringify([await platform.exportState(), await partner.exportState()]);
        const secrets = [...state.matchAll(/"plaintext":"\\"([^"\\]{12,})\\""/g)].map(([, secret]) => secret ?? "");
        expect(secrets.length).toBeGreaterThan(0);
        const shown = JSON.stringify(results);
        expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
    });

    it("leaves nothing in the emulator when it is destroyed", async ({ platform, partner }) => {
        for (const stack of [platform, partner]) await destroy(stack);
        const { state } = platform.emulator;
        expect(Object.keys(state.resources)).toEqual([]);
        expect(state.applications.map(({ displayName }) => displayName)).not.toContain("web-pull");
        expect(Object.values(state.roleAssignments).map(({ scope }) => scope)).not.toContainEqual(
            expect.stringContaining("/registries/"),
        );
    });
});
