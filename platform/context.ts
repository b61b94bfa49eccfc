// What entries of the stack config refer to. Their arguments are built twice: with placeholders, to check everything before
// anything is declared, and with the resources of the program, to declare it.
import type * as pulumi from "@pulumi/pulumi";
import type { RegistryReference } from "../components";
import type { ApplicationReference } from "./stack-references";

export interface Context {
    /** `location`, `tags` and `asOf` of the stack, which entries default to. */
    location?: string;
    tags?: Record<string, string>;
    asOf?: string;
    /** The resource group of the stack, which is created when it is first asked for. */
    resourceGroupName: () => pulumi.Input<string>;
    /** A registry by its key. */
    registry: (key: string) => RegistryReference;
    /** A service principal, a repository token or an application, by its name. */
    credential: (name: string) => Credential;
    /** The client id of an application of another stack. */
    clientIdOf: (application: ApplicationReference | undefined) => pulumi.Input<string>;
    /** The vault of the stack, which is created when it is first asked for. */
    vault: () => Vault;
}

/** What every credential component has. */
export interface Credential {
    username: pulumi.Input<string>;
    password: pulumi.Input<string>;
    dockerConfigJson: pulumi.Input<string>;
    expiresOn: pulumi.Input<string>;
}

export interface Vault {
    name: pulumi.Input<string>;
    resourceGroupName: pulumi.Input<string>;
    /** What has to exist before its first secret, and until its last one is deleted. */
    dependsOn?: pulumi.Resource[];
}
