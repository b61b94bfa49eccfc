// Whose subscription and login a registry in abac mode is made with. Its API version is a package of its own, which the
// engine gives neither the stack's azure-native settings nor the component's azure-native provider.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPrograms, type Programs } from "./programs";
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

describe("a registry in abac mode", () => {
    let programs: Programs;
    /** An engine that is told nothing of Azure. */
    const bare = { ARM_SUBSCRIPTION_ID: "", ARM_TENANT_ID: "", ARM_CLIENT_ID: "", ARM_CLIENT_SECRET: "" };
    const pulumi = (args: string[], environment: Record<string, string> = bare) =>
        programs.pulumi(name, args, environment);
    const up = async (mode: string, environment?: Record<string, string>): Promise<void> => {
        await pulumi(mode === "" ? ["config", "rm", "mode"] : ["config", "set", "mode", mode]);
        const { stdout } = await pulumi(["up", "--yes", "--skip-preview"], environment);
        expect(stdout).not.toMatch(/:Registry \w+ (replac|delet)/);
    };
    /** The id of each registry, and type and name of the provider that it was last written with. */
    const registries = async (): Promise<Record<string, [id: string, type: string, name: string]>> => {
        const { stdout } = await pulumi(["stack", "export"]);
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
    };

    beforeAll(async () => {
        programs = await openPrograms(name);
        programs.write(name, program);
        const login = Object.entries(programs.emulator.deployer).map(([key, value]) => [`login:${key}`, value]);
        await programs.initialize(name, "test", Object.fromEntries(login));
    });
    afterAll(() => programs?.close());

    it("is made in the subscription of azure-native's settings, switched and switched back, and never replaced", async () => {
        // All of it in the environment, which the engine's own provider of the package reads.
        await pulumi(["config", "rm", "azure-native:location"]);
        await up("abac", {});
        const { configured, given } = await registries();
        const [[configuredId], [givenId]] = [configured ?? [""], given ?? [""]];
        expect(configured?.slice(1)).toEqual([newer, expect.stringMatching(/^default_/)]);
        expect(given?.slice(1)).toEqual([newer, "own"]);

        // From here on in the stack's config alone.
        const { deployer } = programs.emulator;
        for (const [key, value] of Object.entries(deployer)) {
            const flag = key === "clientSecret" ? "--secret" : "--plaintext";
            await pulumi(["config", "set", flag, `azure-native:${key}`, value]);
        }
        const inNewer = {
            configured: [configuredId, newer, "acr-auth"],
            given: [givenId, newer, "own"],
        };
        await up("abac");
        expect(await registries()).toEqual(inNewer);
        await pulumi(["preview", "--expect-no-changes"]);
        await up("legacy");
        expect(await registries()).toEqual(inNewer);
        await up("");
        expect(await registries()).toEqual({
            configured: [configuredId, shipped, expect.stringMatching(/^default_/)],
            given: [givenId, shipped, "own"],
        });
        await up("abac");
        expect(await registries()).toEqual(inNewer);
        expect(configuredId).toMatch(new RegExp(`^/subscriptions/${deployer.subscriptionId}/`));
        await pulumi(["destroy", "--yes", "--skip-preview"]);
    });
});
