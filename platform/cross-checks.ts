// What only the config as a whole shows: references to what is not defined, the same role assigned twice, too many tokens.
import { z } from "zod";
import { maximumTokens, Sku } from "../azure/skus";
import { duplicateProblems, type Grant } from "../components/grants";
import type { Problem } from "../components/validation";
import { closestName } from "./closest-name";
import type { Context } from "./context";
import { kinds } from "./kinds";
import { credentialName, grantArgs, registryKey } from "./kinds/fields";
import { type StackConfig, stackConfig } from "./stack-config";

/** References to registries that are not defined, and to credentials that are not or that several entries define. */
export function referenceProblems(config: StackConfig): Problem[] {
    const credentials = kinds
        .filter(({ isCredential }) => isCredential)
        .flatMap(({ section }) => Object.keys(config[section] ?? {}));
    const problems = (field: z.ZodType, noun: string, defined: readonly string[]) =>
        references(field, stackConfig, config, "").flatMap(({ path, name }) => problemsOf(path, name, noun, defined));
    return [
        ...problems(registryKey, "registry", Object.keys(config.registries)),
        ...problems(credentialName, "credential", credentials),
    ];
}

/** Every value of a config that the schema describes by this very field. */
function references(
    field: z.ZodType,
    schema: z.core.$ZodType,
    value: unknown,
    path: string,
): { path: string; name: string }[] {
    if (schema instanceof z.ZodOptional) return references(field, schema.unwrap(), value, path);
    if (schema === field && typeof value === "string") return [{ path, name: value }];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
        if (schema instanceof z.ZodArray) return references(field, schema.element, inner, `${path}[${key}]`);
        const innerPath = path === "" ? key : `${path}.${key}`;
        if (schema instanceof z.ZodRecord) return references(field, schema.valueType, inner, innerPath);
        const property = schema instanceof z.ZodObject ? schema.shape[key] : undefined;
        return property === undefined ? [] : references(field, property, inner, innerPath);
    });
}

function problemsOf(path: string, given: string, noun: string, defined: readonly string[]): Problem[] {
    switch (defined.filter((name) => name === given).length) {
        case 0:
            return [{ path, problem: `references an undefined ${noun}`, given, remedy: remedyFor(given, defined) }];
        case 1:
            return [];
        default:
            return [{ path, problem: `references several ${noun}s`, given, remedy: "Rename all but one." }];
    }
}

function remedyFor(given: string, defined: readonly string[]): string {
    const closest = closestName(given, defined);
    if (closest !== undefined) return `Did you mean ${closest}?`;
    return defined.length === 0 ? "None is defined." : `Use one of ${defined.join(", ")}.`;
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
