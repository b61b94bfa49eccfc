import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { declare, parts, problems } from "./support";

describe("the replications of a registry", () => {
    it("are declared by region", async () => {
        const args: Partial<ContainerRegistryArgs> = {
            sku: "Premium",
            replications: { japaneast: {}, eastus: { serving: false } },
        };
        expect(await parts(args)).toEqual([
            "azure-native:containerregistry:Replication shop-eastus < shop",
            "azure-native:containerregistry:Replication shop-japaneast < shop",
        ]);
        expect((await declare(args)).inputs(":Replication", "shop-eastus")).toMatchObject({
            replicationName: "eastus",
            location: "eastus",
            regionEndpointEnabled: false,
        });
    });

    it.each<[string, Partial<ContainerRegistryArgs>, string[]]>([
        [
            "a copy at home and in a region that is none",
            { sku: "Premium", location: "koreacentral", replications: { koreacentral: {}, "Japan East": {} } },
            [
                "replications.koreacentral: is the region of the registry itself. Leave it out.",
                "replications.Japan East: is not the name of an Azure region. Use the name without spaces and capitals, such as japaneast.",
            ],
        ],
    ])("refuse %s", (_, args, expected) => {
        expect(problems(args)).toEqual(expected);
    });
});
