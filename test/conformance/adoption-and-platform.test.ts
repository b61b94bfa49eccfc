// What adopt foretells is what the platform program declares: every resource of the import file and every one that the plan
// says is created, below the same component, under the same name, and by the names that it has in Azure. Anything else
// would be a replacement.
import { expect, it } from "vitest";
import { stackConfig } from "../../adopt/config-file";
import { importFile } from "../../adopt/import-file";
import { planOf } from "../../adopt/plan";
import { platform } from "../../platform/platform";
import {
    abacRegistry,
    adoptionOf,
    application,
    applicationPassword,
    asOf,
    cluster,
    federatedCredential,
    groupOf,
    identity,
    identityId,
    oid,
    registry,
    registryId,
    roleAssignment,
    scopeMap,
    servicePrincipal,
    subscriptionId,
    token,
    user,
} from "../adopt/estate";
import { asText, invokes } from "../platform/support";
import { record } from "../support/mocks";

const role = (
    number: number,
    name: Parameters<typeof roleAssignment>[1]["role"],
    principal: number,
    on: string,
    type: string,
) => roleAssignment(number, { role: name, principalId: oid(principal), principalType: type, scope: registryId(on) });

const estate = [
    registry("contoso", { adminUserEnabled: true, anonymousPullEnabled: true, policies: {}, tags: { team: "shop" } }),
    registry("Premium1", {
        sku: { name: "Premium" },
        networkRuleSet: { defaultAction: "Deny", ipRules: [{ value: "203.0.113.0/24" }] },
        dataEndpointEnabled: true,
        networkRuleBypassOptions: "None",
        policies: {
            retentionPolicy: { status: "enabled", days: 30 },
            azureADAuthenticationAsArmPolicy: { status: "disabled" },
        },
    }),
    abacRegistry("teams"),
    groupOf(1, "Developers"),
    role(1, "AcrPush", 1, "contoso", "Group"),
    role(2, "AcrDelete", 1, "contoso", "Group"),
    role(3, "AcrPull", 1, "contoso", "Group"),
    user(2, "Kim", "kim@contoso.com"),
    role(4, "RepositoryReader", 2, "teams", "User"),
    role(5, "CatalogLister", 2, "teams", "User"),
    identity(3, "deploy"),
    role(6, "AcrPush", 3, "contoso", "ServicePrincipal"),
    role(7, "RepositoryWriter", 3, "teams", "ServicePrincipal"),
    federatedCredential(
        "deploy",
        "the_pipeline",
        "repo:contoso/shop:ref:refs/heads/main",
        "https://token.actions.githubusercontent.com",
    ),
    cluster(4, "shop"),
    role(8, "AcrPull", 4, "Premium1", "ServicePrincipal"),
    servicePrincipal(5, "ci"),
    application(5, "ci"),
    applicationPassword(5, "dddddddd-0000-0000-0000-000000000001", { displayName: "old" }),
    role(9, "AcrPush", 5, "contoso", "ServicePrincipal"),
    token("contoso", "device-01", [{ name: "password1" }, { name: "password2" }]),
    scopeMap("contoso", "device-01-scope-map", ["repositories/web/content/read"]),
    token("contoso", "scanner", [{ name: "password2" }], { map: "_repositories_pull", status: "disabled" }),
    scopeMap("contoso", "_repositories_pull", ["repositories/*/content/read"]),
];
const options = { subscriptionId, asOf };
const adoption = adoptionOf(estate);
const { steps, undeclared } = planOf(adoption, [], { now: [], afterDeployment: [], afterMoves: [] });

/** The program with the adopted config, on the day of the adoption. */
function deployed() {
    const { config } = stackConfig(adoption.entries, options);
    const text = asText({ ...(config as object), "acr-auth:asOf": asOf, "acr-auth:allowAsOf": true }, "");
    const found = {
        "azure-native:managedidentity:getUserAssignedIdentity": () => ({
            id: identityId("deploy"),
            principalId: oid(3),
        }),
        "azure-native:containerservice:getManagedCluster": ({ resourceName }: Record<string, unknown>) => ({
            id: `/subscriptions/${subscriptionId}/resourceGroups/old/providers/Microsoft.ContainerService/managedClusters/${resourceName}`,
            identityProfile: { kubeletidentity: { objectId: oid(4) } },
        }),
        "azuread:index/getApplication:getApplication": () => ({ id: "/applications/ci" }),
        "azuread:index/getServicePrincipal:getServicePrincipal": () => ({ objectId: oid(5) }),
    };
    return record(() => void platform(text), { invokes: { ...invokes, ...found }, stack: "adopted" });
}

it("every resource of the program is imported or foretold", async () => {
    expect(undeclared).toEqual([]);
    const { resources } = await deployed();
    const imported = importFile(adoption.entries, "3.28.0").resources.map(({ type, logicalName, parent }) =>
        parent === undefined ? `${type} ${logicalName}` : `${type} ${logicalName} < ${parent.split(".")[1]}`,
    );
    const created = steps.flatMap(({ operation, type, name, entry }) =>
        operation === "create" ? [`${type} ${name} < ${entry.split(".")[1]}`] : [],
    );
    expect([...imported, ...created].sort()).toEqual(
        resources()
            .filter(({ type }) => !type.startsWith("pulumi:"))
            .map(({ type, name, parent }) => (parent === undefined ? `${type} ${name}` : `${type} ${name} < ${parent}`))
            .sort(),
    );
});

it("every imported resource has in the program the names that it has in Azure", async () => {
    const { inputs } = await deployed();
    for (const { type, logicalName, id } of importFile(adoption.entries, "3.28.0").resources) {
        if (id === undefined) continue;
        const given = inputs(type, logicalName);
        const named = Object.entries(given).flatMap(([key, value]) =>
            /^(registryName|tokenName|scopeMapName|roleAssignmentName|federatedIdentityCredentialResourceName)$/.test(
                key,
            )
                ? [value]
                : [],
        );
        for (const name of named) expect(id.split("/"), `${type} ${logicalName}`).toContain(name);
        expect(named.length, `${type} ${logicalName}`).toBeGreaterThan(0);
    }
});

it("no registry setting changes", async () => {
    const { inputs } = await deployed();
    expect(inputs(":Registry", "contoso")).toMatchObject({
        resourceGroupName: "old",
        location: "koreacentral",
        sku: { name: "Standard" },
        tags: { team: "shop" },
        adminUserEnabled: true,
        anonymousPullEnabled: true,
        roleAssignmentMode: "LegacyRegistryPermissions",
        policies: { azureADAuthenticationAsArmPolicy: { status: "enabled" } },
    });
    expect(inputs(":Registry", "premium1")).toMatchObject({
        sku: { name: "Premium" },
        networkRuleSet: { defaultAction: "Deny", ipRules: [{ action: "Allow", iPAddressOrRange: "203.0.113.0/24" }] },
        dataEndpointEnabled: true,
        networkRuleBypassOptions: "None",
        policies: { retentionPolicy: { status: "enabled", days: 30 } },
    });
    expect(inputs(":Registry", "teams")).toMatchObject({ roleAssignmentMode: "AbacRepositoryPermissions" });
});
