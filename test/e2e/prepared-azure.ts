// What somebody else has set up in the subscription of the emulator's deployer before a stack is deployed: a resource group,
// a vault, a role for somebody.
import { randomUUID } from "node:crypto";
import { builtInRoles, type RunningEmulator } from "acr-emulator";
import { Arm } from "../../local/clients/azure";
import { deploying } from "../proofs/local-stack";

/** Azure Resource Manager as the emulator's deployer changes it. */
export function armOf(emulator: RunningEmulator, apiVersion: string): Arm {
    const { http, caller } = deploying(emulator);
    return new Arm(http, caller, apiVersion);
}

/** Answers the ARM id of the group. */
export async function makeResourceGroup(emulator: RunningEmulator, name: string): Promise<string> {
    const group = `/subscriptions/${emulator.deployer.subscriptionId}/resourceGroups/${name}`;
    await armOf(emulator, "2024-11-01").change("PUT", group, { location: "koreacentral" });
    return group;
}

/** A vault whose secrets the deployer manages; answers its ARM id. */
export async function makeVault(emulator: RunningEmulator, group: string, name: string): Promise<string> {
    const { tenantId, objectId } = emulator.deployer;
    const vault = `${group}/providers/Microsoft.KeyVault/vaults/${name}`;
    const properties = { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true };
    await armOf(emulator, "2024-11-01").change("PUT", vault, { location: "koreacentral", properties });
    await giveRole(emulator, "Key Vault Secrets Officer", vault, objectId);
    return vault;
}

/** Gives a service principal a built-in role, by the name that Azure has for it; answers the assignment's ARM id. */
export async function giveRole(
    emulator: RunningEmulator,
    roleName: string,
    scope: string,
    principalId: string,
    condition?: string,
): Promise<string> {
    const role = builtInRoles.find((each) => each.roleName === roleName);
    if (role === undefined) throw new Error(`The emulator knows no role ${roleName}.`);
    const subscription = `/subscriptions/${emulator.deployer.subscriptionId}`;
    const assignment = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
    await armOf(emulator, "2022-04-01").change("PUT", assignment, {
        properties: {
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role.name}`,
            principalId,
            principalType: "ServicePrincipal",
            ...(condition === undefined ? {} : { condition, conditionVersion: "2.0" }),
        },
    });
    return assignment;
}
