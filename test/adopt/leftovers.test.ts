// What no component declares is listed, each with its reason; what reaches no registry is not.
import { expect, it } from "vitest";
import { normalise } from "../../estate/resource";
import {
    adoptionOf,
    guid,
    oid,
    registry,
    registryId,
    roleAssignment,
    scopeMap,
    subscriptionId,
    undeclaredIn,
    user,
} from "./estate";

const kim = user(1, "Kim", "kim@contoso.com");
const group = `/subscriptions/${subscriptionId}/resourceGroups/old`;
const at = (scope: string, role: Parameters<typeof roleAssignment>[1]["role"] = "AcrPull") =>
    undeclaredIn([registry("contoso"), kim, roleAssignment(1, { role, principalId: oid(1), scope })]);

const other = (type: string, id: string, name: string, properties: Record<string, unknown>) =>
    normalise({ urn: id, id, type, name, inputs: properties, outputs: properties });

it.each([
    [group, "AcrPull of Kim on resource group old"],
    [`/subscriptions/${subscriptionId}`, `AcrPull of Kim on subscription ${subscriptionId}`],
    ["/providers/Microsoft.Management/managementGroups/root", "AcrPull of Kim on management group root"],
    ["/", "AcrPull of Kim on the tenant's root"],
])("a role at %s", (scope, what) => {
    expect(at(scope)).toEqual([
        `${what}: its scope is wider than a registry; assign the role on the registries that need it and adopt those`,
    ]);
});

it("a role on a part of a registry", () => {
    expect(at(`${registryId("contoso")}/scopeMaps/x`)).toEqual([
        "AcrPull of Kim on scopemaps x: its scope is a part of the registry, and a grant is for a registry",
    ]);
});

it("not a role elsewhere, nor one above that says nothing about registries", () => {
    expect(at(`/subscriptions/${subscriptionId}/resourceGroups/other`)).toEqual([]);
    expect(at(group, { id: "12345678-0000-0000-0000-000000000000" })).toEqual([]);
});

it("an eligible role and a deny assignment", () => {
    const scope = registryId("contoso");
    const pim = `${scope}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances/${guid(1)}`;
    const deny = `${group}/providers/Microsoft.Authorization/denyAssignments/${guid(2)}`;
    const estate = [
        registry("contoso"),
        other("azure-native:authorization:PimRoleEligibilitySchedule", pim, guid(1), {
            scope,
            principalId: oid(1),
            roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/role",
        }),
        other("azure-native:authorization:DenyAssignment", deny, guid(2), {
            scope: group,
            denyAssignmentName: "stack",
        }),
    ];
    expect(undeclaredIn(estate)).toEqual([
        `Eligibility of ${oid(1)} for role role on ${scope}: roles that are activated for some hours (Privileged Identity Management) are no grants; keep them there`,
        `Deny assignment stack on ${group}: only Azure's own services make deny assignments`,
    ]);
    const elsewhere = other("azure-native:authorization:DenyAssignment", "/deny", "deny", {
        scope: "/subscriptions/other",
    });
    expect(undeclaredIn([registry("contoso"), elsewhere])).toEqual([]);
});

it("a scope map that no token uses, but none of the registry's own", () => {
    const estate = [registry("contoso"), scopeMap("contoso", "old", []), scopeMap("contoso", "_repositories_pull", [])];
    expect(adoptionOf(estate).undeclared).toEqual([
        {
            what: "Scope map old of registry contoso",
            id: `${registryId("contoso")}/scopeMaps/old`,
            why: "no token uses it",
            command: "az acr scope-map delete --registry contoso --name old --yes",
        },
    ]);
});

it("parts of a registry that give nobody a login", () => {
    const id = `${registryId("contoso")}/webhooks/notify`;
    const estate = [registry("contoso"), other("azure-native:containerregistry:Webhook", id, "notify", {})];
    expect(undeclaredIn(estate)).toEqual([
        "Registry webhook notify of registry contoso: it gives nobody a login, and stays as it is",
    ]);
});

it.each([
    ["CanNotDelete", "it gives nobody a login, and stays as it is"],
    ["ReadOnly", "it refuses every change, the deployment's as well: remove it before the first `pulumi up`"],
])("a lock %s on a registry or above it", (level, why) => {
    const lockOn = (scope: string) =>
        other("azure-native:authorization:ManagementLockByScope", `${scope}/locks/keep`, "keep", { scope, level });
    const elsewhere = lockOn(`/subscriptions/${subscriptionId}/resourceGroups/other`);
    expect(undeclaredIn([registry("contoso"), lockOn(registryId("contoso")), lockOn(group), elsewhere])).toEqual([
        `Lock keep on ${registryId("contoso")}: ${why}`,
        `Lock keep on ${group}: ${why}`,
    ]);
});
