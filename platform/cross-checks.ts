// Checks across entries of the config: undefined references, roles that are granted twice, and limits of registries.
import { maximumTokens, Sku } from "../azure/skus";
import { RegistryLock } from "../components";
import { duplicateProblems, type Grant } from "../components/access/grants";
import type { Problem } from "../components/inputs/validation";
import { nameRemedy } from "./closest";
import type { Context } from "./context";
import { kinds } from "./kinds";
import { credentialName, grantArgs, registryKey } from "./kinds/fields";
import { valuesOf } from "./schema-paths";
import { type StackConfig, stackConfig } from "./stack-config";

/** References to registries and credentials that the config does not define, or defines several times. */
export function referenceProblems(config: StackConfig): Problem[] {
    const credentials = kinds.filter(({ isCredential }) => isCredential);
    const registryNames = Object.keys(config.registries);
    const credentialNames = credentials.flatMap(({ section }) => Object.keys(config[section] ?? {}));
    return [
        ...valuesOf(registryKey, stackConfig, config).flatMap(referenceTo("registry", registryNames)),
        ...valuesOf(credentialName, stackConfig, config).flatMap(referenceTo("credential", credentialNames)),
    ];
}

/** Checks a reference against the names that are defined. */
function referenceTo(target: string, defined: readonly string[]) {
    return ({ path, value: given }: { path: string; value: string }): Problem[] => {
        const count = defined.filter((name) => name === given).length;
        if (count > 1) {
            return [{ path, problem: `references several ${target}s`, given, remedy: "Rename all but one." }];
        }
        const problem = `references an undefined ${target}`;
        return count === 1 ? [] : [{ path, problem, given, remedy: nameRemedy(given, defined) }];
    };
}

/** Several access entries for one principal may not assign the same role on the same registry. */
export function samePrincipalProblems({ access = {} }: StackConfig, context: Context): Problem[] {
    const byPrincipal = new Map<string, Record<string, Grant>>();
    for (const [name, entry] of Object.entries(access)) {
        const principal = JSON.stringify([entry.groupName, entry.userPrincipalName, entry.principalId]).toLowerCase();
        const grants = byPrincipal.get(principal) ?? {};
        for (const [key, grant] of Object.entries(grantArgs(entry.grants, context))) {
            grants[`access.${name}.grants.${key}`] = grant;
        }
        byPrincipal.set(principal, grants);
    }
    return [...byPrincipal.values()].flatMap((grants) => {
        const entries = new Set(Object.keys(grants).map((path) => path.split(".")[1]));
        return entries.size > 1 ? duplicateProblems(grants) : [];
    });
}

/** Registries whose lock refuses what other entries need: Azure then takes no new token, password or role assignment. */
export function lockProblems(config: StackConfig): Problem[] {
    const references = valuesOf(registryKey, stackConfig, config);
    return Object.entries(config.registries).flatMap(([key, { lock }]) => {
        const affected = references.filter(({ value }) => value === key).map(({ path }) => path);
        return lock !== RegistryLock.changes || affected.length === 0
            ? []
            : [
                  {
                      path: `registries.${key}.lock`,
                      problem: `refuses the tokens and role assignments that other entries need: ${affected.join(", ")}`,
                      given: lock,
                      remedy: `Use ${RegistryLock.deletion}, or leave lock out.`,
                  },
              ];
    });
}

/** Registries with more tokens than their SKU allows. */
export function tokenLimitProblems({ registries, repositoryTokens = {} }: StackConfig): Problem[] {
    return Object.entries(registries).flatMap(([key, { sku = Sku.standard }]) => {
        const count = Object.values(repositoryTokens).filter(({ registry }) => registry === key).length;
        const maximum = maximumTokens[sku];
        return count <= maximum
            ? []
            : [
                  {
                      path: `registries.${key}.sku`,
                      problem: `allows ${maximum} tokens, and repositoryTokens defines ${count} for this registry`,
                      given: sku,
                      remedy: "Choose a higher SKU, or spread the tokens over several registries.",
                  },
              ];
    });
}
