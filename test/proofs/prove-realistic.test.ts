// `prove --wait` right after a deployment, on an emulator with the delays that users of Azure report.
import { type RunningEmulator, settingsOf } from "acr-emulator";
import { describe, expect, it } from "vitest";
import { differences, stackToProve } from "./prove-stack";

const { stack, proveStack } = stackToProve();

const pass = ({ clock }: RunningEmulator, milliseconds: number): void =>
    clock.set(new Date(clock.now().getTime() + milliseconds));

/** No time passes but what a test lets pass, however slow the machine is. */
const standStill = ({ clock }: RunningEmulator): void => {
    let now = clock.now();
    clock.now = () => now;
    clock.set = (date) => {
        now = date;
    };
};

describe("proving a stack that was just deployed, with Azure's delays", () => {
    it("waits until principals, passwords, federated credentials and grants are there", async () => {
        const { emulator } = stack();
        const deployer = emulator.state.servicePrincipals.find(({ appId }) => appId === emulator.deployer.clientId);
        if (deployer === undefined) throw new Error("The emulator has no deployer.");
        // Only the stack is meant to be young, and just made however long the machine took over it.
        const now = emulator.clock.now().toISOString();
        for (const principal of emulator.state.servicePrincipals)
            principal.createdDateTime = principal === deployer ? "2026-01-01T00:00:00Z" : now;
        // New service principals lag behind as well, which the profile leaves out for azuread's sake.
        Object.assign(emulator.settings, settingsOf("realistic"), { propagationDelayMs: 5_000 });
        standStill(emulator);

        const codes = new Set<string | undefined>();
        let waited = 0;
        // The run isn't in Azure: a skip is final, whatever the endpoint would answer later.
        const inPipeline = { identityEndpoint: undefined };
        const results = await proveStack({
            ...inPipeline,
            wait: 600_000,
            // The time that passes is the emulator's. What is in the way is asked once more at each turn.
            sleep: async (time) => {
                waited += time;
                for (const { verdict, evidence } of differences(await proveStack(inPipeline))) {
                    if (verdict === "narrower") codes.add(evidence.code);
                }
                // Shorter than the command's pause at first, so that each delay is met.
                pass(emulator, waited <= 15_000 ? 6_000 : time);
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
        expect(new Set(left)).toEqual(new Set(["skipped: a managed identity can log in only from inside Azure"]));
        // The slowest are federated credentials and grants: two minutes.
        expect(waited).toBeLessThanOrEqual(150_000);
    });
});
