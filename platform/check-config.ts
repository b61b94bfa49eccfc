// Everything that is wrong with a well-formed config, before anything is declared: what the components would say of their
// inputs, and what only the config as a whole can tell.
import { type RegistryReference, RoleAssignmentMode } from "../components";
import { containerRegistryProblems } from "../components/container-registry";
import { duplicateProblems, type Grant } from "../components/grants";
import { registryAccessProblems } from "../components/registry-access";
import { formatRegistryId } from "../components/registry-id";
import { registryServicePrincipalProblems } from "../components/registry-service-principal";
import { repositoryTokenProblems } from "../components/repository-token";
import { type Problem, under } from "../components/validation";
import { asOfProblems } from "./as-of";
import { accessArgs, registryArgs, repositoryTokenArgs, servicePrincipalArgs } from "./inputs";
import { nearest } from "./nearest";
import type { AccessEntry, StackConfig } from "./schema";

/** All problems, with paths from the top of the config: `registries.shop.sku`. */
export function configProblems(config: StackConfig, today: string): Problem[] {
    const { registries, access = {}, servicePrincipals = {}, repositoryTokens = {} } = config;
    const unknown = registryKeyProblems(config);
    if (unknown.length > 0) {
        return [...asOfProblems("asOf", config.asOf ?? today, config.allowAsOf ?? false, today), ...unknown];
    }
    return [
        ...asOfProblems("asOf", config.asOf ?? today, config.allowAsOf ?? false, today),
        ...each("registries", registries, (_, entry) => containerRegistryProblems(registryArgs(config, entry, ""))),
        ...each("access", access, (_, entry) => registryAccessProblems(accessArgs(entry, standIn))),
        ...each("servicePrincipals", servicePrincipals, (name, entry) =>
            registryServicePrincipalProblems(name, servicePrincipalArgs(config, entry, standIn)),
        ),
        ...each("repositoryTokens", repositoryTokens, (name, entry) =>
            repositoryTokenProblems(name, repositoryTokenArgs(config, entry, standIn)),
        ),
        ...samePrincipalProblems(access),
        ...exportProblems(config),
    ];
}

function each<Entry>(
    path: string,
    entries: Readonly<Record<string, Entry>>,
    problems: (name: string, entry: Entry) => Problem[],
): Problem[] {
    return Object.entries(entries).flatMap(([name, entry]) => under(`${path}.${name}`, problems(name, entry)));
}

/** A reference with what the checks look at: which registry it is, and its mode. */
function standIn(key: string): RegistryReference {
    const resourceId = formatRegistryId({ subscriptionId: "-", resourceGroupName: "-", registryName: key });
    return { resourceId, loginServer: "", roleAssignmentMode: RoleAssignmentMode.legacy };
}

function registryKeyProblems({ registries, access, servicePrincipals, repositoryTokens }: StackConfig): Problem[] {
    const known = Object.keys(registries);
    const check = (path: string, given: string): Problem[] => {
        if (known.includes(given)) {
            return [];
        }
        const suggestion = nearest(given, known);
        const remedy = suggestion === undefined ? `Use one of ${known.join(", ")}.` : `Did you mean ${suggestion}?`;
        return [{ path, problem: "is not a key of registries", given, remedy }];
    };
    const ofGrants = (path: string, entries: Record<string, { grants: Record<string, { registry: string }> }> = {}) =>
        Object.entries(entries).flatMap(([name, { grants }]) =>
            Object.entries(grants).flatMap(([key, { registry }]) =>
                check(`${path}.${name}.grants.${key}.registry`, registry),
            ),
        );
    return [
        ...ofGrants("access", access),
        ...ofGrants("servicePrincipals", servicePrincipals),
        ...Object.entries(repositoryTokens ?? {}).flatMap(([name, { registry }]) =>
            check(`repositoryTokens.${name}.registry`, registry),
        ),
    ];
}

/** Two entries for one principal may not assign the same role on the same registry. */
function samePrincipalProblems(access: Readonly<Record<string, AccessEntry>>): Problem[] {
    const byPrincipal = new Map<string, Record<string, Grant>>();
    for (const [name, entry] of Object.entries(access)) {
        const principal = JSON.stringify([entry.groupName, entry.userPrincipalName, entry.principalId]).toLowerCase();
        const grants = byPrincipal.get(principal) ?? {};
        for (const [key, grant] of Object.entries(accessArgs(entry, standIn).grants)) {
            grants[`access.${name}.grants.${key}`] = grant;
        }
        byPrincipal.set(principal, grants);
    }
    return [...byPrincipal.values()].flatMap((grants) => {
        const names = new Set(Object.keys(grants).map((path) => path.split(".")[1]));
        return names.size > 1 ? duplicateProblems(grants) : [];
    });
}

function exportProblems({
    exportPasswords = [],
    servicePrincipals = {},
    repositoryTokens = {},
}: StackConfig): Problem[] {
    const known = [...Object.keys(servicePrincipals), ...Object.keys(repositoryTokens)];
    return exportPasswords.flatMap((given, index): Problem[] => {
        const path = `exportPasswords[${index}]`;
        const found = known.filter((name) => name === given).length;
        if (found === 1) {
            return [];
        }
        return [
            found === 0
                ? {
                      path,
                      problem: "is not the name of a service principal or a repository token",
                      given,
                      remedy: `Use names of servicePrincipals or repositoryTokens: ${known.join(", ") || "there are none"}.`,
                  }
                : {
                      path,
                      problem: "is the name of a service principal and of a repository token",
                      given,
                      remedy: "Rename one of them.",
                  },
        ];
    });
}
