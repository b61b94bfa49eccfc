// For the tests of logins across tenants: what the examples expect to be there, which is a vault in the first tenant and a
// registry in the second, what such a login comes to, and what deployments leave in both tenants.
import type { RunningEmulator } from "acr-emulator";
import { readState } from "../../estate/sources/pulumi";
import { deployerEnvironment } from "../../local/engine/environment";
import type { PasswordCredential, RegistryTarget } from "../../proofs/declared";
import { declaredIn } from "../../proofs/read-declared";
import { attempts, fillRepositories, registryClients } from "./clients";
import { makeResourceGroup, makeVault } from "./prepared-azure";
import type { Programs } from "./programs";

const program = `
import * as resources from "@pulumi/azure-native/resources";
import { ContainerRegistry } from "acr-auth";

const { name: resourceGroupName } = new resources.ResourceGroup("shared", { resourceGroupName: "shared" });
new ContainerRegistry("partner", { registryName: "partnerimages", resourceGroupName });
`;

export async function deployCrossTenantContext(programs: Programs): Promise<void> {
    const { emulator } = programs;
    await makeVault(emulator, await makeResourceGroup(emulator, "shared"), "contoso-vault");
    programs.write("cross-tenant", program);
    await programs.initialize("cross-tenant", "fabrikam");
    await programs.up("cross-tenant", [], deployerEnvironment(emulator.partnerDeployer));
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

type Password = Pick<PasswordCredential, "label" | "username"> & { password: string };
interface Declared {
    registry: RegistryTarget;
    /** The current one first. */
    passwords: [Password, ...Password[]];
}

/** The right to pull that exported states declare together, with the passwords of its application. */
export function pullIn(...states: unknown[]): Declared {
    const found = declaredIn(states.flatMap((each) => readState(each))).access.find(({ grants }) => grants.length > 0);
    const [first, ...others] = (found?.credentials ?? []).flatMap((credential) =>
        credential.kind === "password" ? [{ ...credential, password: String(credential.secret) }] : [],
    );
    const [grant] = found?.grants ?? [];
    if (first === undefined || grant === undefined) throw new Error("The states declare no login across tenants.");
    return { registry: grant.registry, passwords: [first, ...others] };
}

/** What clients come to with a password: docker, whose login asks the registry, and crane, which pushes as well. */
export async function tryPassword(emulator: RunningEmulator, { registry }: Declared, login: Password) {
    const attempt = { registry, repository: "shop/web", login };
    await fillRepositories(emulator, [attempt]);
    const { crane, docker } = await registryClients();
    return { docker: await attempts(emulator, docker, attempt), crane: await attempts(emulator, crane, attempt) };
}

export const pullsOnly = {
    docker: { login: "allowed", pull: "allowed" },
    crane: { pull: "allowed", push: "refused", "list tags": "allowed", delete: "refused" },
};

/** What deployments leave in both tenants; roles that are the deployers' own included. */
export const leftIn = ({ state }: RunningEmulator) => ({
    applications: state.applications.map(({ tenantId, displayName }) => [tenantId, displayName]),
    servicePrincipals: state.servicePrincipals.map(({ tenantId, displayName }) => [tenantId, displayName]),
    roleAssignments: Object.keys(state.roleAssignments),
    resources: Object.keys(state.resources),
});
