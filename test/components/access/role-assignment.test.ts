import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { assignRole } from "../../../components/access/role-assignment";
import { roleAssignmentName } from "../../../components/access/role-assignment-name";
import { record, subscriptionId } from "../../support/mocks";

const scope = `/subscriptions/${subscriptionId}/resourceGroups/registries/providers/Microsoft.KeyVault/vaults/contoso/secrets/web`;
const roleId = "4633458b-17de-408a-b874-0445c86b69e6";

async function inputs(condition?: string) {
    const recorder = await record(() => {
        const principal = { id: "principal", type: "Group" };
        assignRole("web", { scope: pulumi.output(scope), principal, roleId, condition }, {});
    });
    return recorder.inputs(":RoleAssignment", "web");
}

describe("assignRole", () => {
    it("names the assignment by scope, principal and role, and the role in the scope's subscription", async () => {
        expect(await inputs()).toEqual({
            roleAssignmentName: roleAssignmentName(scope, "principal", roleId),
            scope,
            principalId: "principal",
            principalType: "Group",
            roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
        });
    });

    it("gives the version of a condition with it", async () => {
        expect(await inputs("(true)")).toMatchObject({ condition: "(true)", conditionVersion: "2.0" });
    });
});
