// The platform program: the stack's config in, registries and every login to them out.
import * as pulumi from "@pulumi/pulumi";
import { platform } from "./platform/platform";

const outputs = platform(pulumi.runtime.allConfig());

/** Name, ARM id and login server of each registry. */
export const registries = outputs.registries;
/** Client id, object id and the end of the current password of each service principal. */
export const servicePrincipals = outputs.servicePrincipals;
/** User name and the end of the current password of each repository token. */
export const repositoryTokens = outputs.repositoryTokens;
/** ARM id, client id and object id of each managed identity. */
export const managedIdentities = outputs.managedIdentities;
/** Object id of each kubelet identity, and what a new cluster takes as its identity profile. */
export const aksAttachments = outputs.aksAttachments;
/** Client id, object id and the end of the current password of each application for another tenant's registry. */
export const crossTenantApplications = outputs.crossTenantApplications;
/** Object id and tenant of each service principal of another tenant's application. */
export const crossTenantAksPulls = outputs.crossTenantAksPulls;
/** URI and expiry of each secret in the vault. */
export const vaultSecrets = outputs.vaultSecrets;
/** The passwords that the config asks for by name in exportPasswords; secret. */
export const passwords = outputs.passwords;
