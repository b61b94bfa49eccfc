import { Provider } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ContainerRegistry, type ContainerRegistryArgs } from "../../components";
import { problemText } from "../../components/inputs/validation";
import { adminUserEnded, adminUserProblems } from "../../components/registry/admin-user";
import { record, registryReference } from "../support/mocks";

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

        it("can't have a provider of its own, because the API version is another provider", async () => {
            const declared = record(() => {
                const provider = new Provider("own", { subscriptionId: "s" });
                void new ContainerRegistry(
                    "shop",
                    { resourceGroupName: "rg", roleAssignmentMode: "abac" },
                    { providers: [provider] },
                );
            });
            await expect(declared).rejects.toThrow(
                "roleAssignmentMode: can't be set on a registry with an azure-native provider of its own (given: \"abac\"). Declare the registry with the stack's own azure-native settings.",
            );
        });

        it("can be taken over by the shipped SDK", async () => {
            const recorder = await record(() => void new ContainerRegistry("shop", { resourceGroupName: "rg" }));
            const registry = recorder
                .resources()
                .find(({ type }) => type === "azure-native:containerregistry:Registry");
            expect(registry?.options.aliases).toContainEqual({ type: newer });
        });
    });

    describe("with an admin user", () => {
        const adminUser = { reason: "The build server has no other login yet.", expiresOn: "2026-12-01" };

        it("turns it on and regenerates both passwords, as secrets", async () => {
            const outputs: { registry?: ContainerRegistry } = {};
            const recorder = await record(() => {
                outputs.registry = new ContainerRegistry("shop", {
                    resourceGroupName: "rg",
                    adminUser: { ...adminUser, revision: 2 },
                    asOf: "2026-11-30",
                });
            });
            expect(recorder.inputs(":Registry", "shop")).toMatchObject({ adminUserEnabled: true });
            expect(recorder.inputs(":AdminPasswords", "shop-admin-passwords")).toMatchObject({
                registryId: registryReference("shop0a1b2c3d").resourceId,
                registryCreatedOn: "2026-11-23T00:00:00Z",
                loginServer: "shop0a1b2c3d.azurecr.io",
                revision: 2,
            });
            const { adminPassword, adminPassword2 } = outputs.registry ?? {};
            if (adminPassword === undefined || adminPassword2 === undefined) {
                throw new Error("There are no passwords.");
            }
            expect(await recorder.value(adminPassword)).toBe("value-of-shop-admin-passwords");
            expect(await recorder.value(adminPassword2)).toBe("value2-of-shop-admin-passwords");
            expect(await pulumi.isSecret(adminPassword)).toBe(true);
            expect(await pulumi.isSecret(adminPassword2)).toBe(true);
        });

        it("turns it off by itself on the day, and goes on", async () => {
            const outputs: { registry?: ContainerRegistry } = {};
            const recorder = await record(() => {
                outputs.registry = new ContainerRegistry("shop", {
                    resourceGroupName: "rg",
                    adminUser,
                    asOf: "2026-12-01",
                });
            });
            expect(recorder.inputs(":Registry", "shop")).toMatchObject({ adminUserEnabled: false });
            expect(recorder.tree().filter((line) => line.includes("AdminPasswords"))).toEqual([]);
            expect(outputs.registry?.adminPassword).toBeUndefined();
            expect(adminUserEnded(adminUser)).toBe(
                "The admin user ended on 2026-12-01 and is turned off. Remove adminUser, or move adminUser.expiresOn and say why.",
            );
        });

        it.each([
            [
                { reason: " ", expiresOn: "2026-12-24" },
                [
                    'adminUser.expiresOn: is more than 30 days after 2026-11-23 (given: "2026-12-24"). Choose an earlier day; it can be moved later while the need lasts.',
                    "adminUser.reason: is empty. Say why the admin user is needed; it is shown in the access report.",
                ],
            ],
            [
                { reason: "x", expiresOn: "soon", revision: -1 },
                [
                    'adminUser.expiresOn: is not a date (given: "soon"). Write it as YYYY-MM-DD, such as 2026-05-31.',
                    "adminUser.revision: must be an integer of at least 0 (given: -1). Use 0 or a larger integer.",
                ],
            ],
            [{ reason: "x", expiresOn: "2026-12-23" }, []],
            [{ reason: "x", expiresOn: "2020-01-01" }, []],
        ])("finds in %j the problems %j", (given, expected) => {
            expect(adminUserProblems(given, "2026-11-23").map(problemText)).toEqual(expected);
        });
    });
});
