import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ContainerRegistry, type ContainerRegistryArgs } from "../../components";
import { record } from "../support/mocks";

const registryInputs = async (args: Partial<ContainerRegistryArgs> = {}) =>
    (await record(() => void new ContainerRegistry("shop", { resourceGroupName: "rg", ...args }))).inputs(
        ":Registry",
        "shop",
    );

describe("ContainerRegistry", () => {
    it("declares a registry and the random end of its name", async () => {
        const recorder = await record(() => void new ContainerRegistry("web-shop", { resourceGroupName: "rg" }));
        expect(recorder.tree()).toEqual([
            "acr-auth:index:ContainerRegistry web-shop",
            "azure-native:containerregistry:Registry web-shop < web-shop",
            "random:index/randomId:RandomId web-shop-suffix < web-shop",
        ]);
        expect(recorder.inputs(":Registry", "web-shop")).toMatchObject({
            registryName: "webshop0a1b2c3d",
            sku: { name: "Standard" },
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } },
        });
    });

    it("takes a name as it is and makes no random one", async () => {
        const recorder = await record(
            () => void new ContainerRegistry("shop", { resourceGroupName: "rg", registryName: "contoso01" }),
        );
        expect(recorder.tree()).toEqual([
            "acr-auth:index:ContainerRegistry shop",
            "azure-native:containerregistry:Registry shop < shop",
        ]);
        expect(recorder.inputs(":Registry", "shop")).toMatchObject({ registryName: "contoso01" });
    });

    it.each<[string, Partial<ContainerRegistryArgs>, Record<string, unknown>]>([
        ["the SKU", { sku: "Basic" }, { sku: { name: "Basic" } }],
        ["tags", { tags: { team: "web" } }, { tags: { team: "web" } }],
        ["the location", { location: "koreacentral" }, { location: "koreacentral" }],
        ["anonymous pull", { anonymousPull: true }, { anonymousPullEnabled: true }],
        [
            "ARM-audience tokens",
            { armAudienceTokens: true },
            { policies: { azureADAuthenticationAsArmPolicy: { status: "enabled" } } },
        ],
        ["data endpoints", { sku: "Premium", dataEndpoint: true }, { dataEndpointEnabled: true }],
        ["a closed network", { sku: "Premium", publicNetworkAccess: false }, { publicNetworkAccess: "Disabled" }],
    ])("passes %s on", async (_, args, inputs) => {
        expect(await registryInputs(args)).toMatchObject(inputs);
    });

    it("offers name, id, login server and a reference", async () => {
        const outputs: { registry?: ContainerRegistry } = {};
        const recorder = await record(() => {
            outputs.registry = new ContainerRegistry("shop", { resourceGroupName: "rg" });
        });
        const { registry } = outputs;
        if (registry === undefined) {
            throw new Error("There is no registry.");
        }
        expect(await recorder.value(registry.name)).toBe("shop0a1b2c3d");
        expect(await recorder.value(registry.loginServer)).toBe("shop0a1b2c3d.azurecr.io");
        expect(await recorder.value(pulumi.output(registry.reference))).toEqual({
            resourceId:
                "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/registries/providers/Microsoft.ContainerRegistry/registries/shop0a1b2c3d",
            loginServer: "shop0a1b2c3d.azurecr.io",
            roleAssignmentMode: "legacy",
        });
    });

    it("says everything that is wrong at once and declares nothing", async () => {
        const recorded = record(
            () =>
                void new ContainerRegistry("shop", {
                    resourceGroupName: "rg",
                    registryName: "my-registry",
                    sku: "Basic",
                    anonymousPull: true,
                    dataEndpoint: true,
                    publicNetworkAccess: false,
                }),
        );
        await expect(recorded).rejects.toThrow(
            [
                'Invalid arguments for ContainerRegistry "shop":',
                '  registryName: is not a registry name (given: "my-registry"). Use 5 to 50 letters and digits, and no other characters.',
                "  anonymousPull: needs the Standard SKU, and this registry has Basic (given: true). Set sku to Standard, or leave anonymousPull out.",
                "  publicNetworkAccess: needs the Premium SKU, and this registry has Basic (given: false). Set sku to Premium, or leave publicNetworkAccess out.",
                "  dataEndpoint: needs the Premium SKU, and this registry has Basic (given: true). Set sku to Premium, or leave dataEndpoint out.",
            ].join("\n"),
        );
    });

    it("previews with nothing known yet", async () => {
        const recorder = await record(() => void new ContainerRegistry("shop", { resourceGroupName: "rg" }), {
            preview: true,
        });
        expect(recorder.tree()).toHaveLength(3);
        expect(recorder.inputs(":Registry", "shop")).toMatchObject({ adminUserEnabled: false });
    });

    describe("in abac mode", () => {
        const newer = "azure-native_containerregistry_v20250601preview:containerregistry:Registry";

        it("uses the API version that knows the mode, and takes over what the older one made", async () => {
            const outputs: { registry?: ContainerRegistry } = {};
            const recorder = await record(() => {
                outputs.registry = new ContainerRegistry("shop", {
                    resourceGroupName: "rg",
                    roleAssignmentMode: "abac",
                    preparedMode: "legacy",
                });
            });
            expect(recorder.tree()).toEqual([
                "acr-auth:index:ContainerRegistry shop",
                `${newer} shop < shop`,
                "random:index/randomId:RandomId shop-suffix < shop",
            ]);
            expect(recorder.inputs(":Registry", "shop")).toMatchObject({
                roleAssignmentMode: "AbacRepositoryPermissions",
                adminUserEnabled: false,
            });
            const registry = recorder.resources().find(({ type }) => type === newer);
            expect(registry?.options.aliases).toEqual([{ type: "azure-native:containerregistry:Registry" }]);
            expect(outputs.registry?.reference).toMatchObject({ roleAssignmentMode: "abac", preparedMode: "legacy" });
        });

        it("goes back to legacy by the same API version", async () => {
            const inputs = await registryInputs({ roleAssignmentMode: "legacy" });
            expect(inputs).toMatchObject({ roleAssignmentMode: "LegacyRegistryPermissions" });
        });

        it("can be taken over by the shipped SDK", async () => {
            const recorder = await record(() => void new ContainerRegistry("shop", { resourceGroupName: "rg" }));
            const registry = recorder
                .resources()
                .find(({ type }) => type === "azure-native:containerregistry:Registry");
            expect(registry?.options.aliases).toContainEqual({ type: newer });
        });
    });
});
