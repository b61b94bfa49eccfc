// The arguments of a registry.
import type * as pulumi from "@pulumi/pulumi";
import type { RoleAssignmentMode } from "../../azure/roles";
import type { Sku } from "../../azure/skus";
import type { AdminUserArgs } from "./admin-user";
import type { ArtifactCacheArgs } from "./artifact-cache";
import type { CustomerManagedKeyArgs } from "./encryption";
import type { RegistryLock } from "./lock";
import type { RegistryNetworkArgs } from "./network";
import type { RegistryPolicyArgs } from "./policies";
import type { PrivateEndpointArgs } from "./private-endpoints";
import type { ReplicationArgs } from "./replications";
import type { WebhookArgs } from "./webhooks";

/** A registry: only the resource group is required. */
export interface ContainerRegistryArgs extends RegistryNetworkArgs, RegistryPolicyArgs, ArtifactCacheArgs {
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
    /**
     * Whether the registry is spread over availability zones; can be chosen only when it is made, and `true` needs the
     * Premium SKU. Defaults to what Azure does by itself: zone redundancy wherever the region has zones.
     */
    zoneRedundancy?: boolean;
    /** Tags of the registry and of what belongs to it. Defaults to none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /** Whether anyone may pull every repository without logging in. Needs the Standard SKU. Defaults to false. */
    anonymousPull?: boolean;
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
     * regenerated when it is turned on, unless it keeps them. Past the day, the next deployment turns it off. Defaults to
     * off.
     */
    adminUser?: AdminUserArgs;
    /** The day this deployment counts as, `YYYY-MM-DD`; only the admin user depends on it. Defaults to today. */
    asOf?: string;
    /** Private endpoints, by keys of your own choice. Need the Premium SKU. Defaults to none. */
    privateEndpoints?: Record<string, PrivateEndpointArgs>;
    /** Geo-replications, by region, such as `japaneast`. Need the Premium SKU. Defaults to none. */
    replications?: Record<string, ReplicationArgs>;
    /** ARM id of the Log Analytics workspace that logs logins, pushes, pulls and deletions. Defaults to no logging. */
    logWorkspaceResourceId?: pulumi.Input<string>;
    /**
     * Encryption with a customer-managed key. Needs the Premium SKU. Defaults to a key that Azure manages, or, for a registry
     * that was made elsewhere, to what it has.
     */
    customerManagedKey?: CustomerManagedKeyArgs;
    /** Webhooks, by name: 5 to 50 letters and digits. Defaults to none. */
    webhooks?: Record<string, WebhookArgs>;
    /** Management lock on the registry. It also blocks removing access. Defaults to none. */
    lock?: RegistryLock;
}
