// Who logged in as a registry's admin user, asked of the emulator's Log Analytics: what the log shows, and why it may not.
import { type RunningEmulator, startEmulator } from "acr-emulator";
import { describe, expect, test } from "vitest";
import { buildGraph } from "../../../../estate";
import { readLive } from "../../../../estate/sources/subscription";
import { readAdminLogins } from "../../../../estate/sources/subscription/admin-logins";
import { callerOf, emulatorAgent } from "../../../../local/clients/azure";
import { deploying } from "../../../proofs/local-stack";
import { temporaryFolder } from "../../../support/folder";

const it = test.extend("folder", temporaryFolder).extend("azure", async ({ folder }, { onCleanup }) => {
    const emulator = await startEmulator({ directory: folder });
    onCleanup(() => emulator.close());
    return azureOn(emulator);
});

async function azureOn(emulator: RunningEmulator) {
    const { arm, http } = deploying(emulator);
    const { subscriptionId } = emulator.deployer;
    const group = `/subscriptions/${subscriptionId}/resourceGroups/old`;
    await arm.change("PUT", `${group}?api-version=2024-11-01`, { location: "koreacentral" });
    const workspace = `${group}/providers/Microsoft.OperationalInsights/workspaces/logs`;
    await arm.change("PUT", `${workspace}?api-version=2022-10-01`, { location: "koreacentral" });
    const registryOf = (name: string) => `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;
    const asDeployer = { accessTokens: callerOf(http, emulator.deployer), agent: emulatorAgent(emulator) };
    return {
        emulator,
        workspace,
        async registry(name: string, { adminUserEnabled = true, logged = true } = {}) {
            const id = registryOf(name);
            const settings = `${id}/providers/Microsoft.Insights/diagnosticSettings/logs?api-version=2021-05-01-preview`;
            await arm.change("PUT", `${id}?api-version=2025-06-01-preview`, {
                location: "koreacentral",
                sku: { name: "Standard" },
                properties: { adminUserEnabled },
            });
            if (!logged) return id;
            const logs = [{ category: "ContainerRegistryLoginEvents", enabled: true }];
            await arm.change("PUT", settings, { properties: { workspaceId: workspace, logs } });
            return id;
        },
        login(registry: string, identity: string, { userAgent = "docker/27.0", status = 200 } = {}) {
            emulator.state.loginEvents.push({
                ...{ workspaceId: workspace.toLowerCase(), registryId: registry, identity, userAgent, status },
                ...{ loginServer: "", region: "koreacentral", jwtId: "", correlationId: "" },
                time: emulator.clock.now().toISOString(),
            });
        },
        async read() {
            const { resources, gaps } = await readLive({ subscriptions: [subscriptionId], ...asDeployer });
            return readAdminLogins({ graph: buildGraph(resources, gaps), ...asDeployer });
        },
    };
}

describe("the log of a registry", () => {
    it("shows each client of the admin user, with how often and when last", async ({ azure }) => {
        const contoso = await azure.registry("contosoold");
        const other = await azure.registry("fabrikamold");
        for (const _ of [1, 2]) azure.login(contoso, "contosoold");
        azure.login(contoso, "contosoold", { userAgent: "curl/8.0" });
        azure.login(contoso, "contosoold", { userAgent: "refused", status: 401 });
        azure.login(contoso, "a-token");
        azure.login(other, "contosoold", { userAgent: "another registry" });
        const last = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
        expect(Object.fromEntries(await azure.read())).toEqual({
            [contoso.toLowerCase()]: [
                { from: "127.0.0.1", userAgent: "docker/27.0", count: 2, last },
                { from: "127.0.0.1", userAgent: "curl/8.0", count: 1, last },
            ],
            [other.toLowerCase()]: [],
        });
    });

    it("is empty where the workspace holds nothing, and is not asked where the admin user is off", async ({
        azure,
    }) => {
        const contoso = await azure.registry("contosoold");
        await azure.registry("fabrikamold", { adminUserEnabled: false });
        expect(Object.fromEntries(await azure.read())).toEqual({ [contoso.toLowerCase()]: [] });
    });

    it("is not known without a diagnostic setting, or without its workspace", async ({ azure }) => {
        const unlogged = await azure.registry("unlogged", { logged: false });
        const gone = await azure.registry("unreadable");
        delete azure.emulator.state.resources[azure.workspace.toLowerCase()];
        expect(Object.fromEntries(await azure.read())).toEqual({
            [unlogged.toLowerCase()]: {
                unknown: "no diagnostic setting of the registry sends its logins to a workspace",
            },
            [gone.toLowerCase()]: {
                unknown: expect.stringMatching(/^its workspace was not read \(management\.azure\.com answered 404 /),
            },
        });
    });
});
