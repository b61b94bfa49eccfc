// Says what creating a resource takes, where the error of a refusal does not: by a hook that the engine runs before it creates
// the resource, in a preview and in a deployment. See docs/decisions/provider-errors.md.
import { randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** Options of a resource whose creation logs a message at the component, where it stands beside the provider's error. */
export function creationNote(component: pulumi.ComponentResource, message: string): pulumi.CustomResourceOptions {
    if (!registersHooks()) {
        return {};
    }
    const log = ({ name }: pulumi.ResourceHookArgs) => pulumi.log.info(`${name}: ${message}`, component);
    // The engine takes each name once in a deployment, and components in different parents may share theirs.
    const hook = new pulumi.ResourceHook(`acr-auth-creation-note-${randomUUID()}`, log, {
        onDryRun: true,
        ignoreErrors: true,
    });
    return { hooks: { beforeCreate: [hook] } };
}

/** Pulumi's mocks say that they support hooks, and fail when one is registered. */
function registersHooks(): boolean {
    return typeof pulumi.runtime.getMonitor()?.registerResourceHook === "function";
}
