// Where the parts of a registry are declared: under its component, in its resource group, beside it.
import type * as pulumi from "@pulumi/pulumi";

export interface RegistryPlace {
    component: pulumi.ComponentResource;
    /** Name of the component, which the names of the parts begin with. */
    name: string;
    resourceGroupName: pulumi.Input<string>;
    registryName: pulumi.Output<string>;
    registryId: pulumi.Output<string>;
    /** Location of parts that need one. Defaults to that of their resource group. */
    location: pulumi.Input<string> | undefined;
    tags: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}
