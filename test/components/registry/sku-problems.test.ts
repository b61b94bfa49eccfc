import { describe, expect, it } from "vitest";
import { parts, problems } from "./support";

const subnet = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/n";

describe("a registry", () => {
    it("has no parts unless asked for", async () => {
        expect(await parts({})).toEqual([]);
    });

    it("refuses every Premium feature on a Standard registry at once", () => {
        const given = problems({
            publicNetworkAccess: false,
            dataEndpoint: true,
            untaggedRetentionDays: 7,
            exports: false,
            privateEndpoints: { hub: { subnetResourceId: subnet } },
            replications: { japaneast: {} },
            customerManagedKey: { keyUri: "k", identityResourceId: "i", identityClientId: "c" },
        });
        expect(given).toEqual([
            "publicNetworkAccess: needs the Premium SKU, and this registry has Standard (given: false). Set sku to Premium, or leave publicNetworkAccess out.",
            "dataEndpoint: needs the Premium SKU, and this registry has Standard (given: true). Set sku to Premium, or leave dataEndpoint out.",
            "untaggedRetentionDays: needs the Premium SKU, and this registry has Standard (given: 7). Set sku to Premium, or leave untaggedRetentionDays out.",
            "exports: needs the Premium SKU, and this registry has Standard (given: false). Set sku to Premium, or leave exports out.",
            'privateEndpoints: needs the Premium SKU, and this registry has Standard (given: ["hub"]). Set sku to Premium, or leave privateEndpoints out.',
            'replications: needs the Premium SKU, and this registry has Standard (given: ["japaneast"]). Set sku to Premium, or leave replications out.',
            "customerManagedKey: needs the Premium SKU, and this registry has Standard. Set sku to Premium, or leave customerManagedKey out.",
        ]);
    });
});
