// The kinds of entries of the stack config, in the order in which their components are declared: a kind may refer to
// components of the kinds before it.
import { access } from "./access";
import { aksAttachments } from "./aks-attachments";
import { crossTenantAksPulls } from "./cross-tenant-aks-pulls";
import { crossTenantApplications } from "./cross-tenant-applications";
import { managedIdentities } from "./managed-identities";
import { registries } from "./registries";
import { repositoryTokens } from "./repository-tokens";
import { servicePrincipals } from "./service-principals";
import { vaultSecrets } from "./vault-secrets";

export const kinds = [
    registries,
    access,
    servicePrincipals,
    repositoryTokens,
    managedIdentities,
    aksAttachments,
    crossTenantApplications,
    crossTenantAksPulls,
    vaultSecrets,
] as const;

export type Kind = (typeof kinds)[number];
