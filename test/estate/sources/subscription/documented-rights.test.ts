// The rights of a reader as docs/permissions.md gives them: they are enough, and each of them is needed for a list.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import * as lists from "../../../../estate/sources/subscription/lists";
import { newPipeline } from "../../../e2e/documented-rights";
import { estateTest as it } from "./estate-on-emulator";

const text = readFileSync("docs/permissions.md", "utf8");
const [, definition = ""] = /role definition create --role-definition '(\{.*?\n\})'/s.exec(text) ?? [];
const { Actions: documented = [] } = JSON.parse(definition.replace(/'"\$\w+"'/g, "x") || "{}") as {
    Actions?: string[];
};

describe("the documented rights of a reader", () => {
    it("are the actions of the lists that are read, and no other", () => {
        const registry = "/providers/Microsoft.ContainerRegistry/registries/one";
        const identity = "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one";
        const account = "/providers/Microsoft.Batch/batchAccounts/one";
        const { registries, registryChildren, replications, diagnosticSettings, scopedLists } = lists;
        const { identities, federatedCredentials, subscriptionLists, batchAccounts, batchPools } = lists;
        const needed = [
            ...[registries, identities, batchAccounts, ...scopedLists, ...subscriptionLists].map((list) => [list, ""]),
            ...[...registryChildren, replications, diagnosticSettings].map((list) => [list, registry]),
            [federatedCredentials, identity],
            [batchPools, account],
        ] as [lists.ArmList, string][];
        const actions = needed.map(([list, at]) => lists.actionFor(list, at));
        expect(documented).toEqual([...new Set(actions)].sort());
    });

    it("read an estate whole", async ({ estate }) => {
        const registry = await estate.registry("documented", { tokens: 1, sku: "Premium" });
        const shop = await estate.application("documented");
        await estate.assign("AcrPull", registry, shop.principalId);
        await estate.assign("AcrPull", registry, await estate.identity("documented"));
        const name = randomUUID();
        const roles = `${estate.subscription}/providers/Microsoft.Authorization/roleDefinitions`;
        const properties = {
            roleName: "Registry estate reader",
            assignableScopes: [estate.subscription],
            permissions: [{ actions: documented, notActions: [], dataActions: [], notDataActions: [] }],
        };
        await estate.arm.change("PUT", `${roles}/${name}?api-version=2022-04-01`, { properties });
        const reader = await newPipeline(estate.emulator);
        const assignment = `${estate.subscription}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
        await estate.arm.change("PUT", `${assignment}?api-version=2022-04-01`, {
            properties: {
                roleDefinitionId: `${roles}/${name}`,
                principalId: reader.deployer.objectId,
                principalType: "ServicePrincipal",
            },
        });
        reader.permit("Directory.Read.All");
        const live = await estate.read({ as: reader.deployer, expandGroups: true });
        expect(live.gaps).toEqual([]);
        const whole = await estate.read({ expandGroups: true });
        expect(live.resources).toEqual(whole.resources);

        reader.forbid("Directory.Read.All");
        const without = await estate.read({ as: reader.deployer, expandGroups: true });
        expect(without.gaps.map(({ why }) => why)).toEqual(["not asked: needs Application.Read.All"]);
    });
});
