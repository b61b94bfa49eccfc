// The texts of the stack config that were set with --secret. The program works with the values alone, so their marks are put
// back on its resources: every input that holds such a text is a secret in the state. Only names of resources can't be.
import * as pulumi from "@pulumi/pulumi";
import { isSecretConfig } from "../components/inputs/secret-config";

/** The keys of a project's config that are secret; `--secret` on a path marks the whole key. */
export function secretKeys(project: string, config: Readonly<Record<string, unknown>>): Set<string> {
    return new Set(Object.keys(config).filter((key) => isSecretConfig(`${project}:${key}`)));
}

/** Every text in a value, at any depth. */
export function textsOf(value: unknown): string[] {
    if (typeof value === "string") {
        return value === "" ? [] : [value];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Keeps the texts secret in the inputs of every resource that is declared from now on. */
export function keepSecret(texts: readonly string[]): void {
    if (texts.length > 0) {
        pulumi.runtime.registerStackTransformation(({ type, props, opts }) =>
            // The engine's own resources take no secrets, such as the name of another stack.
            type.startsWith("pulumi:pulumi:") ? undefined : { props: markedInputs(props, texts), opts },
        );
    }
}

function markedInputs(inputs: pulumi.Inputs, texts: readonly string[]): pulumi.Inputs {
    return Object.fromEntries(
        Object.entries(inputs).map(([key, value]) => [key, key.startsWith("__") ? value : marked(value, texts)]),
    );
}

/** The value with a mark on each text that holds one of the texts. What is known only later is looked at then. */
function marked(value: unknown, texts: readonly string[]): unknown {
    if (typeof value === "string") {
        return texts.some((text) => value.includes(text)) ? pulumi.secret(value) : value;
    }
    if (pulumi.Output.isInstance(value) || value instanceof Promise) {
        return pulumi.output(value).apply((known) => pulumi.output(marked(known, texts)));
    }
    if (Array.isArray(value)) {
        return value.map((item) => marked(item, texts));
    }
    // Other objects are the SDK's own, such as assets and resources.
    return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item, texts)]))
        : value;
}
