// What someone changed by hand: a refresh sees it, the next deployment puts it right, and passwords that were replaced
// behind the stack's back are recreated.
import { describe, expect } from "vitest";
import type { Platform } from "../../local/platform";
import { platformTest } from "./fixtures";
import { credentialOf, onMain, pullsApp, refresh, stackConfig, up } from "./support";

const startsOn = "2026-06-01";
const config = stackConfig(startsOn, {
    registries: { main: {} },
    servicePrincipals: { ci: { startsOn, ...onMain("pull") } },
    repositoryTokens: { device: { startsOn, ...pullsApp } },
});

const it = platformTest("drift", config).extend("refreshed", { scope: "file" }, async ({ deployed }) => {
    // The first refresh records the tokens' passwords, which were made after the token.
    await refresh(deployed);
    return deployed;
});

function resourceOf({ emulator }: Platform, type: string) {
    const found = Object.values(emulator.state.resources).find((each) => each.type.endsWith(type));
    if (found === undefined) throw new Error(`The emulator has no ${type}.`);
    return found;
}

describe("drift", () => {
    it("closes an admin user that was opened by hand", async ({ refreshed: platform }) => {
        const { properties } = resourceOf(platform, "/registries");
        properties.adminUserEnabled = true;
        expect(await refresh(platform)).toMatch(/Registry main updated/);
        expect(await up(platform)).toMatch(/Registry main updated .*adminUserEnabled/);
        expect(resourceOf(platform, "/registries").properties.adminUserEnabled).toBe(false);
    });

    it("gives back a role that was taken away", async ({ refreshed: platform }) => {
        const { roleAssignments } = platform.emulator.state;
        const [id] = Object.entries(roleAssignments).find(([, { scope }]) => scope.includes("/registries/")) ?? [];
        if (id === undefined) throw new Error("The emulator has no role assignment on the registry.");
        delete roleAssignments[id];
        await refresh(platform);
        await up(platform);
        expect(Object.keys(roleAssignments)).toContain(id);
    });

    it("regenerates a token's password that someone else has replaced", async ({ refreshed: platform, login }) => {
        const before = await credentialOf(platform, "RepositoryToken", "device");
        const token = resourceOf(platform, "/tokens");
        const passwords = platform.emulator.state.registryPasswords[token.id.toLowerCase()] ?? [];
        for (const password of passwords) {
            password.hash = "0".repeat(64);
            password.creationTime = "2026-06-01T13:00:00.0000000+00:00";
        }
        expect(await login(before)).toBe("refused");
        await refresh(platform);
        await up(platform);
        const after = await credentialOf(platform, "RepositoryToken", "device");
        expect(after.password).not.toBe(before.password);
        expect(await login(after)).toBe("allowed");
    });
});
