// Break glass from its opening to its end: both passwords are regenerated whenever it opens, and no earlier one works.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../local/platform";
import { dockerLogin, freshPlatform, loginServerOf, resources, reveal, up } from "./support";

const config = (asOf: string, adminUser: string): string => `
config:
  acr-auth:asOf: "${asOf}"
  acr-auth:allowAsOf: true
  acr-auth:registries:
    main: ${adminUser}
  acr-auth:repositoryTokens:
    device: { registry: main, startsOn: "2026-01-01", grants: { app: { repositories: [app], permission: pull } } }
`;
const open = (revision: number, expiresOn = "2026-06-20"): string =>
    `{ adminUser: { reason: "the build server is being replaced", expiresOn: "${expiresOn}", revision: ${revision} } }`;

describe("the admin user of a registry", () => {
    let platform: Platform;
    let username: string;
    let loginServer: string;
    let first: string[];
    let second: string[];

    const deploy = (asOf: string, adminUser: string): Promise<string> => {
        platform.emulator.clock.set(new Date(`${asOf}T12:00:00Z`));
        platform.configure(config(asOf, adminUser));
        return up(platform);
    };
    const passwords = async (): Promise<string[]> => {
        const found = (await resources(platform)).find(({ type }) => type.endsWith(":AdminPasswords"));
        return [found?.outputs.password, found?.outputs.password2].map((value) => String(reveal(value)));
    };
    const logins = (given: string[]) =>
        Promise.all(given.map((password) => dockerLogin(platform, loginServer, { username, password })));

    beforeAll(async () => {
        platform = await freshPlatform("admin-user", config("2026-06-01", open(0)));
        await up(platform);
        loginServer = await loginServerOf(platform, "main");
        username = loginServer.split(".")[0] ?? "";
        first = await passwords();
    });
    afterAll(() => platform?.close());

    it("logs in with either password while it is on", async () => {
        expect(new Set(first).size).toBe(2);
        expect(await logins(first)).toEqual(["allowed", "allowed"]);
    });

    it("keeps both over a deployment that is not about them", async () => {
        await deploy("2026-06-02", open(0, "2026-06-21"));
        expect(await passwords()).toEqual(first);
    });

    it("has both replaced by a revision", async () => {
        await deploy("2026-06-03", open(1));
        second = await passwords();
        expect(await logins(second)).toEqual(["allowed", "allowed"]);
        expect(await logins(first)).toEqual(["refused", "refused"]);
    });

    it("is turned off by the first deployment past its day, with a warning, while all else goes on", async () => {
        const printed = await deploy("2026-06-30", open(1));
        expect(printed).toContain("The admin user ended on 2026-06-20 and is turned off.");
        expect(printed).toMatch(/TokenPassword device-password2 created/);
        expect(await logins(second)).toEqual(["refused", "refused"]);
    });

    it("knows none of the passwords of before when it is opened again", async () => {
        await deploy("2026-07-01", open(1, "2026-07-20"));
        const third = await passwords();
        expect(await logins(third)).toEqual(["allowed", "allowed"]);
        expect(await logins([...first, ...second])).toEqual(["refused", "refused", "refused", "refused"]);
    });
});
