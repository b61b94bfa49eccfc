// The resource types that the fake azure-native provider knows: one entry each. To support another type, add its entry
// to one of the two tables: the names are those of the installed SDK (node_modules/@pulumi/azure-native), and a test
// holds the tables to it.
import { registryTypes } from "./registry-types";
import type { AzureAction, AzureType } from "./resource-type";
import { workloadTypes } from "./workload-types";

/** By module and name, as in the type token `azure-native:<module>:<name>`. */
export const azureTypes: Record<string, AzureType> = { ...registryTypes, ...workloadTypes };

export const azureActions: Record<string, AzureAction> = {
    "containerregistry:listRegistryCredentials": {
        resource: "containerregistry:Registry",
        action: "listCredentials",
        apiVersion: "2024-11-01-preview",
    },
};
