// The platform: what the stack's config describes, as components.
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import {
    ContainerRegistry,
    RegistryAccess,
    type RegistryReference,
    RegistryServicePrincipal,
    RepositoryToken,
} from "../components";
import { today } from "../components/rotation";
import { type Problem, problemText } from "../components/validation";
import { configProblems } from "./check-config";
import { accessArgs, registryArgs, repositoryTokenArgs, servicePrincipalArgs } from "./inputs";
import { readConfig } from "./read-config";
import type { StackConfig } from "./schema";

/** What the program exports. No password is in here unless the config asks for it by name. */
export interface PlatformOutputs {
    registries: Record<string, Pick<ContainerRegistry, "name" | "resourceId" | "loginServer">>;
    servicePrincipals: Record<string, Pick<RegistryServicePrincipal, "clientId" | "principalId" | "expiresOn">>;
    repositoryTokens: Record<string, Pick<RepositoryToken, "username" | "expiresOn">>;
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
    return declare(config);
}

function unusable(problems: readonly Problem[]): Error {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    return new pulumi.RunError(
        `The config of stack ${pulumi.getStack()} has ${count}; nothing was created:\n` +
            problems.map((problem) => `  ${problemText(problem)}`).join("\n"),
    );
}

function declare(config: StackConfig): PlatformOutputs {
    const resourceGroupName = config.resourceGroupName ?? newResourceGroup(config);
    const registries = mapValues(
        config.registries,
        (entry, name) => new ContainerRegistry(name, registryArgs(config, entry, resourceGroupName)),
    );
    const find = (key: string): RegistryReference => {
        const registry = registries[key];
        if (registry === undefined) {
            throw new Error(`The config names no registry ${key}.`);
        }
        return registry.reference;
    };
    mapValues(config.access ?? {}, (entry, name) => new RegistryAccess(name, accessArgs(entry, find)));
    const servicePrincipals = mapValues(
        config.servicePrincipals ?? {},
        (entry, name) => new RegistryServicePrincipal(name, servicePrincipalArgs(config, entry, find)),
    );
    const repositoryTokens = mapValues(
        config.repositoryTokens ?? {},
        (entry, name) => new RepositoryToken(name, repositoryTokenArgs(config, entry, find)),
    );
    return {
        registries: mapValues(registries, ({ name, resourceId, loginServer }) => ({ name, resourceId, loginServer })),
        servicePrincipals: mapValues(servicePrincipals, ({ clientId, principalId, expiresOn }) => ({
            clientId,
            principalId,
            expiresOn,
        })),
        repositoryTokens: mapValues(repositoryTokens, ({ username, expiresOn }) => ({ username, expiresOn })),
        passwords: exported({ ...servicePrincipals, ...repositoryTokens }, config.exportPasswords ?? []),
    };
}

function newResourceGroup(config: StackConfig): pulumi.Output<string> {
    const group = new resources.ResourceGroup("registries", {
        ...(config.location === undefined ? {} : { location: config.location }),
        ...(config.tags === undefined ? {} : { tags: config.tags }),
    });
    return group.name;
}

function exported(
    credentials: Record<string, { password: pulumi.Output<string> }>,
    names: readonly string[],
): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(
        Object.entries(credentials)
            .filter(([name]) => names.includes(name))
            .map(([name, { password }]) => [name, password]),
    );
}

function mapValues<From, To>(
    record: Readonly<Record<string, From>>,
    convert: (value: From, key: string) => To,
): Record<string, To> {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value, key)]));
}
