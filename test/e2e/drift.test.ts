// What someone changed by hand: a refresh sees it, the next deployment puts it right, and passwords that were replaced
// behind the stack's back are recreated.
import { describe, expect } from "vitest";
import type { Platform } from "../../local/platform";
import { platformTest } from "./fixtures";
import { credentialOf, onMain, pullsApp, refresh, stackConfig, up } from "./support";

const startsOn = "2026-06-01";
const config = (revision = 0): string =>
    stackConfig(startsOn, {
        registries: { main: {} },
        servicePrincipals: { ci: { startsOn, ...onMain("pull") } },
        repositoryTokens: { device: { startsOn, revision, ...pullsApp } },
    });

const it = platformTest("drift", config()).extend("refreshed", { scope: "file" }, async ({ deployed }) => {
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

    it("gives a token its own scope map back, and lets it keep its password", async ({
        refreshed: platform,
        login,
    }) => {
        const before = await credentialOf(platform, "RepositoryToken", "device");
        const { properties } = resourceOf(platform, "/tokens");
        const { scopeMapId } = properties;
        properties.scopeMapId = String(scopeMapId).replace(/[^/]+$/, "_repositories_admin");
        await refresh(platform);
        await up(platform);
        expect(resourceOf(platform, "/tokens").properties.scopeMapId).toBe(scopeMapId);
        expect(await credentialOf(platform, "RepositoryToken", "device")).toEqual(before);
        expect(await login(before)).toBe("allowed");
    });

    it("is seen by a refresh that expects none, tokens with new passwords left out", async ({ deployed: platform }) => {
        const expectNone = (...flags: string[]) =>
            platform.pulumi(["refresh", "--yes", "--skip-preview", "--expect-no-changes", ...flags]);
        const withoutTokens = ["--exclude", "**containerregistry:Token::*"];
        platform.configure(config(1));
        await up(platform);
        expect((await expectNone(...withoutTokens)).code).toBe(0);
        resourceOf(platform, "/tokens").properties.status = "disabled";
        expect((await expectNone(...withoutTokens)).stdout).toMatch(/TokenStatus device-status updated/);
        await up(platform);
        // Once recorded, new passwords are no change any more.
        await refresh(platform);
        expect((await expectNone()).code).toBe(0);
    });
});
