// Private endpoints of a registry whose virtual network is in another region and resource group: made there, by a provider
// for the network's subscription, one after another and after the replication.
import { describe, expect } from "vitest";
import { programsTest } from "./fixtures";

const name = "private-endpoints";
const program = `
import * as azure from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry } from "acr-auth";

const group = new azure.resources.ResourceGroup("group", { location: "koreacentral" });
const network = new azure.resources.ResourceGroup("network", { resourceGroupName: "network", location: "japaneast" });
const hub = new azure.network.VirtualNetwork("hub", {
    virtualNetworkName: "hub",
    resourceGroupName: network.name,
    location: "japaneast",
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [{ name: "endpoints", addressPrefix: "10.0.1.0/24" }],
});
const subnetResourceId = new pulumi.Config().require("subnet");
const place = { resourceGroupName: network.name, location: "japaneast" };
new ContainerRegistry(
    "shop",
    {
        resourceGroupName: group.name,
        location: "koreacentral",
        sku: "Premium",
        replications: { japaneast: {} },
        privateEndpoints: {
            first: { subnetResourceId, ...place },
            second: { subnetResourceId: hub.id.apply((id) => id + "/subnets/endpoints"), ...place },
        },
    },
    { dependsOn: hub },
);
`;

const it = programsTest(name);

describe("a registry's private endpoints", () => {
    it("are made where their network is, in turn, and are quiet afterwards", async ({ programs }) => {
        const { subscriptionId } = programs.emulator.deployer;
        programs.write(name, program);
        await programs.initialize(name, "test", {
            subnet: `/subscriptions/${subscriptionId}/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/hub/subnets/endpoints`,
        });
        const { stdout } = await programs.pulumi(name, ["up", "--yes", "--skip-preview"]);
        const made = [...stdout.matchAll(/(?:PrivateEndpoint|Replication) (shop-\S+) (creating|created)/g)];
        expect(made.map(([, resource, what]) => `${resource} ${what}`)).toEqual([
            "shop-japaneast creating",
            "shop-japaneast created",
            "shop-endpoint-first creating",
            "shop-endpoint-first created",
            "shop-endpoint-second creating",
            "shop-endpoint-second created",
        ]);
        const endpoints = Object.values(programs.emulator.state.resources).filter(({ type }) =>
            type.endsWith("/privateEndpoints"),
        );
        expect(endpoints.map(({ id, location }) => [id.split("/")[4], location])).toEqual([
            ["network", "japaneast"],
            ["network", "japaneast"],
        ]);
        await programs.pulumi(name, ["preview", "--expect-no-changes"]);
        await programs.pulumi(name, ["destroy", "--yes", "--skip-preview"]);
    });
});
