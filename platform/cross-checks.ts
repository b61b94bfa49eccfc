// What only the config as a whole can tell: names that lead nowhere, and the same right granted twice.

import { maximumTokens, Sku } from "../azure/skus";
import { duplicateProblems, type Grant } from "../components/grants";
import type { Problem } from "../components/validation";
import { accessArgs, type Surroundings } from "./inputs";
import { nearest } from "./nearest";
import type { StackConfig } from "./schema";

type WithGrants = Record<string, { grants: Record<string, { registry: string }> }>;

/** Entries that name a registry which is none. */
export function registryKeyProblems(config: StackConfig): Problem[] {
    const known = Object.keys(config.registries);
    const check = (path: string, given: string) =>
        known.includes(given) ? [] : [unknownName(path, given, "a key of registries", known)];
    const ofGrants = (section: string, entries: WithGrants = {}) =>
        Object.entries(entries).flatMap(([name, { grants }]) =>
            Object.entries(grants).flatMap(([key, { registry }]) =>
                check(`${section}.${name}.grants.${key}.registry`, registry),
            ),
        );
    return [
        ...ofGrants("access", config.access),
        ...ofGrants("servicePrincipals", config.servicePrincipals),
        ...Object.entries(config.repositoryTokens ?? {}).flatMap(([name, { registry }]) =>
            check(`repositoryTokens.${name}.registry`, registry),
        ),
        ...ofGrants("managedIdentities", config.managedIdentities),
        ...ofGrants("aksAttachments", config.aksAttachments),
        ...ofGrants("crossTenantAksPulls", config.crossTenantAksPulls),
    ];
}

/** Names of credentials that lead to none, or to several. */
export function credentialNameProblems(config: StackConfig): Problem[] {
    const known = credentialNames(config);
    const check = (path: string, given: string): Problem[] => {
        switch (known.filter((name) => name === given).length) {
            case 0:
                return [unknownName(path, given, "the name of a credential", known)];
            case 1:
                return [];
            default:
                return [{ path, problem: "is the name of several credentials", given, remedy: "Rename all but one." }];
        }
    };
    return [
        ...Object.entries(config.vaultSecrets ?? {}).flatMap(([name, { credential }]) =>
            check(`vaultSecrets.${name}.credential`, credential),
        ),
        ...(config.exportPasswords ?? []).flatMap((name, index) => check(`exportPasswords[${index}]`, name)),
    ];
}

function credentialNames(config: StackConfig): string[] {
    const { servicePrincipals = {}, repositoryTokens = {}, crossTenantApplications = {} } = config;
    return [servicePrincipals, repositoryTokens, crossTenantApplications].flatMap(Object.keys);
}

function unknownName(path: string, given: string, kind: string, known: readonly string[]): Problem {
    const suggestion = nearest(given, known);
    const remedy =
        suggestion === undefined
            ? `Use one of these: ${known.join(", ") || "there are none"}.`
            : `Did you mean ${suggestion}?`;
    return { path, problem: `is not ${kind}`, given, remedy };
}

/** Several access entries for one principal may not assign the same role on the same registry. */
export function samePrincipalProblems({ access = {} }: StackConfig, known: Surroundings): Problem[] {
    const byPrincipal = new Map<string, Record<string, Grant>>();
    for (const [name, entry] of Object.entries(access)) {
        const principal = JSON.stringify([entry.groupName, entry.userPrincipalName, entry.principalId]).toLowerCase();
        const grants = byPrincipal.get(principal) ?? {};
        for (const [key, grant] of Object.entries(accessArgs(entry, known).grants)) {
            grants[`access.${name}.grants.${key}`] = grant;
        }
        byPrincipal.set(principal, grants);
    }
    return [...byPrincipal.values()].flatMap((grants) => {
        const entries = new Set(Object.keys(grants).map((path) => path.split(".")[1]));
        return entries.size > 1 ? duplicateProblems(grants) : [];
    });
}

/** Registries with more tokens than their SKU has. */
export function tokenLimitProblems({ registries, repositoryTokens = {} }: StackConfig): Problem[] {
    return Object.entries(registries).flatMap(([key, { sku = Sku.standard }]) => {
        const count = Object.values(repositoryTokens).filter(({ registry }) => registry === key).length;
        const maximum = maximumTokens[sku];
        return count <= maximum
            ? []
            : [
                  {
                      path: `registries.${key}.sku`,
                      problem: `has room for ${maximum} tokens, and repositoryTokens has ${count} for this registry`,
                      given: sku,
                      remedy: "Choose a higher SKU, or spread the tokens over several registries.",
                  },
              ];
    });
}
