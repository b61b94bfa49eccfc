// Every example on the local Azure, as its README says: brought up under the policy pack, brought up again without a
// change, and taken down.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningCloud } from "../../local/cloud/cloud";
import { deployerEnvironment } from "../../local/engine/environment";
import { POLICY_PACK } from "../../local/platform";
import { openPrograms, type Programs } from "./programs";

const vault = { vaultName: "contoso-vault", vaultResourceGroupName: "shared" };

/** What the examples expect to be there: a vault in the first tenant, a registry in the second. */
const surroundings = `
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry } from "acr-auth";

const { name: resourceGroupName } = new resources.ResourceGroup("shared", { resourceGroupName: "shared" });
const tenantId = new pulumi.Config().get("vaultTenantId");
if (tenantId) {
    const properties = { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true } as const;
    new keyvault.Vault("vault", { vaultName: "contoso-vault", resourceGroupName, properties });
} else {
    new ContainerRegistry("partner", { registryName: "partnerimages", resourceGroupName });
}
`;

describe("examples", () => {
    let programs: Programs;

    beforeAll(async () => {
        programs = await openPrograms("examples");
        const { deployer, partnerDeployer } = programs.cloud;
        programs.write("surroundings", surroundings);
        await programs.initialize("surroundings", "contoso", { vaultTenantId: deployer.tenantId });
        await programs.pulumi("surroundings", ["up", "--yes", "--skip-preview"]);
        await programs.initialize("surroundings", "fabrikam");
        await programs.pulumi("surroundings", ["up", "--yes", "--skip-preview"], deployerEnvironment(partnerDeployer));
    });
    afterAll(() => programs?.close());

    it.each<[string, (cloud: RunningCloud) => Record<string, string>]>([
        ["managed-identity-container-apps", () => ({ image: "shop/web:v1" })],
        ["managed-identity-app-service", () => ({ image: "shop/web:v1" })],
        ["managed-identity-container-instances", () => ({ image: "shop/web:v1" })],
        ["github-actions", () => ({ organization: "contoso", repository: "shop" })],
        ["aks-managed-identity", () => ({})],
        [
            "aks-service-principal-cross-tenant",
            ({ deployer, partnerDeployer }) => ({
                ...vault,
                clusterTenantId: deployer.tenantId,
                clusterSubscriptionId: deployer.subscriptionId,
                registryTenantId: partnerDeployer.tenantId,
                registrySubscriptionId: partnerDeployer.subscriptionId,
                registryClientId: partnerDeployer.clientId,
                registryClientSecret: partnerDeployer.clientSecret,
                registryResourceGroupName: "shared",
                registryName: "partnerimages",
            }),
        ],
        ["individual-identity", () => ({ developers: "Platform engineers", testers: "Application team" })],
        ["service-principal", () => vault],
        ["repository-token", () => vault],
        ["admin-user", () => ({})],
    ])("%s comes up, stays as it is, and goes", async (name, config) => {
        await programs.initialize(name, "dev", config(programs.cloud));
        await programs.pulumi(name, ["up", "--yes", "--skip-preview", "--policy-pack", POLICY_PACK]);
        await programs.pulumi(name, ["up", "--yes", "--skip-preview", "--expect-no-changes"]);
        await programs.pulumi(name, ["destroy", "--yes", "--skip-preview"]);
        const { stdout } = await programs.pulumi(name, ["stack", "export"]);
        expect(JSON.parse(stdout).deployment.resources ?? []).toEqual([]);
    });
});
