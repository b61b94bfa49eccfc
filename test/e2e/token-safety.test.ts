// A token's passwords survive everything but their own rotation: new permissions, a disabled token enabled again.
import { describe, expect } from "vitest";
import type { Platform } from "../../local/platform";
import { platformTest } from "./fixtures";
import { credentialOf, refresh, stackConfig, up } from "./support";

const pull = { grants: { app: { repositories: ["app"], permission: "pull" } } };
const push = { grants: { app: { repositories: ["app", "team/*"], permission: "push" } } };
const config = (token: object): string =>
    stackConfig("2026-06-01", {
        registries: { main: {} },
        repositoryTokens: { device: { registry: "main", ...token } },
    });

const deviceOf = (platform: Platform) => credentialOf(platform, "RepositoryToken", "device");
function deploy(platform: Platform, token: object): Promise<string> {
    platform.configure(config(token));
    return up(platform);
}

const it = platformTest("token-safety", config(pull)).extend("first", { scope: "file" }, ({ deployed }) =>
    deviceOf(deployed),
);

describe("a repository token", () => {
    it("logs in when it is new", async ({ first, login }) => {
        expect(await login(first)).toBe("allowed");
    });

    it("keeps its passwords when its permissions change", async ({ deployed, first, login }) => {
        await deploy(deployed, push);
        expect(await deviceOf(deployed)).toEqual(first);
        expect(await login(first)).toBe("allowed");
    });

    it("is refused while it is disabled, and keeps its passwords when it is enabled again", async ({
        deployed,
        first,
        login,
    }) => {
        await deploy(deployed, { enabled: false, ...push });
        expect(await login(first)).toBe("refused");
        await deploy(deployed, { enabled: true, ...push });
        expect(await deviceOf(deployed)).toEqual(first);
        expect(await login(first)).toBe("allowed");
    });

    it("keeps its passwords over a refresh and a change after it", async ({ deployed, first, login }) => {
        await refresh(deployed);
        await deploy(deployed, pull);
        expect(await deviceOf(deployed)).toEqual(first);
        expect(await login(first)).toBe("allowed");
    });

    it("gets new passwords at once when its revision is raised, and the old one is refused", async ({
        deployed,
        first,
        login,
    }) => {
        await deploy(deployed, { revision: 1, ...pull });
        const second = await deviceOf(deployed);
        expect(second.password).not.toBe(first.password);
        expect(await login(second)).toBe("allowed");
        expect(await login(first)).toBe("refused");
    });
});
