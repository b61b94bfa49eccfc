// ContainerRegistry: an Azure container registry that is safe by default.
import * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { registryBaseName, registryNameProblems } from "./names";
import { Sku, skuProblems, type UsedFeature } from "./registry/sku";
import type { RegistryReference } from "./registry-reference";
import { RoleAssignmentMode } from "./roles";
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
}

/**
 * A container registry whose admin user, anonymous pull and ARM-audience tokens are off. Fails before anything is
 * created, with all problems at once, if the name or the SKU does not fit.
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

    constructor(name: string, args: ContainerRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:ContainerRegistry", name, args, opts);
        refuse(`ContainerRegistry "${name}"`, containerRegistryProblems(args));
        const { sku = Sku.standard } = args;
        const registry = new acr.Registry(
            name,
            {
                resourceGroupName: args.resourceGroupName,
                registryName: registryNameOf(this, name, args),
                location: args.location,
                sku: { name: sku },
                tags: args.tags,
                adminUserEnabled: false,
                anonymousPullEnabled: args.anonymousPull ?? false,
                dataEndpointEnabled: args.dataEndpoint ?? false,
                publicNetworkAccess: (args.publicNetworkAccess ?? true) ? "Enabled" : "Disabled",
                policies: {
                    azureADAuthenticationAsArmPolicy: { status: args.armAudienceTokens ? "enabled" : "disabled" },
                },
            },
            { parent: this },
        );
        this.name = registry.name;
        this.resourceId = registry.id;
        this.loginServer = registry.loginServer;
        this.reference = {
            resourceId: this.resourceId,
            loginServer: this.loginServer,
            roleAssignmentMode: RoleAssignmentMode.legacy,
        };
        this.registerOutputs({
            name: this.name,
            resourceId: this.resourceId,
            loginServer: this.loginServer,
            reference: this.reference,
        });
    }
}

export function containerRegistryProblems(args: ContainerRegistryArgs): Problem[] {
    const premium: UsedFeature[] = [];
    if (args.publicNetworkAccess === false) {
        premium.push({ path: "publicNetworkAccess", given: false, needs: Sku.premium });
    }
    if (args.dataEndpoint) {
        premium.push({ path: "dataEndpoint", given: true, needs: Sku.premium });
    }
    if (args.anonymousPull) {
        premium.push({ path: "anonymousPull", given: true, needs: Sku.standard });
    }
    return [
        ...ifPlain(args.registryName, (name) => registryNameProblems("registryName", name)),
        ...skuProblems(args.sku ?? Sku.standard, premium),
    ];
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
