import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { declare, parts, registryId } from "./support";

describe("the private endpoints of a registry", () => {
    it("are declared with their DNS zones", async () => {
        const args: Partial<ContainerRegistryArgs> = {
            sku: "Premium",
            location: "koreacentral",
            privateEndpoints: { hub: { subnetResourceId: "/subnet", dnsZoneResourceIds: ["/zone"] } },
        };
        expect(await parts(args)).toEqual([
            "azure-native:network:PrivateDnsZoneGroup shop-endpoint-hub-dns < shop",
            "azure-native:network:PrivateEndpoint shop-endpoint-hub < shop",
        ]);
        expect((await declare(args)).inputs(":PrivateEndpoint", "shop-endpoint-hub")).toMatchObject({
            resourceGroupName: "rg",
            location: "koreacentral",
            subnet: { id: "/subnet" },
            privateLinkServiceConnections: [
                { name: "shop-hub", privateLinkServiceId: registryId, groupIds: ["registry"] },
            ],
        });
    });
});
