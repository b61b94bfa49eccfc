// The packages that the fake azure-native provider serves: `azure-native`, and the package of one module at another API
// version that `pulumi package add azure-native containerregistry v20251101` makes.

import type { Properties } from "../plugin/property-values";
import { packageSchema, type SchemaResource } from "../plugin/schema";
import type { AzureType } from "./resource-type";
import { azureTypes } from "./types";

/** An entry of the table as one package serves it. */
export interface ResolvedType extends AzureType {
    token: string;
    /** Whether the package was asked for another API version; inputs that the entry does not list are then sent too. */
    otherVersion: boolean;
}

const parameterizedName =
    /^azure-native_(?<module>\w+?)_v(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?<preview>preview)?$/;

/** @returns `undefined` for the package `azure-native` itself. */
export function parameterizedVersion(packageName: string): { module: string; apiVersion: string } | undefined {
    const { module, year, month, day, preview } = parameterizedName.exec(packageName)?.groups ?? {};
    if (!module) return undefined;
    return { module, apiVersion: `${year}-${month}-${day}${preview ? "-preview" : ""}` };
}

/**
 * The package for a parameter: `["containerregistry", "v20251101"]` of a command line, or what an SDK recorded, which
 * is `{"module", "version"}` as JSON in base64.
 * @throws when it is neither.
 */
export function parameterizedPackage(parameter: string[] | Uint8Array): string {
    const [module, version] = Array.isArray(parameter) ? parameter : recorded(parameter);
    const name = `azure-native_${module}_${version}`;
    if (parameterizedVersion(name)) return name;
    throw new Error(`"${module} ${version}" is not a module and an API version such as containerregistry v20251101.`);
}

function recorded(parameter: Uint8Array): unknown[] {
    const { module, version } = JSON.parse(Buffer.from(Buffer.from(parameter).toString(), "base64").toString());
    return [module, version];
}

/**
 * The entry for a type token such as `azure-native:containerregistry:Registry`, or, of another API version,
 * `azure-native_containerregistry_v20251101:containerregistry:Registry`.
 * @throws when the table has no such entry.
 */
export function resolveType(token: string): ResolvedType {
    const [packageName = "", module = "", name = ""] = token.split(":");
    const entry = azureTypes[`${module.split("/")[0]}:${name}`];
    const version = parameterizedVersion(packageName);
    if (!entry || (packageName !== "azure-native" && !version)) {
        throw new Error(
            `The fake azure-native provider does not know ${token}; add it to local/providers/azure-native/types.ts.`,
        );
    }
    return {
        ...entry,
        token,
        otherVersion: version !== undefined,
        apiVersion: version?.apiVersion ?? entry.apiVersion,
    };
}

/** The inputs that the path of a type is made of, in their order; the last one names the resource. */
export const pathInputs = (type: AzureType): string[] =>
    [...type.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).filter((name) => name !== "subscriptionId");

/** Every name of a type, as its schema has them. */
export function namesOf(type: AzureType): SchemaResource {
    const path = pathInputs(type);
    const own = [...(type.envelope ?? []), ...(type.properties ?? [])].filter((name) => name !== "id");
    return {
        inputs: [...new Set([...path, ...own])],
        required: [...path.slice(0, -1), ...(type.required ?? [])],
        outputs: [...new Set([...own, ...(type.outputs ?? []), "name", "type", "systemData", "azureApiVersion"])],
    };
}

export function azureSchema(packageName: string, version: string): Properties {
    const served = parameterizedVersion(packageName)?.module;
    const keys = Object.keys(azureTypes).filter((key) => !served || key.startsWith(`${served}:`));
    const resources = keys.map((key) => [`${packageName}:${key}`, namesOf(resolveType(`${packageName}:${key}`))]);
    return packageSchema(packageName, version, Object.fromEntries(resources));
}
