// A token's passwords survive everything but their own rotation: new permissions, a disabled token enabled again.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../local/platform";
import { type Credential, credentialOf, dockerLogin, freshPlatform, loginServerOf, up } from "./support";

const config = (token: string): string => `
config:
  acr-auth:asOf: "2026-06-01"
  acr-auth:allowAsOf: true
  acr-auth:registries:
    main: {}
  acr-auth:repositoryTokens:
    device:
      registry: main
${token
    .split("\n")
    .map((line) => `      ${line}`)
    .join("\n")}
`;
const pull = "grants: { app: { repositories: [app], permission: pull } }";
const push = "grants: { app: { repositories: [app, 'team/*'], permission: push } }";

describe("a repository token", () => {
    let platform: Platform;
    let loginServer: string;
    let first: Credential;
    const device = () => credentialOf(platform, "RepositoryToken", "device");
    const login = (credential: Credential) => dockerLogin(platform, loginServer, credential);
    const deploy = (token: string): Promise<string> => {
        platform.configure(config(token));
        return up(platform);
    };

    beforeAll(async () => {
        platform = await freshPlatform("token-safety", config(pull));
        await up(platform);
        loginServer = await loginServerOf(platform, "main");
        first = await device();
    });
    afterAll(() => platform?.close());

    it("logs in when it is new", async () => {
        expect(await login(first)).toBe("allowed");
    });

    it("keeps its passwords when its permissions change", async () => {
        await deploy(push);
        expect(await device()).toEqual(first);
        expect(await login(first)).toBe("allowed");
    });

    it("is refused while it is disabled, and keeps its passwords when it is enabled again", async () => {
        await deploy(`enabled: false\n${push}`);
        expect(await login(first)).toBe("refused");
        await deploy(`enabled: true\n${push}`);
        expect(await device()).toEqual(first);
        expect(await login(first)).toBe("allowed");
    });

    it("keeps its passwords over a refresh and a change after it", async () => {
        const { code } = await platform.pulumi(["refresh", "--yes", "--skip-preview"]);
        expect(code).toBe(0);
        await deploy(pull);
        expect(await device()).toEqual(first);
        expect(await login(first)).toBe("allowed");
    });

    it("gets new passwords at once when its revision is raised, and the old one is refused", async () => {
        await deploy(`revision: 1\n${pull}`);
        const second = await device();
        expect(second.password).not.toBe(first.password);
        expect(await login(second)).toBe("allowed");
        expect(await login(first)).toBe("refused");
    });
});
