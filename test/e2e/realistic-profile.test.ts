// With the delays that users of Azure report: a deployment finishes, what is new works once its time has come, `prove`
// waits for it, and what was taken away works for a while longer. Time is the emulator's, which the test moves.
import type { Clock } from "acr-emulator";
import { describe, expect } from "vitest";
import { readState } from "../../estate/sources/pulumi";
import { callerOf, emulatorAgent, emulatorHttp } from "../../local/clients/azure";
import type { Platform } from "../../local/platform";
import { prove } from "../../proofs/prove";
import { declaredIn } from "../../proofs/read-declared";
import { platformTest } from "./fixtures";
import { credentialOf, onMain, pullsApp, stackConfig, up } from "./support";

const startsOn = "2026-06-01";
const config = (grants: object): string =>
    stackConfig(startsOn, {
        registries: { main: {}, other: {} },
        servicePrincipals: { ci: { startsOn, grants } },
        repositoryTokens: { device: { startsOn, ...pullsApp } },
        managedIdentities: {
            app: {
                ...onMain("pull"),
                federatedCredentials: { main: { gitlab: { project: "contoso/shop", branch: "main" } } },
            },
        },
    });

const later = (clock: Clock, milliseconds: number): void => clock.set(new Date(clock.now().getTime() + milliseconds));

/** Waits for `work` while the emulator's time passes twenty times as fast as the machine's. */
async function whileTimeFlies<T>({ emulator }: Platform, work: Promise<T>): Promise<T> {
    const timer = setInterval(() => later(emulator.clock, 1_900), 100);
    try {
        return await work;
    } finally {
        clearInterval(timer);
    }
}

/** What differs from what the stack declares, where `prove` waits so long; and how many rounds it waited. */
async function proved(platform: Platform, wait: number): Promise<{ differences: unknown[]; rounds: number }> {
    const { emulator } = platform;
    const http = emulatorHttp(emulator);
    let rounds = 0;
    const results = await prove(declaredIn(readState(await platform.exportState())), {
        http,
        caller: callerOf(http, emulator.deployer),
        agent: emulatorAgent(emulator),
        identityEndpoint: { url: emulator.identityEndpoint, header: emulator.identityHeader },
        now: emulator.clock.now(),
        wait,
        jobToken: ({ audience, issuer, subject = "" }) => emulator.issueFederatedToken({ audience, issuer, subject }),
        progress: () => undefined,
        sleep: async (milliseconds) => {
            rounds += 1;
            later(emulator.clock, milliseconds);
        },
    });
    const differences = results.filter(
        ({ expected, actual, evidence }) =>
            actual !== expected &&
            actual !== "skipped" &&
            // Who deploys owns the subscription.
            evidence.access?.principalId !== emulator.deployer.objectId,
    );
    return { differences, rounds };
}

const it = platformTest("realistic-profile", config(onMain("push").grants), "realistic").extend(
    "deployed",
    { scope: "file" },
    async ({ platform }) => {
        await whileTimeFlies(platform, up(platform));
        // Back to the moment at which the last role was given.
        const given = Object.values(platform.emulator.state.roleAssignments).map(({ createdOn }) =>
            Date.parse(createdOn),
        );
        platform.emulator.clock.set(new Date(Math.max(...given) + 1_000));
        return platform;
    },
);

describe("a stack on an Azure that takes its time", () => {
    it("is narrower than declared at first, and as declared once prove has waited", async ({ deployed }) => {
        expect((await proved(deployed, 0)).differences).not.toEqual([]);
        const { differences, rounds } = await proved(deployed, 600_000);
        expect(differences).toEqual([]);
        expect(rounds).toBeGreaterThan(1);
    });

    it("logs in", async ({ deployed, login }) => {
        expect(await login(await credentialOf(deployed, "RegistryServicePrincipal", "ci"))).toBe("allowed");
        expect(await login(await credentialOf(deployed, "RepositoryToken", "device"))).toBe("allowed");
    });

    it("keeps access for a while after it was taken away", async ({ deployed, login }) => {
        const credential = await credentialOf(deployed, "RegistryServicePrincipal", "ci");
        deployed.configure(config({ other: { registry: "other", permission: "push" } }));
        await up(deployed);
        const { clock, state } = deployed.emulator;
        const [removed] = state.removedRoleAssignments;
        clock.set(new Date(Date.parse(removed?.removedOn ?? "") + 1_000));
        expect(await login(credential)).toBe("allowed");
        later(clock, 60_000);
        expect(await login(credential)).toBe("refused");
    });
});
