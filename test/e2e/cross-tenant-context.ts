// What the examples expect to be there: a vault in the first tenant, a registry in the second.
import type { RunningEmulator } from "acr-emulator";
import { deployerEnvironment } from "../../local/engine/environment";
import type { Programs } from "./programs";

const program = `
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

export async function deployCrossTenantContext(programs: Programs): Promise<void> {
    const { deployer, partnerDeployer } = programs.emulator;
    programs.write("cross-tenant", program);
    await programs.initialize("cross-tenant", "contoso", { vaultTenantId: deployer.tenantId });
    await programs.pulumi("cross-tenant", ["up", "--yes", "--skip-preview"]);
    await programs.initialize("cross-tenant", "fabrikam");
    await programs.pulumi("cross-tenant", ["up", "--yes", "--skip-preview"], deployerEnvironment(partnerDeployer));
}

/** The config of an example that names the vault. */
export const vault = { vaultName: "contoso-vault", vaultResourceGroupName: "shared" };

/** The config of the example across tenants: the cluster in the first one, the registry in the second. */
export const crossTenantConfig = ({ deployer, partnerDeployer }: RunningEmulator): Record<string, string> => ({
    ...vault,
    clusterTenantId: deployer.tenantId,
    clusterSubscriptionId: deployer.subscriptionId,
    registryTenantId: partnerDeployer.tenantId,
    registrySubscriptionId: partnerDeployer.subscriptionId,
    registryClientId: partnerDeployer.clientId,
    registryClientSecret: partnerDeployer.clientSecret,
    registryResourceGroupName: "shared",
    registryName: "partnerimages",
});
