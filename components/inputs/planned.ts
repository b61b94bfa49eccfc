// What a preview says about a resource that it plans to create. If the creation then fails, the provider's own error is all
// that the engine shows: docs/decisions/provider-errors.md.
import * as pulumi from "@pulumi/pulumi";

/** In a preview, logs a message at a resource that does not exist yet. */
export function notePlanned(resource: pulumi.CustomResource, message: string): void {
    if (!pulumi.runtime.isDryRun()) {
        return;
    }
    pulumi.runtime.serializeProperties("planned", { id: resource.id }).then(
        ({ id }) => (id === pulumi.runtime.unknownValue ? pulumi.log.info(message, resource) : undefined),
        // A resource that can't be registered reports that itself.
        () => undefined,
    );
}
