// The main job: the sample stack is brought up by the real engine, everything it declares is proved by real clients, a
// second run changes nothing, and destroy leaves nothing behind.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findClients } from "../../local/clients/find";
import { type Platform, POLICY_FLAGS, type Stack } from "../../local/platform";
import { proveLocal } from "../../local/prove-local";
import type { CheckResult } from "../../proofs/check-result";
import { freshPlatform, partnerOf, up } from "./support";

describe("the sample stack on the emulator", () => {
    let platform: Platform;
    let partner: Stack;
    let results: CheckResult[];

    beforeAll(async () => {
        platform = await freshPlatform("main-job");
        partner = await partnerOf(platform);
    });
    afterAll(() => platform?.close());

    it("comes up, with the policy pack finding nothing mandatory", async () => {
        const printed = await up(platform, ...POLICY_FLAGS);
        expect(printed).toContain("acr-auth-policies");
        expect(printed).not.toContain("[mandatory]");
    });

    it("does not change when it is brought up again", async () => {
        const printed = await up(platform, "--expect-no-changes");
        expect(printed).toMatch(/\d+ unchanged/);
    });

    it("is what ARM and Entra hold: a refresh sees the tokens' new passwords and nothing else, and changes nothing", async () => {
        const { code, stdout, stderr } = await platform.pulumi(["refresh", "--yes", "--skip-preview"]);
        expect(code, `${stdout}${stderr}`).toBe(0);
        const updated = [...stdout.matchAll(/^ ~ {2}(\S+) \S+ updated/gm)].map(([, type]) => type);
        expect(new Set(updated)).toEqual(new Set(["azure-native:containerregistry:Token"]));
        await up(platform, "--expect-no-changes");
    });

    it("allows what it declares and refuses the rest, to every client", async () => {
        results = await proveLocal({
            emulator: platform.emulator,
            state: await platform.exportState(),
            others: [await partner.exportState()],
            clients: await findClients((line) => process.stderr.write(`${line}\n`)),
            directory: `${platform.program}-proofs`,
        });
        expect(results.filter(({ expected, actual }) => actual !== expected && actual !== "skipped")).toEqual([]);
        const proved = results.filter(({ actual }) => actual !== "skipped");
        expect(proved.length).toBeGreaterThanOrEqual(40);
        const refused = proved.filter(({ expected }) => expected === "refused").length;
        expect(refused).toBeGreaterThanOrEqual(proved.length - refused);
    });

    it("has a control for each refusal: the same client, allowed the same action", () => {
        const key = ({ client, action }: CheckResult) => `${client} ${action}`;
        const proved = results.filter(({ actual }) => actual !== "skipped");
        const allowed = new Set(proved.filter(({ actual }) => actual === "allowed").map(key));
        const uncontrolled = proved
            .filter(({ actual }) => actual === "refused")
            .filter((result) => !allowed.has(key(result)));
        expect(uncontrolled).toEqual([]);
    });

    it("shows no secret in its proofs", async () => {
        const state = JSON.stringify([await platform.exportState(), await partner.exportState()]);
        const secrets = [...state.matchAll(/"plaintext":"\\"([^"\\]{12,})\\""/g)].map(([, secret]) => secret ?? "");
        expect(secrets.length).toBeGreaterThan(0);
        const shown = JSON.stringify(results);
        expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
    });

    it("leaves nothing in the emulator when it is destroyed", async () => {
        for (const stack of [platform, partner]) {
            const { code, stdout, stderr } = await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
            expect(code, `${stdout}${stderr}`).toBe(0);
        }
        const { state } = platform.emulator;
        expect(Object.keys(state.resources)).toEqual([]);
        expect(state.applications.map(({ displayName }) => displayName)).not.toContain("web-pull");
        expect(Object.values(state.roleAssignments).map(({ scope }) => scope)).not.toContainEqual(
            expect.stringContaining("/registries/"),
        );
    });
});
