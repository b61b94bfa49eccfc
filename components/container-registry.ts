// ContainerRegistry: an Azure container registry that is safe by default. Its optional features are in registry/, one per
// file.
import * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { registryType } from "../azure/registry-package";
import { RoleAssignmentMode } from "../azure/roles";
import { Sku } from "../azure/skus";
import { Registry as AbacRegistry, abacProvider } from "./azure-native/abac-registry";
import { recordedInputs } from "./credential/rotating-credential";
import { dateProblems, today } from "./credential/rotation";
import { registryBaseName, registryNameProblems } from "./inputs/names";
import { ifPlain, type Problem, refuse, whenKnown } from "./inputs/validation";
import { adminUserProblems, declareAdminPasswords, isAdminUserOn } from "./registry/admin-user";
import type { ContainerRegistryArgs } from "./registry/args";
import { artifactCacheProblems, declareArtifactCache } from "./registry/artifact-cache";
import { declareDiagnostics } from "./registry/diagnostics";
import { encryptionFeatures, encryptionInputs } from "./registry/encryption";
import { keptProperties } from "./registry/kept-properties";
import { declareLock, lockProblems } from "./registry/lock";
import { networkFeatures, networkInputs, networkProblems } from "./registry/network";
import type { RegistryPlace } from "./registry/place";
import { policyFeatures, policyInputs, policyProblems } from "./registry/policies";
import {
    declarePrivateEndpoints,
    privateEndpointFeatures,
    privateEndpointProblems,
} from "./registry/private-endpoints";
import { providerProblems } from "./registry/provider-problems";
import { declareReplications, replicationFeatures, replicationProblems } from "./registry/replications";
import { skuProblems, type UsedFeature } from "./registry/sku-problems";
import { declareWebhooks, secretWebhooks, webhookProblems } from "./registry/webhooks";
import { zoneRedundancyFeatures, zoneRedundancyInput } from "./registry/zone-redundancy";
import type { RegistryReference } from "./registry-reference";

/**
 * A container registry whose admin user, anonymous pull and ARM-audience tokens are off. Fails before anything is
 * created, with all problems at once, if names, SKU, limits or settings do not fit together.
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
    /** The admin user's first password (secret). Only there while `adminUser` is on, without `keepPasswords`. */
    public readonly adminPassword?: pulumi.Output<string>;
    /** The admin user's second password (secret). Only there while `adminUser` is on, without `keepPasswords`. */
    public readonly adminPassword2?: pulumi.Output<string>;
    /** Object ids of the identities of `cacheCredentials`, which must be able to read their secrets. */
    public readonly cachePrincipalIds: pulumi.Output<Record<string, string>>;

    constructor(name: string, args: ContainerRegistryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:ContainerRegistry", name, recorded(args), opts);
        refuse(`ContainerRegistry "${name}"`, [...containerRegistryProblems(args), ...providerProblems(this, args)]);
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
        const admin = declareAdminPasswords(this, name, registry, args.adminUser, args.asOf ?? today());
        this.adminPassword = admin?.password;
        this.adminPassword2 = admin?.password2;
        this.cachePrincipalIds = declareParts(this, name, args, registry);
        this.registerOutputs({
            name: this.name,
            resourceId: this.resourceId,
            loginServer: this.loginServer,
            reference: this.reference,
            adminPassword: this.adminPassword,
            adminPassword2: this.adminPassword2,
            cachePrincipalIds: this.cachePrincipalIds,
        });
    }
}

function recorded(args: ContainerRegistryArgs) {
    const { webhooks, ...inputs } = recordedInputs(args);
    return webhooks === undefined ? inputs : { ...inputs, webhooks: secretWebhooks(webhooks) };
}

export function containerRegistryProblems(args: ContainerRegistryArgs): Problem[] {
    const { sku = Sku.standard, asOf = today() } = args;
    const dates = dateProblems("asOf", asOf);
    return [
        ...ifPlain(args.registryName, (name) => registryNameProblems("registryName", name)),
        ...skuProblems(sku, usedFeatures(args)),
        ...networkProblems(args),
        ...policyProblems(args),
        ...replicationProblems(args.replications, args.location),
        ...privateEndpointProblems(args.privateEndpoints),
        ...webhookProblems(args.webhooks, sku),
        ...artifactCacheProblems(args),
        ...dates,
        ...lockProblems(args.lock, args.adminUser),
        ...(dates.length > 0 ? [] : adminUserProblems(args.adminUser, asOf)),
    ];
}

function usedFeatures(args: ContainerRegistryArgs): UsedFeature[] {
    return [
        ...(args.anonymousPull ? [{ path: "anonymousPull", given: true, needs: Sku.standard }] : []),
        ...zoneRedundancyFeatures("zoneRedundancy", args.zoneRedundancy),
        ...networkFeatures(args),
        ...policyFeatures(args),
        ...privateEndpointFeatures(args.privateEndpoints),
        ...replicationFeatures(args.replications),
        ...encryptionFeatures(args.customerManagedKey),
    ];
}

/** By the SDK that azure-native ships, unless the mode is given, which that SDK does not know. */
function declareRegistry(
    component: pulumi.ComponentResource,
    name: string,
    args: ContainerRegistryArgs,
): acr.Registry | AbacRegistry {
    const inputs: acr.RegistryArgs = {
        resourceGroupName: args.resourceGroupName,
        registryName: registryNameOf(component, name, args),
        location: args.location,
        sku: { name: args.sku ?? Sku.standard },
        tags: args.tags,
        adminUserEnabled: isAdminUserOn(args.adminUser, args.asOf ?? today()),
        anonymousPullEnabled: args.anonymousPull ?? false,
        zoneRedundancy: zoneRedundancyInput(args.zoneRedundancy),
        ...networkInputs(args),
        ...policyInputs(args),
        ...encryptionInputs(args.customerManagedKey),
    };
    const ignoreChanges = keptProperties(args);
    if (args.roleAssignmentMode === undefined) {
        return new acr.Registry(name, inputs, { parent: component, ignoreChanges, aliases: [{ type: registryType }] });
    }
    const roleAssignmentMode =
        args.roleAssignmentMode === RoleAssignmentMode.abac ? "AbacRepositoryPermissions" : "LegacyRegistryPermissions";
    const provider = abacProvider(component);
    return new AbacRegistry(name, { ...inputs, roleAssignmentMode }, { parent: component, ignoreChanges, provider });
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

function declareParts(
    component: pulumi.ComponentResource,
    name: string,
    args: ContainerRegistryArgs,
    registry: acr.Registry | AbacRegistry,
): pulumi.Output<Record<string, string>> {
    const { resourceGroupName, location, tags } = args;
    const place: RegistryPlace = {
        component,
        name,
        resourceGroupName,
        registryName: registry.name,
        registryId: registry.id,
        location,
        tags,
    };
    const cache = declareArtifactCache(place, args);
    const replications = declareReplications(place, args.replications ?? {});
    const parts = [
        ...replications,
        ...declarePrivateEndpoints(place, args.privateEndpoints ?? {}, replications),
        ...declareWebhooks(place, args.webhooks ?? {}),
        ...(args.logWorkspaceResourceId === undefined ? [] : [declareDiagnostics(place, args.logWorkspaceResourceId)]),
        ...cache.parts,
    ];
    if (args.lock !== undefined) {
        declareLock(place, args.lock, parts);
    }
    return cache.principalIds;
}
