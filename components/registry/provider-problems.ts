// What a component can't do with an azure-native provider whose settings it can't read.
import type * as pulumi from "@pulumi/pulumi";
import { registryPackage, registryType } from "../../azure/registry-package";
import { azureNativeSettings } from "../azure-native/settings";
import type { Problem } from "../inputs/validation";
import type { ContainerRegistryArgs } from "./args";

/**
 * What needs a provider of its own, made of the settings of azure-native's: the newer API version, which is a package of its
 * own, and another subscription.
 */
export function providerProblems(
    component: pulumi.ComponentResource,
    { roleAssignmentMode, privateEndpoints = {} }: ContainerRegistryArgs,
): Problem[] {
    if (azureNativeSettings(component) !== undefined) {
        return [];
    }
    const problem =
        "needs the settings of the component's azure-native provider, which a program in another language does not hand over";
    const without = "configure azure-native in the stack's config and give the component no provider.";
    const mode: Problem = {
        path: "roleAssignmentMode",
        problem,
        given: roleAssignmentMode,
        remedy: `Give the component a provider of the package ${registryPackage} as well, or ${without}`,
    };
    return [
        ...(roleAssignmentMode === undefined || component.getProvider(registryType) !== undefined ? [] : [mode]),
        ...Object.entries(privateEndpoints)
            .filter(([, { resourceGroupName }]) => resourceGroupName !== undefined)
            .map(([key]) => ({
                path: `privateEndpoints.${key}.resourceGroupName`,
                problem,
                remedy: `Declare the endpoint outside the component, or ${without}`,
            })),
    ];
}
