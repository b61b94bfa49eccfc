// The platform: what the stack's config describes, as components and outputs.
import * as pulumi from "@pulumi/pulumi";
import type {
    AksAttachment,
    ContainerRegistry,
    CredentialVault,
    CrossTenantAksPull,
    CrossTenantApplication,
    RegistryManagedIdentity,
    RegistryServicePrincipal,
    RepositoryToken,
} from "../components";
import { today } from "../components/rotation";
import { type Problem, problemText } from "../components/validation";
import { configProblems } from "./check-config";
import { type Declared, declare, mapValues } from "./declare";
import { readConfig } from "./read-config";

/** What the program exports. No password is in here unless the config asks for it by name. */
export interface PlatformOutputs {
    registries: Record<string, Pick<ContainerRegistry, "name" | "resourceId" | "loginServer">>;
    servicePrincipals: Record<string, Pick<RegistryServicePrincipal, "clientId" | "principalId" | "expiresOn">>;
    repositoryTokens: Record<string, Pick<RepositoryToken, "username" | "expiresOn">>;
    managedIdentities: Record<string, Pick<RegistryManagedIdentity, "resourceId" | "clientId" | "principalId">>;
    aksAttachments: Record<string, Pick<AksAttachment, "principalId" | "identityProfile">>;
    crossTenantApplications: Record<string, Pick<CrossTenantApplication, "clientId" | "principalId" | "expiresOn">>;
    crossTenantAksPulls: Record<string, Pick<CrossTenantAksPull, "principalId" | "tenantId">>;
    vaultSecrets: Record<string, Pick<CredentialVault, "secretUri" | "expiresOn">>;
    /** Secrets, by the names in `exportPasswords`. */
    passwords: Record<string, pulumi.Output<string>>;
}

/** Declares everything that the config describes, or fails with all problems and declares nothing. */
export function platform(allConfig: Readonly<Record<string, string>>): PlatformOutputs {
    const project = pulumi.getProject();
    const { config, problems } = readConfig(project, allConfig);
    const found = config === undefined ? [] : configProblems(config, today());
    const all = [...problems, ...found.map((problem) => ({ ...problem, path: `${project}:${problem.path}` }))];
    if (config === undefined || all.length > 0) {
        throw unusable(all);
    }
    return outputsOf(declare(config), config.exportPasswords ?? []);
}

function unusable(problems: readonly Problem[]): Error {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    return new pulumi.RunError(
        `The config of stack ${pulumi.getStack()} has ${count}; nothing was created:\n` +
            problems.map((problem) => `  ${problemText(problem)}`).join("\n"),
    );
}

function outputsOf(declared: Declared, exportPasswords: readonly string[]): PlatformOutputs {
    const { servicePrincipals, repositoryTokens, crossTenantApplications } = declared;
    const credentials = { ...servicePrincipals, ...repositoryTokens, ...crossTenantApplications };
    return {
        registries: pickEach(declared.registries, ["name", "resourceId", "loginServer"]),
        servicePrincipals: pickEach(servicePrincipals, ["clientId", "principalId", "expiresOn"]),
        repositoryTokens: pickEach(repositoryTokens, ["username", "expiresOn"]),
        managedIdentities: pickEach(declared.managedIdentities, ["resourceId", "clientId", "principalId"]),
        aksAttachments: pickEach(declared.aksAttachments, ["principalId", "identityProfile"]),
        crossTenantApplications: pickEach(crossTenantApplications, ["clientId", "principalId", "expiresOn"]),
        crossTenantAksPulls: pickEach(declared.crossTenantAksPulls, ["principalId", "tenantId"]),
        vaultSecrets: pickEach(declared.vaultSecrets, ["secretUri", "expiresOn"]),
        passwords: mapValues(
            Object.fromEntries(Object.entries(credentials).filter(([name]) => exportPasswords.includes(name))),
            ({ password }) => password,
        ),
    };
}

function pickEach<Component, Key extends keyof Component>(
    components: Record<string, Component>,
    keys: readonly Key[],
): Record<string, Pick<Component, Key>> {
    return mapValues(
        components,
        (component) => Object.fromEntries(keys.map((key) => [key, component[key]])) as Pick<Component, Key>,
    );
}
