// ContainerRegistry: an Azure container registry that is safe by default.
import * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { registryType } from "./azure-native-containerregistry/package";
import { Registry as AbacRegistry } from "./azure-native-containerregistry/registry";
import { AdminPasswords, deployerOf } from "./dynamic-resources";
import { registryBaseName, registryNameProblems } from "./names";
import { type AdminUserArgs, adminUserEnded, adminUserProblems, isAdminUserOn } from "./registry/admin-user";
import { Sku, skuProblems, type UsedFeature } from "./registry/sku";
import type { RegistryReference } from "./registry-reference";
import { RoleAssignmentMode } from "./roles";
import { recordedInputs } from "./rotating-credential";
import { dateProblems, today } from "./rotation";
import { ifPlain, type Problem, refuse, whenKnown } from "./validation";

/** A registry: only the resource group is required. */
export interface ContainerRegistryArgs {
    /** The resource group that holds the registry. */
    resourceGroupName: pulumi.Input<string>;
    /**
     * Name of the registry, unique in all of Azure: 5 to 50 letters and digits. Defaults to the component's name with a
     * random suffix of eight characters.
     */
    registryName?: pulumi.Input<string>;
    /** Azure region, such as `koreacentral`. Defaults to the location of the resource group. */
    location?: pulumi.Input<string>;
    /** Service tier: Basic, Standard or Premium. Defaults to Standard. */
    sku?: Sku;
    /** Tags of the registry. Defaults to none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Whether anyone may pull every repository without logging in. Needs the Standard SKU. Defaults to false.
     */
    anonymousPull?: boolean;
    /**
     * Whether Entra tokens for Azure Resource Manager are accepted, beside those for the registry itself. App Service
     * needs it to pull images. Defaults to false.
     */
    armAudienceTokens?: boolean;
    /**
     * Whether the registry can be reached over the public internet. Turning it off needs the Premium SKU. Defaults to
     * true.
     */
    publicNetworkAccess?: boolean;
    /**
     * Whether layers are served from the registry's own host names, for firewalls that allow by name. Needs the Premium
     * SKU. Defaults to false.
     */
    dataEndpoint?: boolean;
    /**
     * Which roles decide about images: legacy (AcrPull, AcrPush, AcrDelete, for the whole registry) or abac (Repository
     * roles, which can be limited to repositories). Defaults to legacy. To go back from abac, set it to legacy: Azure
     * refuses an update that leaves it out.
     */
    roleAssignmentMode?: RoleAssignmentMode;
    /**
     * A mode that the registry is about to be switched to, or has just left: grants assign its roles as well. Switching
     * without it leaves everyone without access until the new roles have reached the registry. Defaults to none.
     */
    preparedMode?: RoleAssignmentMode;
    /**
     * Turns the admin user on, which can push and pull everything, for a reason and until a day. Both passwords are
     * made anew when it is turned on. Past the day, the next deployment turns it off. Defaults to off.
     */
    adminUser?: AdminUserArgs;
    /** The day this deployment counts as, `YYYY-MM-DD`; only the admin user depends on it. Defaults to today. */
    asOf?: string;
}

/**
 * A container registry whose admin user, anonymous pull and ARM-audience tokens are off. Fails before anything is
 * created, with all problems at once, if the name, the SKU or the admin user's day does not fit.
 */
export class ContainerRegistry extends pulumi.ComponentResource {
    /** Name of the registry. */
    public readonly name: pulumi.Output<string>;
    /** ARM id of the registry. */
    public readonly resourceId: pulumi.Output<string>;
    /** Host that clients log in to. */
    public readonly loginServer: pulumi.Output<string>;
    /** What the other components take as `registry`. */
    public readonly reference: RegistryReference;
    /** The admin user's first password (secret). Only there while `adminUser` is on. */
    public readonly adminPassword?: pulumi.Output<string>;
    /** The admin user's second password (secret). Only there while `adminUser` is on. */
    public readonly adminPassword2?: pulumi.Output<string>;

    constructor(name: string, args: ContainerRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:ContainerRegistry", name, recordedInputs(args), opts);
        refuse(`ContainerRegistry "${name}"`, containerRegistryProblems(args));
        const registry = declareRegistry(this, name, args);
        this.name = registry.name;
        this.resourceId = registry.id;
        this.loginServer = registry.loginServer;
        this.reference = {
            resourceId: this.resourceId,
            loginServer: this.loginServer,
            roleAssignmentMode: args.roleAssignmentMode ?? RoleAssignmentMode.legacy,
            ...(args.preparedMode === undefined ? {} : { preparedMode: args.preparedMode }),
        };
        const admin = adminPasswords(this, name, args, registry);
        this.adminPassword = admin?.password;
        this.adminPassword2 = admin?.password2;
        this.registerOutputs({
            name: this.name,
            resourceId: this.resourceId,
            loginServer: this.loginServer,
            reference: this.reference,
            adminPassword: this.adminPassword,
            adminPassword2: this.adminPassword2,
        });
    }
}

