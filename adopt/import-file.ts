// The file for `pulumi import --file`: the resources that exist, below the components that declare them.
// Format: importFile in pulumi/pulumi, pkg/cmd/pulumi/operations/import.go.
import { registryParameter, registryType } from "../azure/registry-package";
import { componentType } from "../estate/components";
import { componentOfSection, type Entry } from "./model";

/** A resource of the file. `name` is what others refer to as their parent, `logicalName` the name in the program. */
export interface ImportedResource {
    type: string;
    name: string;
    logicalName: string;
    component?: true;
    id?: string;
    parent?: string;
    /** That of the program's SDK: with another one, the next deployment would change the provider. */
    version?: string;
    parameterization?: { pluginName: string; pluginVersion: string; value: string };
}

export interface ImportFile {
    /** URNs of components that a state has already. */
    nameTable?: Readonly<Record<string, string>>;
    resources: readonly ImportedResource[];
}

/** @param azureNative version of azure-native's SDK in the program. */
export function importFile(entries: readonly Entry[], azureNative: string): ImportFile {
    const imported = entries.filter(({ parts }) => parts.some(({ id }) => id !== undefined));
    const known = imported.flatMap((entry) =>
        entry.declaredBy === undefined ? [] : [[nameOf(entry), entry.declaredBy] as const],
    );
    return {
        ...(known.length > 0 ? { nameTable: Object.fromEntries(known) } : {}),
        resources: imported.flatMap((entry) => [
            ...(entry.declaredBy === undefined ? [component(entry)] : []),
            ...entry.parts.flatMap(({ type, name, id }) =>
                id === undefined
                    ? []
                    : [resource(type, `${nameOf(entry)} ${name}`, name, id, nameOf(entry), azureNative)],
            ),
        ]),
    };
}

const nameOf = ({ section, key }: Entry): string => `${section}.${key}`;

function component(entry: Entry): ImportedResource {
    return {
        type: componentType(componentOfSection[entry.section]),
        name: nameOf(entry),
        logicalName: entry.key,
        component: true,
    };
}

function resource(
    type: string,
    name: string,
    logicalName: string,
    id: string,
    parent: string,
    version: string,
): ImportedResource {
    const parameterization = { pluginName: "azure-native", pluginVersion: version, value: registryParameter };
    return {
        type,
        name,
        logicalName,
        id,
        parent,
        version,
        ...(type === registryType ? { parameterization } : {}),
    };
}
