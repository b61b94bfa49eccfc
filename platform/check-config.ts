// Everything that is wrong with a well-formed config, before anything is declared: what the components would say of their
// inputs, and what only the config as a whole can tell.

import { formatArmId } from "../azure/arm-id";
import { type RegistryReference, RoleAssignmentMode } from "../components";
import { aksAttachmentProblems } from "../components/aks-attachment";
import { exactlyOne } from "../components/alternatives";
import { containerRegistryProblems } from "../components/container-registry";
import { credentialVaultProblems } from "../components/credential-vault";
import { crossTenantAksPullProblems } from "../components/cross-tenant-aks-pull";
import { crossTenantApplicationProblems } from "../components/cross-tenant-application";
import { registryAccessProblems } from "../components/registry-access";
import { registryManagedIdentityProblems } from "../components/registry-managed-identity";
import { registryServicePrincipalProblems } from "../components/registry-service-principal";
import { repositoryTokenProblems } from "../components/repository-token";
import { type Problem, under } from "../components/validation";
import { asOfProblems } from "./as-of";
import { credentialNameProblems, registryKeyProblems, samePrincipalProblems, tokenLimitProblems } from "./cross-checks";
import {
    accessArgs,
    aksAttachmentArgs,
    crossTenantAksPullArgs,
    crossTenantApplicationArgs,
    managedIdentityArgs,
    registryArgs,
    repositoryTokenArgs,
    type Surroundings,
    servicePrincipalArgs,
    vaultSecretArgs,
} from "./inputs";
import type { StackConfig } from "./schema";

/** All problems, with paths from the top of the config: `registries.shop.sku`. */
export function configProblems(config: StackConfig, today: string): Problem[] {
    const { asOf = today, allowAsOf = false } = config;
    return [
        ...asOfProblems("asOf", asOf, allowAsOf, today),
        ...registryKeyProblems(config),
        ...credentialNameProblems(config),
        ...componentProblems(config),
        ...samePrincipalProblems(config, standIns(config)),
        ...tokenLimitProblems(config),
    ];
}

function componentProblems(config: StackConfig): Problem[] {
    const known = standIns(config);
    return [
        ...each("registries", config.registries, (_, entry) => containerRegistryProblems(registryArgs(entry, known))),
        ...each("access", config.access, (_, entry) => registryAccessProblems(accessArgs(entry, known))),
        ...each("servicePrincipals", config.servicePrincipals, (name, entry) =>
            registryServicePrincipalProblems(name, servicePrincipalArgs(entry, known)),
        ),
        ...each("repositoryTokens", config.repositoryTokens, (name, entry) =>
            repositoryTokenProblems(name, repositoryTokenArgs(entry, known)),
        ),
        ...each("managedIdentities", config.managedIdentities, (name, entry) =>
            registryManagedIdentityProblems(name, managedIdentityArgs(entry, known)),
        ),
        ...each("aksAttachments", config.aksAttachments, (_, entry) =>
            aksAttachmentProblems(aksAttachmentArgs(entry, known)),
        ),
        ...each("crossTenantApplications", config.crossTenantApplications, (name, entry) =>
            crossTenantApplicationProblems(name, crossTenantApplicationArgs(entry, known)),
        ),
        ...each("crossTenantAksPulls", config.crossTenantAksPulls, (_, entry) => [
            ...exactlyOne("clientId", { clientId: entry.clientId, application: entry.application }),
            ...crossTenantAksPullProblems(crossTenantAksPullArgs(entry, known)),
        ]),
        ...each("vaultSecrets", config.vaultSecrets, (name, entry) =>
            credentialVaultProblems(name, vaultSecretArgs(entry, known)),
        ),
    ];
}

function each<Entry>(
    path: string,
    entries: Readonly<Record<string, Entry>> = {},
    problems: (name: string, entry: Entry) => Problem[],
): Problem[] {
    return Object.entries(entries).flatMap(([name, entry]) => under(`${path}.${name}`, problems(name, entry)));
}

/** What does not exist yet, as far as the checks look at it: which registry it is and its modes. */
function standIns(config: StackConfig): Surroundings {
    return {
        config,
        resourceGroupName: "registries",
        registry: (key): RegistryReference => ({
            resourceId: formatArmId("registry", { subscriptionId: "-", resourceGroupName: "-", resourceName: key }),
            loginServer: "registry.azurecr.io",
            roleAssignmentMode: config.registries[key]?.roleAssignmentMode ?? RoleAssignmentMode.legacy,
            ...preparedMode(config, key),
        }),
        credential: () => ({ username: "-", password: "-", dockerConfigJson: "-", expiresOn: "2000-01-01T00:00:00Z" }),
        clientIdOf: () => "00000000-0000-0000-0000-000000000000",
        vault: () => ({ vaultName: config.vault?.name ?? "vault", resourceGroupName: "registries" }),
    };
}

function preparedMode({ registries }: StackConfig, key: string): Pick<RegistryReference, "preparedMode"> {
    const mode = registries[key]?.preparedMode;
    return mode === undefined ? {} : { preparedMode: mode };
}
