// The one shape of a resource that graph, rules and access report read, whether it comes from the engine, from an
// exported state, from a preview plan or from an ARM template inside a deployment.

import { type Kind, kindOf, nounOf } from "./kinds";
import { armResources } from "./sources/arm-template";
import { canonical } from "./sources/classic-provider";
import { isUndetermined, type PropertyMap, read, UNKNOWN, type Value } from "./value";

export interface Resource {
    /** That of the deployment, for a resource inside an ARM template. */
    urn: string;
    /** The type token as recorded. */
    type: string;
    kind: Kind | undefined;
    /** The logical name. */
    name: string;
    /** The provider's id, where the source holds it: a state does, the engine does not pass it to a policy pack. */
    id: string | undefined;
    /** Property names are those of azure-native, whatever provider recorded them. */
    inputs: PropertyMap;
    outputs: PropertyMap;
    parent: string | undefined;
    dependencies: readonly string[];
    /** URNs by top-level input property. */
    propertyDependencies: Readonly<Record<string, readonly string[]>>;
    protect: boolean;
    ignoreChanges: readonly string[];
    /** Part of an ARM template rather than a resource of the stack. */
    embedded: boolean;
    /** The file it was read from, if several are checked together. */
    file?: string;
}

/** What an adapter knows of a resource before it is normalised. */
export type RawResource = Pick<Resource, "urn" | "type" | "inputs" | "outputs"> & Partial<Resource>;

/** A resource with its kind, followed by those that an ARM template hides in it. */
export function normalise(raw: RawResource): Resource[] {
    const match = kindOf(raw.type);
    const shape = (properties: PropertyMap) =>
        match?.dialect === "classic" ? canonical(match.kind, properties) : properties;
    const resource: Resource = {
        id: undefined,
        parent: undefined,
        dependencies: [],
        propertyDependencies: {},
        protect: false,
        ignoreChanges: [],
        embedded: false,
        name: raw.urn.slice(raw.urn.lastIndexOf("::") + 2),
        ...raw,
        kind: match?.kind,
        inputs: shape(raw.inputs),
        outputs: shape(raw.outputs),
    };
    if (resource.kind !== "deployment" && resource.kind !== "genericResource") return [resource];
    const hidden = armResources(resource.kind, resource.inputs).map(({ name, kind, properties }) => ({
        ...resource,
        kind,
        name: `${resource.name}/${name}`,
        id: undefined,
        inputs: properties,
        outputs: {},
        embedded: true,
    }));
    return [resource, ...hidden];
}

/**
 * The value declared for a property, or, where none is declared or known, what the provider answered. A property that
 * is not declared is absent even while a preview can't tell what the provider will answer: the service's default holds.
 */
export function get(resource: Resource, path: string): Value {
    const declared = read(resource.inputs, path);
    if (declared !== undefined && !isUndetermined(declared)) return declared;
    const actual = read(resource.outputs, path);
    return actual === undefined || actual === UNKNOWN ? declared : actual;
}

/** Whether it was read from Azure itself rather than from what a program says: its URN is an id of ARM or of Graph. */
export function standsInAzure({ urn }: Resource): boolean {
    return urn.startsWith("/");
}

/** URNs that the value of a top-level property was computed from. */
export function dependenciesOf(resource: Resource, property: string): readonly string[] {
    return resource.propertyDependencies[property] ?? [];
}

/** How messages call a resource: `Container registry 'images'`. */
export function subject(resource: Resource): string {
    return `${resource.kind ? nounOf(resource.kind) : "Resource"} '${resource.name}'`;
}
