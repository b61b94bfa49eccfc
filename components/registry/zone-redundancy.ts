// Zone redundancy, which Azure turns on by default where a region has availability zones. The property is older than that. Source: https://learn.microsoft.com/azure/reliability/reliability-container-registry
import * as pulumi from "@pulumi/pulumi";
import { Sku } from "../../azure/skus";
import type { UsedFeature } from "./sku-problems";

export function zoneRedundancyFeatures(path: string, given: boolean | undefined): UsedFeature[] {
    return given ? [{ path, given, needs: Sku.premium }] : [];
}

/** Not sent unless asked for. The SDK fills in `Disabled` for a missing input, and leaves an output as it is. */
export function zoneRedundancyInput(given: boolean | undefined): pulumi.Input<string | undefined> {
    return given === undefined ? pulumi.output(undefined) : given ? "Enabled" : "Disabled";
}
