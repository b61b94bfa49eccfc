// What someone changed by hand: a refresh sees it, the next deployment puts it right, and passwords that were replaced
// behind the stack's back are recreated.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../local/platform";
import { credentialOf, dockerLogin, freshPlatform, loginServerOf, up } from "./support";

const config = `
config:
  acr-auth:asOf: "2026-06-01"
  acr-auth:allowAsOf: true
  acr-auth:registries:
    main: {}
  acr-auth:servicePrincipals:
    ci:
      startsOn: "2026-06-01"
      grants:
        main: { registry: main, permission: pull }
  acr-auth:repositoryTokens:
    device:
      registry: main
      startsOn: "2026-06-01"
      grants:
        app: { repositories: [app], permission: pull }
`;

describe("drift", () => {
    let platform: Platform;
    const resource = (type: string) => {
        const found = Object.values(platform.emulator.state.resources).find((each) => each.type.endsWith(type));
        if (found === undefined) throw new Error(`The emulator has no ${type}.`);
        return found;
    };
    const refresh = async (): Promise<string> => {
        const { code, stdout, stderr } = await platform.pulumi(["refresh", "--yes", "--skip-preview"]);
        expect(code, `${stdout}${stderr}`).toBe(0);
        return stdout;
    };

    beforeAll(async () => {
        platform = await freshPlatform("drift", config);
        await up(platform);
        // The first refresh records the tokens' passwords, which were made after the token.
        await refresh();
    });
    afterAll(() => platform?.close());

    it("closes an admin user that was opened by hand", async () => {
        const { properties } = resource("/registries");
        properties.adminUserEnabled = true;
        expect(await refresh()).toMatch(/Registry main updated/);
        expect(await up(platform)).toMatch(/Registry main updated .*adminUserEnabled/);
        expect(resource("/registries").properties.adminUserEnabled).toBe(false);
    });

    it("gives back a role that was taken away", async () => {
        const { roleAssignments } = platform.emulator.state;
        const [id] = Object.entries(roleAssignments).find(([, { scope }]) => scope.includes("/registries/")) ?? [];
        if (id === undefined) throw new Error("The emulator has no role assignment on the registry.");
        delete roleAssignments[id];
        await refresh();
        await up(platform);
        expect(Object.keys(roleAssignments)).toContain(id);
    });

    it("regenerates a token's password that someone else has replaced", async () => {
        const before = await credentialOf(platform, "RepositoryToken", "device");
        const loginServer = await loginServerOf(platform, "main");
        const token = resource("/tokens");
        const passwords = platform.emulator.state.registryPasswords[token.id.toLowerCase()] ?? [];
        for (const password of passwords) {
            password.hash = "0".repeat(64);
            password.creationTime = "2026-06-01T13:00:00.0000000+00:00";
        }
        expect(await dockerLogin(platform, loginServer, before)).toBe("refused");
        await refresh();
        await up(platform);
        const after = await credentialOf(platform, "RepositoryToken", "device");
        expect(after.password).not.toBe(before.password);
        expect(await dockerLogin(platform, loginServer, after)).toBe("allowed");
    });
});
