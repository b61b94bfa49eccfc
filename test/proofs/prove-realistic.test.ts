// `prove --wait` right after a deployment, on an emulator with the delays that users of Azure report.
import { settingsOf } from "acr-emulator";
import { describe, expect, vi } from "vitest";
import { differences, proveTest } from "./prove-stack";

/** The emulator's time, which stands still unless the test moves it: nothing depends on how long the test takes. */
let now = Date.now();
const it = proveTest(({ clock, deployer, state }) => {
    vi.spyOn(clock, "now").mockImplementation(() => new Date(now));
    // Everything else is as young as the emulator, and only the stack is meant to be.
    for (const principal of state.servicePrincipals) {
        if (principal.appId === deployer.clientId) principal.createdDateTime = "2026-01-01T00:00:00Z";
    }
});

describe("proving a stack that was just deployed, with Azure's delays", () => {
    it("waits until principals, passwords, federated credentials and grants are there", async ({ stack, prove }) => {
        // The profile leaves this out, because azuread can't deploy with it; a service principal made by hand is as young.
        Object.assign(stack.emulator.settings, settingsOf("realistic"), { propagationDelayMs: 5_000 });
        const codes = new Set<string | undefined>();
        let waited = 0;
        // The run isn't in Azure: a skip is final, whatever the endpoint would answer later.
        const inPipeline = { identityEndpoint: undefined };
        const results = await prove({
            ...inPipeline,
            wait: 600_000,
            // What is in the way is asked once more at each turn.
            sleep: async (time) => {
                for (const { verdict, evidence } of differences(await prove(inPipeline))) {
                    if (verdict === "narrower") codes.add(evidence.code);
                }
                // Shorter than the command's pause at first, so that each delay is met.
                now += waited === 0 ? 6_000 : time;
                waited += time;
            },
        });
        expect([...codes].sort()).toEqual([
            "AADSTS700016",
            "AADSTS7000215",
            "AADSTS7000229",
            "AADSTS700213",
            "UNAUTHORIZED",
        ]);
        const left = differences(results).map(({ verdict, evidence }) => `${verdict}: ${evidence.message}`);
        expect(new Set(left)).toEqual(
            new Set(["impossible from here: a managed identity can log in only from inside Azure"]),
        );
        // The slowest are federated credentials and grants, which take two minutes.
        expect(waited).toBe(135_000);
    });
});
