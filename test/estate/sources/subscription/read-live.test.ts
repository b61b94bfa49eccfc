// The live estate on the emulator: what is there is read in the shape of azure-native, in the same order each time.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { addDenyAssignment } from "../../../../emulator/control/deny-assignments";
import { buildGraph } from "../../../../estate";
import { roles } from "../../../proofs/local-stack";
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

    it("reads who may take a role for some hours, and whom a deny assignment stops", async ({ estate }) => {
        const registry = await estate.registry("livetwo");
        const { clock, settings } = estate.emulator;
        const someone = await estate.application("sometimes");
        const authorization = `${registry}/providers/Microsoft.Authorization`;
        await estate.arm.change(
            "PUT",
            `${authorization}/roleEligibilityScheduleRequests/${randomUUID()}?api-version=2020-10-01`,
            {
                properties: {
                    principalId: someone.principalId,
                    roleDefinitionId: `${estate.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles.AcrPush}`,
                    requestType: "AdminAssign",
                    scheduleInfo: { startDateTime: clock.now().toISOString(), expiration: { type: "NoExpiration" } },
                },
            },
        );
        addDenyAssignment(estate.emulator, {
            scope: registry,
            denyAssignmentName: "managed",
            permissions: [{ actions: ["*/write"] }],
            principals: [{ id: someone.principalId }],
        });
        const live = await estate.read();
        const [eligible] = live.resources.filter(({ kind }) => kind === "roleEligibility");
        expect(eligible?.inputs).toMatchObject({
            scope: registry,
            principalId: someone.principalId,
            memberType: expect.any(String),
        });
        const [denied] = live.resources.filter(({ kind }) => kind === "denyAssignment");
        expect(denied?.inputs).toMatchObject({ scope: registry, denyAssignmentName: "managed" });
        // Who may log in for some hours only has a password all the same.
        expect(one(live, "applicationPassword", "sometimes 0").inputs.applicationId).toBe(
            `/applications/${someone.id}`,
        );
        expect(live.gaps).toEqual([]);

        settings.privilegedIdentityManagement = false;
        const unlicensed = await estate.read();
        settings.privilegedIdentityManagement = true;
        expect(unlicensed.gaps).toEqual([]);
    });

    it("says at each stage what it reads", async ({ estate }) => {
        await estate.registry("livethree");
        const lines: string[] = [];
        await estate.read({ registries: ["livethree"], progress: (line) => lines.push(line) });
        const { subscriptionId } = estate.emulator.deployer;
        expect(lines).toEqual([
            `subscription ${subscriptionId}: registries`,
            `subscription ${subscriptionId}: 1 registry, role assignments, identities and what runs containers`,
            "directory: 1 principal with a role",
            "directory: credentials of 1 application",
        ]);
    });
});
