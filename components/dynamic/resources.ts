// The dynamic resources: what azure-native has no resource for. Their type names are part of the contract: the policy pack and the access
// report read them in the state.
import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import type { TokenPasswordName } from "../../azure/rotation";
import { settingsOwner } from "../azure-native/settings";
import { dynamicProvider } from "./provider";

const passwordProvider = dynamicProvider("tokenPassword");
const statusProvider = dynamicProvider("tokenStatus");
const adminProvider = dynamicProvider("adminPasswords");

/** The identity that azure-native works as for the component. */
export interface Deployer {
    tenantId: pulumi.Input<string>;
    objectId: pulumi.Input<string>;
}

export interface TokenPasswordArgs {
    tokenId: pulumi.Input<string>;
    tokenCreatedOn: pulumi.Input<string>;
    loginServer: pulumi.Input<string>;
    passwordName: TokenPasswordName;
    generation: number;
    expiresOn: string;
    revision: number;
    deployer: Deployer;
}

/** One of a token's two password slots: `pulumi-nodejs:dynamic/acr-auth:TokenPassword`. */
export class TokenPassword extends pulumi.dynamic.Resource {
    declare public readonly password: pulumi.Output<string>;
    declare public readonly createdOn: pulumi.Output<string>;

    constructor(name: string, args: TokenPasswordArgs, opts: pulumi.CustomResourceOptions) {
        super(
            passwordProvider,
            name,
            { ...args, username: undefined, password: undefined, createdOn: undefined },
            { ...opts, additionalSecretOutputs: ["password"] },
            "acr-auth",
            "TokenPassword",
        );
    }
}

export interface TokenStatusArgs {
    tokenId: pulumi.Input<string>;
    tokenCreatedOn: pulumi.Input<string>;
    status: "enabled" | "disabled";
    scopeMapId: pulumi.Input<string>;
    deployer: Deployer;
}

/** Whether a token may log in, and its scope map: `pulumi-nodejs:dynamic/acr-auth:TokenStatus`. */
export class TokenStatus extends pulumi.dynamic.Resource {
    constructor(name: string, args: TokenStatusArgs, opts: pulumi.CustomResourceOptions) {
        super(statusProvider, name, { ...args }, opts, "acr-auth", "TokenStatus");
    }
}

export interface AdminPasswordsArgs {
    registryId: pulumi.Input<string>;
    registryCreatedOn: pulumi.Input<string>;
    loginServer: pulumi.Input<string>;
    revision: number;
    deployer: Deployer;
}

/** Both passwords of a registry's admin user: `pulumi-nodejs:dynamic/acr-auth:AdminPasswords`. */
export class AdminPasswords extends pulumi.dynamic.Resource {
    declare public readonly username: pulumi.Output<string>;
    declare public readonly password: pulumi.Output<string>;
    declare public readonly password2: pulumi.Output<string>;

    constructor(name: string, args: AdminPasswordsArgs, opts: pulumi.CustomResourceOptions) {
        super(
            adminProvider,
            name,
            { ...args, username: undefined, password: undefined, password2: undefined },
            { ...opts, additionalSecretOutputs: ["password", "password2"] },
            "acr-auth",
            "AdminPasswords",
        );
    }
}

const deployers = new WeakMap<pulumi.Resource, Deployer>();

/** Who azure-native works as for a component; asked once for all components with the same settings. */
export function deployerOf(component: pulumi.ComponentResource): Deployer {
    const owner = settingsOwner(component);
    const known = deployers.get(owner);
    if (known !== undefined) {
        return known;
    }
    const { tenantId, objectId } = authorization.getClientConfigOutput({ parent: component });
    const deployer = { tenantId, objectId };
    deployers.set(owner, deployer);
    return deployer;
}
