// Credentials over time, on the real engine with the emulator's clock moved: one slot rotates per period, what was read as
// current keeps working for a period, and a stack that was left alone for too long heals at its next deployment.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../local/platform";
import {
    type Credential,
    credentialOf,
    dockerLogin,
    freshPlatform,
    loginServerOf,
    nameOf,
    snapshot,
    summary,
    up,
} from "./support";

const firstDay = "2026-06-01";
const day = (offset: number): string =>
    new Date(Date.parse(`${firstDay}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);

const config = (asOf: string): string => `
config:
  acr-auth:asOf: "${asOf}"
  acr-auth:allowAsOf: true
  acr-auth:registries:
    main: {}
  acr-auth:servicePrincipals:
    ci:
      startsOn: "2025-10-01"
      grants:
        main: { registry: main, permission: push }
  acr-auth:repositoryTokens:
    device:
      registry: main
      startsOn: "2025-11-20"
      grants:
        app: { repositories: [app], permission: pull }
`;

describe("rotation", () => {
    let platform: Platform;
    let loginServer: string;
    const current = async (): Promise<Record<"ci" | "device", Credential>> => ({
        ci: await credentialOf(platform, "RegistryServicePrincipal", "ci"),
        device: await credentialOf(platform, "RepositoryToken", "device"),
    });
    const deployOn = async (offset: number): Promise<string> => {
        platform.emulator.clock.set(new Date(`${day(offset)}T12:00:00Z`));
        platform.configure(config(day(offset)));
        return up(platform);
    };
    const login = (credential: Credential) => dockerLogin(platform, loginServer, credential);

    beforeAll(async () => {
        platform = await freshPlatform("rotation", config(firstDay));
        await up(platform);
        loginServer = await loginServerOf(platform, "main");
    });
    afterAll(() => platform?.close());

    it("changes nothing on another day of the same period", async () => {
        const before = await snapshot(platform);
        const printed = await deployOn(1);
        expect(Object.keys(summary(printed))).toEqual(["unchanged"]);
        expect(await snapshot(platform)).toEqual(before);
    });

    it("replaces one slot of each credential after exactly one period, and both credentials log in", async () => {
        await deployOn(0);
        const before = await snapshot(platform);
        const read = await current();
        const printed = await deployOn(180);
        const after = await snapshot(platform);

        expect(summary(printed)).toMatchObject({ created: 1, updated: 1, deleted: 1 });
        const changed = new Set(
            [...before.keys(), ...after.keys()].filter((urn) => before.get(urn) !== after.get(urn)).map(nameOf),
        );
        // Beside the slots, only the two components show a change: the new password and its end.
        expect([...changed].sort()).toEqual(["ci", "ci-password-0", "ci-password-2", "device", "device-password1"]);

        const rotated = await current();
        expect(rotated.ci.password).not.toBe(read.ci.password);
        expect(rotated.device.password).not.toBe(read.device.password);
        for (const credential of [read.ci, rotated.ci, read.device, rotated.device]) {
            expect(await login(credential)).toBe("allowed");
        }
    });

    it("heals after 400 days without a deployment: the old credentials are refused, the new ones log in", async () => {
        await deployOn(180);
        const old = await current();
        for (const credential of Object.values(old)) expect(await login(credential)).toBe("allowed");
        platform.emulator.clock.set(new Date(`${day(180 + 400)}T12:00:00Z`));
        for (const credential of Object.values(old)) expect(await login(credential)).toBe("refused");

        await deployOn(180 + 400);
        for (const credential of Object.values(await current())) expect(await login(credential)).toBe("allowed");
        for (const credential of Object.values(old)) expect(await login(credential)).toBe("refused");
    });
});
