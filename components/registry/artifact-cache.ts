// Artifact cache: repositories of other registries, cached in this one when they are first pulled.
// Source: https://learn.microsoft.com/azure/container-registry/artifact-cache-overview
import * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../inputs/validation";
import type { RegistryPlace } from "./place";

/** A repository of another registry that is cached in this one. */
export interface CacheRuleArgs {
    /** The repository with its registry: `docker.io/library/nginx`, or a prefix such as `mcr.microsoft.com/*`. */
    sourceRepository: string;
    /** Repository in this registry: `library/nginx`, or a prefix such as `mcr/*`. */
    targetRepository: string;
    /** Key of the entry in `cacheCredentials` to log in with. Docker Hub requires one. Defaults to no login. */
    credential?: string;
}

/** A login at another registry, with user name and password in Key Vault. */
export interface CacheCredentialArgs {
    /** The other registry's login server, such as `docker.io`. */
    loginServer: string;
    /** URI of the secret with the user name. */
    usernameSecretUri: pulumi.Input<string>;
    /** URI of the secret with the password. */
    passwordSecretUri: pulumi.Input<string>;
}

/** What a registry caches of others. */
export interface ArtifactCacheArgs {
    /** Repositories of other registries to be cached, by name: 5 to 50 letters, digits and hyphens. Defaults to none. */
    cacheRules?: Record<string, CacheRuleArgs>;
    /**
     * Logins at other registries, by name: 5 to 50 letters, digits and hyphens. Each gets an identity that must be able to
     * read its secrets, see `cachePrincipalIds`. Defaults to none.
     */
    cacheCredentials?: Record<string, CacheCredentialArgs>;
}

export function artifactCacheProblems({ cacheRules = {}, cacheCredentials = {} }: ArtifactCacheArgs): Problem[] {
    const known = Object.keys(cacheCredentials);
    return [
        ...[
            ...Object.keys(cacheRules).map((key) => `cacheRules.${key}`),
            ...known.map((key) => `cacheCredentials.${key}`),
        ]
            .filter((path) => !/\.[a-zA-Z0-9-]{5,50}$/.test(path))
            .map((path) => ({
                path,
                problem: "is not a usable name",
                remedy: "Use 5 to 50 letters, digits and hyphens, and no other characters.",
            })),
        ...Object.entries(cacheRules).flatMap(([key, rule]) => credentialProblems(`cacheRules.${key}`, rule, known)),
        ...overlapProblems(Object.entries(cacheRules)),
    ];
}

function credentialProblems(path: string, { sourceRepository, credential }: CacheRuleArgs, known: string[]): Problem[] {
    if (credential !== undefined && !known.includes(credential)) {
        return [
            {
                path: `${path}.credential`,
                problem: "is not a key of cacheCredentials",
                given: credential,
                remedy: `Use one of these: ${known.join(", ") || "there are none"}.`,
            },
        ];
    }
    return credential === undefined && /^docker\.io\//.test(sourceRepository)
        ? [
              {
                  path: `${path}.credential`,
                  problem: "is missing, and Docker Hub serves the cache only to those who log in",
                  remedy: "Add an entry to cacheCredentials and name it here.",
              },
          ]
        : [];
}

/** Azure refuses rules whose targets overlap: `team/*` and `team/app`. */
function overlapProblems(rules: [string, CacheRuleArgs][]): Problem[] {
    return rules.flatMap(([key, { targetRepository }], index) =>
        rules
            .slice(0, index)
            .filter(([, other]) => overlap(targetRepository, other.targetRepository))
            .map(([other]) => ({
                path: `cacheRules.${key}.targetRepository`,
                problem: `overlaps with that of cacheRules.${other}`,
                given: targetRepository,
                remedy: "Choose targets that do not contain each other.",
            })),
    );
}

function overlap(one: string, other: string): boolean {
    const covers = (pattern: string, name: string) => pattern.endsWith("*") && name.startsWith(pattern.slice(0, -1));
    return one === other || covers(one, other) || covers(other, one);
}

/** The rules and logins of a registry. */
export interface ArtifactCache {
    parts: pulumi.Resource[];
    /** Object ids of the logins' identities, by name. */
    principalIds: pulumi.Output<Record<string, string>>;
}

export function declareArtifactCache(place: RegistryPlace, args: ArtifactCacheArgs): ArtifactCache {
    const { cacheRules = {}, cacheCredentials = {} } = args;
    const sets = Object.fromEntries(
        Object.entries(cacheCredentials).map(([key, login]) => [key, credentialSet(place, key, login)]),
    );
    const rules = Object.entries(cacheRules).map(([key, rule]) => cacheRule(place, key, rule, sets));
    const principalIds = Object.entries(sets).map(([key, set]) => [
        key,
        set.identity.apply((identity) => identity?.principalId ?? ""),
    ]);
    return {
        parts: [...Object.values(sets), ...rules],
        principalIds: pulumi.output(Object.fromEntries(principalIds) as Record<string, pulumi.Output<string>>),
    };
}

function credentialSet(
    { component, name, resourceGroupName, registryName }: RegistryPlace,
    key: string,
    { loginServer, usernameSecretUri, passwordSecretUri }: CacheCredentialArgs,
): acr.CredentialSet {
    return new acr.CredentialSet(
        `${name}-${key}`,
        {
            resourceGroupName,
            registryName,
            credentialSetName: key,
            loginServer,
            identity: { type: "SystemAssigned" },
            authCredentials: [
                {
                    name: "Credential1",
                    usernameSecretIdentifier: usernameSecretUri,
                    passwordSecretIdentifier: passwordSecretUri,
                },
            ],
        },
        { parent: component },
    );
}

function cacheRule(
    { component, name, resourceGroupName, registryName }: RegistryPlace,
    key: string,
    { sourceRepository, targetRepository, credential = "" }: CacheRuleArgs,
    sets: Record<string, acr.CredentialSet>,
): acr.CacheRule {
    return new acr.CacheRule(
        `${name}-${key}`,
        {
            resourceGroupName,
            registryName,
            cacheRuleName: key,
            sourceRepository,
            targetRepository,
            credentialSetResourceId: sets[credential]?.id,
        },
        { parent: component },
    );
}
