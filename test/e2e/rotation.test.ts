// Credentials over time, on the real engine with the emulator's clock moved: one slot rotates per period, what was read as
// current keeps working for a period, and a stack that was left alone for too long heals at its next deployment.
import { describe, expect } from "vitest";
import type { Platform } from "../../local/platform";
import { platformTest } from "./fixtures";
import {
    type Credential,
    credentialOf,
    dayAfter,
    deployOn,
    nameOf,
    onMain,
    pullsApp,
    snapshot,
    stackConfig,
    summary,
} from "./support";

const day = (offset: number): string => dayAfter("2026-06-01", offset);
const config = (asOf: string): string =>
    stackConfig(asOf, {
        registries: { main: {} },
        servicePrincipals: { ci: { startsOn: "2025-10-01", ...onMain("push") } },
        repositoryTokens: { device: { startsOn: "2025-11-20", ...pullsApp } },
    });

const it = platformTest("rotation", config(day(0)));
const deploy = (platform: Platform, offset: number) => deployOn(day(offset), platform, config(day(offset)));
const currentOf = async (platform: Platform): Promise<Record<"ci" | "device", Credential>> => ({
    ci: await credentialOf(platform, "RegistryServicePrincipal", "ci"),
    device: await credentialOf(platform, "RepositoryToken", "device"),
});

describe("rotation", () => {
    it("changes nothing on another day of the same period", async ({ deployed }) => {
        const before = await snapshot(deployed);
        const printed = await deploy(deployed, 1);
        expect(Object.keys(summary(printed))).toEqual(["unchanged"]);
        expect(await snapshot(deployed)).toEqual(before);
    });

    it("replaces one slot of each credential after exactly one period, and both credentials log in", async ({
        deployed,
        login,
    }) => {
        await deploy(deployed, 0);
        const before = await snapshot(deployed);
        const read = await currentOf(deployed);
        const printed = await deploy(deployed, 180);
        const after = await snapshot(deployed);

        expect(summary(printed)).toMatchObject({ created: 1, updated: 1, deleted: 1 });
        const changed = new Set(
            [...before.keys(), ...after.keys()].filter((urn) => before.get(urn) !== after.get(urn)).map(nameOf),
        );
        // Beside the slots, only the two components show a change: the new password and its end.
        expect([...changed].sort()).toEqual(["ci", "ci-password-0", "ci-password-2", "device", "device-password1"]);

        const rotated = await currentOf(deployed);
        expect(rotated.ci.password).not.toBe(read.ci.password);
        expect(rotated.device.password).not.toBe(read.device.password);
        for (const credential of [read.ci, rotated.ci, read.device, rotated.device]) {
            expect(await login(credential)).toBe("allowed");
        }
    });

    it("heals after 400 days without a deployment: the old credentials are refused, the new ones log in", async ({
        deployed,
        login,
    }) => {
        await deploy(deployed, 180);
        const old = await currentOf(deployed);
        for (const credential of Object.values(old)) expect(await login(credential)).toBe("allowed");
        deployed.emulator.clock.set(new Date(`${day(180 + 400)}T12:00:00Z`));
        for (const credential of Object.values(old)) expect(await login(credential)).toBe("refused");

        await deploy(deployed, 180 + 400);
        for (const credential of Object.values(await currentOf(deployed)))
            expect(await login(credential)).toBe("allowed");
        for (const credential of Object.values(old)) expect(await login(credential)).toBe("refused");
    });
});
