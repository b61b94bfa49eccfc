import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { declare, parts, problems, registryId } from "./support";

const subnet = (subscriptionId: string) =>
    `/subscriptions/${subscriptionId}/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/hub/subnets/endpoints`;

describe("the private endpoints of a registry", () => {
    it("are declared with their DNS zones", async () => {
        const args: Partial<ContainerRegistryArgs> = {
            sku: "Premium",
            location: "koreacentral",
            privateEndpoints: { hub: { subnetResourceId: subnet("S"), dnsZoneResourceIds: ["/zone"] } },
        };
        expect(await parts(args)).toEqual([
            "azure-native:network:PrivateDnsZoneGroup shop-endpoint-hub-dns < shop",
            "azure-native:network:PrivateEndpoint shop-endpoint-hub < shop",
        ]);
        expect((await declare(args)).inputs(":PrivateEndpoint", "shop-endpoint-hub")).toMatchObject({
            resourceGroupName: "rg",
            location: "koreacentral",
            subnet: { id: subnet("S") },
            privateLinkServiceConnections: [
                { name: "shop-hub", privateLinkServiceId: registryId, groupIds: ["registry"] },
            ],
        });
    });

    it("are in the region, resource group and subscription that they are given", async () => {
        const recorder = await declare({
            sku: "Premium",
            location: "koreacentral",
            privateEndpoints: {
                near: { subnetResourceId: subnet("S") },
                far: {
                    subnetResourceId: subnet("T"),
                    location: "japaneast",
                    resourceGroupName: "far",
                    dnsZoneResourceIds: ["/zone"],
                },
                later: { subnetResourceId: pulumi.output(subnet("T")), resourceGroupName: "far" },
            },
        });
        const providerOf = (name: string) =>
            recorder.resources().find((each) => each.name === name && each.type.includes(":network:"))?.provider;
        expect(recorder.inputs(":PrivateEndpoint", "shop-endpoint-far")).toMatchObject({
            resourceGroupName: "far",
            location: "japaneast",
        });
        expect(recorder.inputs(":PrivateDnsZoneGroup", "shop-endpoint-far-dns")).toMatchObject({
            resourceGroupName: "far",
        });
        expect(recorder.inputs("pulumi:providers:azure-native", "acr-auth-t")).toEqual({ subscriptionId: "t" });
        expect(recorder.inputs("pulumi:providers:azure-native", "shop-endpoint-later")).toEqual({
            subscriptionId: "t",
        });
        expect(providerOf("shop-endpoint-near")).toBe("");
        expect(providerOf("shop-endpoint-far")).toContain("pulumi:providers:azure-native::acr-auth-t");
        expect(providerOf("shop-endpoint-far-dns")).toContain("pulumi:providers:azure-native::acr-auth-t");
        expect(providerOf("shop-endpoint-later")).toContain("pulumi:providers:azure-native::shop-endpoint-later");
    });

    it("are made one after another, and after the replications", async () => {
        const recorder = await declare({
            sku: "Premium",
            replications: { japaneast: {} },
            privateEndpoints: {
                hub: { subnetResourceId: subnet("S"), dnsZoneResourceIds: ["/zone"] },
                spoke: { subnetResourceId: subnet("S") },
            },
        });
        const dependenciesOf = (name: string) => {
            const { dependsOn = [] } = recorder.resources().find((each) => each.name === name)?.options ?? {};
            return (dependsOn as unknown as { __name: string }[]).map((resource) => resource.__name);
        };
        expect(dependenciesOf("shop-endpoint-hub")).toEqual(["shop-japaneast"]);
        expect(dependenciesOf("shop-endpoint-spoke")).toEqual(["shop-endpoint-hub", "shop-endpoint-hub-dns"]);
    });

    it("refuse what is not the id of a subnet", () => {
        expect(problems({ sku: "Premium", privateEndpoints: { hub: { subnetResourceId: "hub/endpoints" } } })).toEqual([
            'privateEndpoints.hub.subnetResourceId: is not the ARM id of a subnet (given: "hub/endpoints"). Give the id that `az network vnet subnet show --query id` prints.',
        ]);
    });
});
