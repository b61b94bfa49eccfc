// What the end-to-end tests are given, by name. A fixture is made when the first test asks for it and closed after the last
// test of the file; files add fixtures of their own to these. Tests of a file run one after another, on the same platform.
import type { Profile } from "acr-emulator";
import { test } from "vitest";
import { azureCli } from "../../local/clients/azure-cli";
import type { Stack } from "../../local/platform";
import { registryClients } from "./clients";
import { openPrograms } from "./programs";
import { type Credential, dockerLogin, freshPlatform, loginServerOf, progress, up } from "./support";

/** `clients`: what every machine has; `az`: the Azure CLI, `undefined` where it can't be had. */
const withClients = test
    .extend("clients", { scope: "file" }, () => registryClients())
    .extend("az", { scope: "file" }, () => azureCli(progress));

/**
 * For the platform program on an emulator of its own, with a stack of this configuration (the sample stack's unless given).
 * `platform` has nothing deployed, `deployed` is the same after its stack is up, `loginServer` is the one of its registry
 * `main`, and `login` what `docker login` there comes to.
 */
export const platformTest = (name: string, stackConfig?: string, profile?: Profile) =>
    withClients
        .extend("opening", { scope: "file" }, { name, stackConfig, profile })
        .extend("platform", { scope: "file" }, async ({ opening }, { onCleanup }) => {
            const platform = await freshPlatform(opening.name, opening.stackConfig, opening.profile);
            onCleanup(() => platform.close());
            return platform;
        })
        .extend("deployed", { scope: "file" }, async ({ platform }) => {
            await up(platform);
            return platform;
        })
        .extend("loginServer", { scope: "file" }, ({ deployed }) => loginServerOf(deployed, "main"))
        .extend("login", { scope: "file" }, ({ deployed, loginServer }) => {
            return (credential: Pick<Credential, "username" | "password">) =>
                dockerLogin(deployed, loginServer, credential);
        });

/** For the sample stack, which refers to the partner's: that one, `partner`, is up before the first test. */
export const sampleTest = (name: string) =>
    platformTest(name).extend("partner", { scope: "file", auto: true }, async ({ platform }): Promise<Stack> => {
        const partner = await platform.openPartner();
        await up(partner);
        return partner;
    });

/** For tests each of which has a `platform` of its own. */
export const platformPerTest = (name: string, stackConfig: string) =>
    test.extend("opening", { name, stackConfig }).extend("platform", async ({ opening }, { onCleanup }) => {
        const platform = await freshPlatform(opening.name, opening.stackConfig);
        onCleanup(() => platform.close());
        return platform;
    });

/** For `programs` other than the platform, on an emulator of their own. */
export const programsTest = (name: string) =>
    withClients
        .extend("opening", { scope: "file" }, { name })
        .extend("programs", { scope: "file" }, async ({ opening }, { onCleanup }) => {
            const programs = await openPrograms(opening.name);
            onCleanup(() => programs.close());
            return programs;
        });
