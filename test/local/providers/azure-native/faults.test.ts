// What the fake azure-native provider makes of errors of Azure.
import type { RunningEmulator } from "acr-emulator";
import { describe, expect, test, vi } from "vitest";
import { providerEnvironment } from "../running-provider";
import { azureNativeForTests, types } from "./deploying";

const { emulator, start, provider, deploy, newGroup, registryName } = azureNativeForTests();

describe("injected faults", () => {
    test("a wrong secret is told without showing it", async () => {
        const { deployer } = emulator();
        const azure = await start("azure-native", {
            environment: { ...providerEnvironment(emulator(), deployer), ARM_CLIENT_SECRET: "not-the-secret" },
            configuration: { location: "westeurope" },
        });
        const create = azure.create(types.Group, "rg", { resourceGroupName: "rg", location: "westeurope" });
        await expect(create).rejects.toMatchObject({ details: expect.stringContaining("AADSTS7000215") });
        await expect(create).rejects.toMatchObject({ details: expect.not.stringContaining("not-the-secret") });
    });

    test.each<["throttling" | "a server error" | "a dropped connection", RunningEmulator["faults"][number]["effect"]]>([
        [
            "throttling",
            {
                status: 429,
                headers: { "retry-after": "0" },
                body: { error: { code: "TooManyRequests", message: "slow down" } },
            },
        ],
        [
            "a server error",
            {
                status: 500,
                headers: { "retry-after": "0" },
                body: { error: { code: "InternalServerError", message: "oops" } },
            },
        ],
        ["a dropped connection", "drop"],
    ])("%s is retried", async (_, effect) => {
        const name = `rg-${crypto.randomUUID()}`;
        emulator().faults.push({
            host: /^management\.azure\.com$/,
            method: "PUT",
            path: new RegExp(`/${name}$`),
            effect,
        });
        const { state } = await deploy(types.Group, "rg", { resourceGroupName: name });
        expect(state.name).toBe(name);
        expect(emulator().faults).toEqual([]);
    });

    test("an operation that fails leaves the resource in state, with the reason", async () => {
        const name = registryName();
        emulator().faults.push({
            host: /^management\.azure\.com$/,
            path: /operationStatuses/,
            effect: { status: 200, body: { status: "Failed", error: { code: "OutOfCapacity", message: "No room." } } },
        });
        const azure = await provider();
        const resourceGroupName = await newGroup();
        const { inputs } = await azure.check(types.Registry, "registry", {
            resourceGroupName,
            registryName: name,
            sku: { name: "Premium" },
        });
        const error = await azure.create(types.Registry, "registry", inputs).then(
            () => undefined,
            (reason) => reason,
        );
        expect(error.details).toMatch(
            new RegExp(`^PUT /.*/registries/${name}: the operation ended as Failed, code OutOfCapacity: No room\\.$`),
        );
        expect(String(error.metadata.get("grpc-status-details-bin"))).toContain("pulumirpc.ErrorResourceInitFailed");
    });

    test("a cancelled deployment ends the wait and leaves the resource in state", async () => {
        const name = registryName();
        const azure = await start("azure-native", {
            environment: providerEnvironment(emulator(), emulator().deployer),
            configuration: { location: "westeurope" },
        });
        const { inputs } = await azure.check(types.Registry, "registry", {
            resourceGroupName: await newGroup(),
            registryName: name,
            sku: { name: "Premium" },
        });
        const polls = { path: /operationStatuses/, host: /^management\.azure\.com$/ };
        const before = emulator().log.requests.filter(({ path }) => polls.path.test(path)).length;
        emulator().faults.push({ ...polls, times: 1000, effect: { status: 200, body: { status: "Creating" } } });
        const created = azure.create(types.Registry, "registry", inputs).then(
            () => undefined,
            (reason) => reason,
        );
        await vi.waitUntil(
            () => emulator().log.requests.filter(({ path }) => polls.path.test(path)).length > before,
            10_000,
        );
        await azure.cancel();
        const error = await created;
        emulator().faults.length = 0;
        expect(error.details).toMatch(
            new RegExp(`^PUT /.*/registries/${name}: the deployment was cancelled before the operation ended$`),
        );
        expect(String(error.metadata.get("grpc-status-details-bin"))).toContain("pulumirpc.ErrorResourceInitFailed");
    });
});
