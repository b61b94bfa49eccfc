// Which values of the stack's config are secret.
import * as pulumi from "@pulumi/pulumi";

/** The SDK has this function, and leaves it out of its types. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret: (key: string) => boolean };

/** Whether a key of the stack's config, with its namespace, was set with `--secret`. */
export function isSecretConfig(key: string): boolean {
    return isConfigSecret(key);
}