export function containerRegistryProblems(args: ContainerRegistryArgs): Problem[] {
    const { sku = Sku.standard, asOf = today() } = args;
    const dates = dateProblems("asOf", asOf);
    return [
        ...ifPlain(args.registryName, (name) => registryNameProblems("registryName", name)),
        ...skuProblems(sku, usedFeatures(args)),
        ...dates,
        ...(dates.length > 0 ? [] : adminUserProblems(args.adminUser, asOf)),
    ];
}

function usedFeatures({ publicNetworkAccess, dataEndpoint, anonymousPull }: ContainerRegistryArgs): UsedFeature[] {
    return [
        ...(publicNetworkAccess === false
            ? [{ path: "publicNetworkAccess", given: publicNetworkAccess, needs: Sku.premium }]
            : []),
        ...(dataEndpoint ? [{ path: "dataEndpoint", given: dataEndpoint, needs: Sku.premium }] : []),
        ...(anonymousPull ? [{ path: "anonymousPull", given: anonymousPull, needs: Sku.standard }] : []),
    ];
}

type Registry = acr.Registry | AbacRegistry;

/** By the SDK that azure-native ships, unless the mode is given, which that SDK does not know. */
function declareRegistry(component: pulumi.ComponentResource, name: string, args: ContainerRegistryArgs): Registry {
    const inputs: acr.RegistryArgs = {
        resourceGroupName: args.resourceGroupName,
        registryName: registryNameOf(component, name, args),
        location: args.location,
        sku: { name: args.sku ?? Sku.standard },
        tags: args.tags,
        adminUserEnabled: isAdminUserOn(args.adminUser, args.asOf ?? today()),
        anonymousPullEnabled: args.anonymousPull ?? false,
        dataEndpointEnabled: args.dataEndpoint ?? false,
        publicNetworkAccess: (args.publicNetworkAccess ?? true) ? "Enabled" : "Disabled",
        policies: {
            azureADAuthenticationAsArmPolicy: { status: args.armAudienceTokens ? "enabled" : "disabled" },
        },
    };
    if (args.roleAssignmentMode === undefined) {
        return new acr.Registry(name, inputs, { parent: component, aliases: [{ type: registryType }] });
    }
    const roleAssignmentMode =
        args.roleAssignmentMode === RoleAssignmentMode.abac ? "AbacRepositoryPermissions" : "LegacyRegistryPermissions";
    return new AbacRegistry(name, { ...inputs, roleAssignmentMode }, { parent: component });
}

/** Made anew right after the registry has turned the admin user on, before anyone else can be given them. */
function adminPasswords(
    component: pulumi.ComponentResource,
    name: string,
    { adminUser, asOf = today() }: ContainerRegistryArgs,
    registry: Registry,
): { password: pulumi.Output<string>; password2: pulumi.Output<string> } | undefined {
    if (adminUser === undefined) {
        return undefined;
    }
    if (!isAdminUserOn(adminUser, asOf)) {
        pulumi.log.warn(adminUserEnded(adminUser), component);
        return undefined;
    }
    const { password, password2 } = new AdminPasswords(
        `${name}-admin-passwords`,
        {
            registryId: registry.id,
            registryCreatedOn: registry.creationDate,
            loginServer: registry.loginServer,
            revision: adminUser.revision ?? 0,
            deployer: deployerOf(component),
        },
        { parent: component },
    );
    return { password: pulumi.secret(password), password2: pulumi.secret(password2) };
}

function registryNameOf(
    component: pulumi.ComponentResource,
    name: string,
    args: ContainerRegistryArgs,
): pulumi.Output<string> {
    if (args.registryName !== undefined) {
        return whenKnown(`ContainerRegistry "${name}"`, args.registryName, (given) =>
            registryNameProblems("registryName", given),
        );
    }
    const suffix = new random.RandomId(`${name}-suffix`, { byteLength: 4 }, { parent: component });
    return pulumi.interpolate`${registryBaseName(name)}${suffix.hex}`;
}
