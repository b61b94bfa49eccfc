// A Pulumi package schema made of a provider's table: every property of any type. It is what `pulumi import` needs to
// write a resource down.
import type { Properties } from "./property-values";

export interface SchemaResource {
    inputs: string[];
    required: string[];
    outputs: string[];
}

const ofAnyType = (names: string[]): Properties =>
    Object.fromEntries(names.map((name) => [name, { $ref: "pulumi.json#/Any" }]));

/** @param resources by type token. */
export const packageSchema = (
    name: string,
    version: string,
    resources: Record<string, SchemaResource>,
): Properties => ({
    name,
    version,
    resources: Object.fromEntries(
        Object.entries(resources).map(([token, { inputs, required, outputs }]) => [
            token,
            { inputProperties: ofAnyType(inputs), requiredInputs: required, properties: ofAnyType(outputs) },
        ]),
    ),
});
