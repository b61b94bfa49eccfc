// Diagnostic logs: logins, pushes, pulls and deletions.
// Source: https://learn.microsoft.com/azure/container-registry/monitor-container-registry
import * as monitor from "@pulumi/azure-native/monitor";
import type * as pulumi from "@pulumi/pulumi";
import type { RegistryPlace } from "./place";

/** Both are needed to tell who used which login for what. */
const categories = ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"] as const;

export function declareDiagnostics(
    { component, name, registryId }: RegistryPlace,
    workspaceResourceId: pulumi.Input<string>,
): pulumi.Resource {
    return new monitor.DiagnosticSetting(
        `${name}-diagnostics`,
        {
            resourceUri: registryId,
            name,
            workspaceId: workspaceResourceId,
            logs: categories.map((category) => ({ category, enabled: true })),
        },
        { parent: component },
    );
}
