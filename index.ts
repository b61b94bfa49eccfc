// The platform program: the stack's config in, registries and access out.
import * as pulumi from "@pulumi/pulumi";
import { platform } from "./platform/platform";

const outputs = platform(pulumi.runtime.allConfig());

/** Name, ARM id and login server of each registry. */
export const registries = outputs.registries;
/** Client id, object id and the end of the current password of each service principal. */
export const servicePrincipals = outputs.servicePrincipals;
/** User name and the end of the current password of each repository token. */
export const repositoryTokens = outputs.repositoryTokens;
/** The passwords that the config asks for by name in exportPasswords; secret. */
export const passwords = outputs.passwords;
