// Break glass from its opening to its end: both passwords are regenerated whenever it opens, and no earlier one works.
import { describe, expect } from "vitest";
import type { Platform } from "../../local/platform";
import { platformTest } from "./fixtures";
import { deployOn, pullsApp, resources, reveal, stackConfig } from "./support";

const config = (asOf: string, revision: number, expiresOn = "2026-06-20", tags = {}): string =>
    stackConfig(asOf, {
        registries: {
            main: { tags, adminUser: { reason: "the build server is being replaced", expiresOn, revision } },
        },
        repositoryTokens: { device: { ...pullsApp, startsOn: "2026-01-01" } },
    });

const deploy = (platform: Platform, asOf: string, ...admin: [revision: number, expiresOn?: string]): Promise<string> =>
    deployOn(asOf, platform, config(asOf, ...admin));

async function passwordsOf(platform: Platform): Promise<string[]> {
    const found = (await resources(platform)).find(({ type }) => type.endsWith(":AdminPasswords"));
    return [found?.outputs.password, found?.outputs.password2].map((value) => String(reveal(value)));
}

const it = platformTest("admin-user", config("2026-06-01", 0))
    .extend("logins", { scope: "file" }, ({ loginServer, login }) => {
        const username = loginServer.split(".")[0] ?? "";
        return (passwords: string[]) => Promise.all(passwords.map((password) => login({ username, password })));
    })
    .extend("first", { scope: "file" }, ({ deployed }) => passwordsOf(deployed))
    // After a revision two days later.
    .extend("second", { scope: "file" }, async ({ deployed }) => {
        await deploy(deployed, "2026-06-03", 1);
        return passwordsOf(deployed);
    });

describe("the admin user of a registry", () => {
    it("logs in with either password while it is on", async ({ first, logins }) => {
        expect(new Set(first).size).toBe(2);
        expect(await logins(first)).toEqual(["allowed", "allowed"]);
    });

    it("keeps both over a deployment that is not about them", async ({ deployed, first }) => {
        await deploy(deployed, "2026-06-02", 0, "2026-06-21");
        expect(await passwordsOf(deployed)).toEqual(first);
    });

    it("keeps both over a change of the registry itself, and its preview says so", async ({ deployed, first }) => {
        const tagged = config("2026-06-02", 0, "2026-06-21", { team: "web" });
        deployed.configure(tagged);
        const { stdout } = await deployed.pulumi(["preview"]);
        expect(stdout).toMatch(/Registry main update/);
        expect(stdout).not.toContain("AdminPasswords");
        await deployOn("2026-06-02", deployed, tagged);
        expect(await passwordsOf(deployed)).toEqual(first);
    });

    it("has both replaced by a revision", async ({ first, second, logins }) => {
        expect(await logins(second)).toEqual(["allowed", "allowed"]);
        expect(await logins(first)).toEqual(["refused", "refused"]);
    });

    it("is turned off by the first deployment past its day, with a warning, while all else goes on", async ({
        deployed,
        second,
        logins,
    }) => {
        const printed = await deploy(deployed, "2026-06-30", 1);
        expect(printed).toContain("The admin user ended on 2026-06-20 and is turned off.");
        expect(printed).toMatch(/TokenPassword device-password2 created/);
        expect(await logins(second)).toEqual(["refused", "refused"]);
    });

    it("knows none of the passwords of before when it is opened again", async ({ deployed, first, second, logins }) => {
        await deploy(deployed, "2026-07-01", 1, "2026-07-20");
        expect(await logins(await passwordsOf(deployed))).toEqual(["allowed", "allowed"]);
        expect(await logins([...first, ...second])).toEqual(["refused", "refused", "refused", "refused"]);
    });
});
