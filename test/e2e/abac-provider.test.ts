// Whose subscription and login a registry in abac mode is made with. Its API version is a package of its own, which the
// engine gives neither the stack's azure-native settings nor the component's azure-native provider.
import { describe, expect } from "vitest";
import { programsTest } from "./fixtures";
import type { Programs } from "./programs";
import { nameOf, type StateResource } from "./support";

const name = "abac-provider";
const program = `
import * as azure from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry } from "acr-auth";

const group = new azure.resources.ResourceGroup("group", { location: "koreacentral" });
const mode = new pulumi.Config().get("mode") as "abac" | "legacy" | undefined;
const args = { resourceGroupName: group.name, roleAssignmentMode: mode };
new ContainerRegistry("configured", args);

const login = new pulumi.Config("login");
const [subscriptionId, tenantId, clientId] = ["subscriptionId", "tenantId", "clientId"].map((key) => login.require(key));
const provider = new azure.Provider("own", {
    subscriptionId,
    tenantId,
    clientId,
    clientSecret: login.requireSecret("clientSecret"),
});
new ContainerRegistry("given", args, { provider });
`;

const shipped = "pulumi:providers:azure-native";
const newer = "pulumi:providers:azure-native_containerregistry_v20250601preview";

/** An engine that is told nothing of Azure. */
const bare = { ARM_SUBSCRIPTION_ID: "", ARM_TENANT_ID: "", ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "" };

async function deploy(programs: Programs, mode: string, environment: Record<string, string> = bare): Promise<void> {
    await programs.pulumi(name, mode === "" ? ["config", "rm", "mode"] : ["config", "set", "mode", mode], bare);
    const { stdout } = await programs.up(name, [], environment);
    expect(stdout).not.toMatch(/:Registry \w+ (replac|delet)/);
}

/** The id of each registry, and type and name of the provider that it was last written with. */
async function registriesIn(programs: Programs): Promise<Record<string, [id: string, type: string, name: string]>> {
    const { stdout } = await programs.pulumi(name, ["stack", "export"], bare);
    expect(stdout).not.toContain(programs.emulator.deployer.clientSecret);
    const resources: (StateResource & { provider: string })[] = JSON.parse(stdout).deployment.resources;
    return Object.fromEntries(
        resources
            .filter(({ type }) => type.endsWith(":containerregistry:Registry"))
            .map(({ urn, id = "", provider }) => {
                const [types = "", providerName = ""] = provider.split("::").slice(2);
                return [nameOf(urn), [id, types.split("$").at(-1) ?? "", providerName]];
            }),
    );
}

const it = programsTest(name).extend("initialized", { scope: "file", auto: true }, async ({ programs }) => {
    programs.write(name, program);
    const login = Object.entries(programs.emulator.deployer).map(([key, value]) => [`login:${key}`, value]);
    await programs.initialize(name, "test", Object.fromEntries(login));
});

describe("a registry in abac mode", () => {
    it("is made in the subscription of azure-native's settings, switched and switched back, and never replaced", async ({
        programs,
    }) => {
        // All of it in the environment, which the engine's own provider of the package reads.
        await programs.pulumi(name, ["config", "rm", "azure-native:location"], bare);
        await deploy(programs, "abac", {});
        const { configured, given } = await registriesIn(programs);
        const [[configuredId], [givenId]] = [configured ?? [""], given ?? [""]];
        expect(configured?.slice(1)).toEqual([newer, expect.stringMatching(/^default_/)]);
        expect(given?.slice(1)).toEqual([newer, "own"]);

        // From here on in the stack's config alone.
        const { deployer } = programs.emulator;
        for (const [key, value] of Object.entries(deployer)) {
            const flag = key === "clientSecret" ? "--secret" : "--plaintext";
            await programs.pulumi(name, ["config", "set", flag, `azure-native:${key}`, value], bare);
        }
        const inNewer = {
            configured: [configuredId, newer, "acr-auth"],
            given: [givenId, newer, "own"],
        };
        await deploy(programs, "abac");
        expect(await registriesIn(programs)).toEqual(inNewer);
        await programs.pulumi(name, ["preview", "--expect-no-changes"], bare);
        await deploy(programs, "legacy");
        expect(await registriesIn(programs)).toEqual(inNewer);
        await deploy(programs, "");
        expect(await registriesIn(programs)).toEqual({
            configured: [configuredId, shipped, expect.stringMatching(/^default_/)],
            given: [givenId, shipped, "own"],
        });
        await deploy(programs, "abac");
        expect(await registriesIn(programs)).toEqual(inNewer);
        expect(configuredId).toMatch(new RegExp(`^/subscriptions/${deployer.subscriptionId}/`));
        await programs.pulumi(name, ["destroy", "--yes", "--skip-preview"], bare);
    });
});
