// The live estate on the emulator: what is there is read in the shape of azure-native, in the same order each time.
import { describe, expect } from "vitest";
import { buildGraph } from "../../../../estate";
import { ids, estateTest as it, one } from "./estate-on-emulator";

describe("readLive", () => {
    it("reads registries with their tokens, scope maps and role assignments as azure-native has them", async ({
        estate,
    }) => {
        const registry = await estate.registry("liveone", { tokens: 1 });
        const robot = await estate.identity("robot");
        const assignment = await estate.assign("AcrPull", registry, robot);
        const live = await estate.read();
        const found = one(live, "registry", "liveone");
        expect(found).toMatchObject({ urn: registry, id: registry, type: "azure-native:containerregistry:Registry" });
        expect(found.inputs).toMatchObject({
            registryName: "liveone",
            resourceGroupName: "estate",
            loginServer: "liveone.azurecr.io",
            adminUserEnabled: false,
            anonymousPullEnabled: false,
            sku: { name: "Standard" },
            roleAssignmentMode: "LegacyRegistryPermissions",
        });
        expect(found.outputs).toBe(found.inputs);
        expect(one(live, "token", "token0").inputs).toMatchObject({
            tokenName: "token0",
            registryName: "liveone",
            scopeMapId: `${registry}/scopeMaps/scope0`,
            status: "enabled",
        });
        expect(one(live, "scopeMap", "scope0").inputs).toMatchObject({
            actions: ["repositories/team0/*/content/read"],
        });
        const graph = buildGraph(live.resources, live.gaps);
        const held = graph.assignments.find(({ resource }) => resource.id === assignment);
        expect(held).toMatchObject({
            role: { displayName: "AcrPull" },
            reaches: "yes",
            principal: { objectId: robot },
        });
        expect(held?.registry?.name).toBe("liveone");
        expect(held?.principal.resource?.name).toBe("robot");
        expect(ids(live.resources, "roleAssignment").length).toBeGreaterThan(1);
    });
});
