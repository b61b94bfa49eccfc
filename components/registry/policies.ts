// Policies of a registry: retention of untagged manifests, soft delete, exports, and tokens issued for Azure Resource
// Manager.
// Sources: https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy,
// https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy,
// https://learn.microsoft.com/azure/container-registry/data-loss-prevention
import type * as acr from "@pulumi/azure-native/containerregistry";
import { Sku } from "../../azure/skus";
import type { Problem } from "../inputs/validation";
import type { UsedFeature } from "./sku-problems";

/** The policies of a registry. */
export interface RegistryPolicyArgs {
    /**
     * Whether Entra tokens for Azure Resource Manager are accepted as well as those for the registry itself. App Service
     * needs it to pull images. Defaults to false.
     */
    armAudienceTokens?: boolean;
    /** Days after which an untagged manifest is removed, 0 to 365. Needs the Premium SKU. Defaults to never. */
    untaggedRetentionDays?: number;
    /**
     * Days that deleted artifacts can be restored, 1 to 90; not together with geo-replication, artifact cache or
     * `untaggedRetentionDays`. Defaults to not at all.
     */
    softDeleteDays?: number;
    /**
     * Whether artifacts may leave by export and import into other registries. Turning it off needs the Premium SKU and
     * `publicNetworkAccess` off. Defaults to true.
     */
    exports?: boolean;
}

interface Neighbours {
    publicNetworkAccess?: boolean;
    replications?: Record<string, unknown>;
    cacheRules?: Record<string, unknown>;
}

export function policyFeatures({ untaggedRetentionDays, exports }: RegistryPolicyArgs): UsedFeature[] {
    return [
        ...(untaggedRetentionDays === undefined
            ? []
            : [{ path: "untaggedRetentionDays", given: untaggedRetentionDays, needs: Sku.premium }]),
        ...(exports === false ? [{ path: "exports", given: exports, needs: Sku.premium }] : []),
    ];
}

export function policyProblems(args: RegistryPolicyArgs & Neighbours): Problem[] {
    const { untaggedRetentionDays, softDeleteDays, exports = true, publicNetworkAccess = true } = args;
    const problems = [
        ...daysProblems("untaggedRetentionDays", untaggedRetentionDays, 0, 365),
        ...daysProblems("softDeleteDays", softDeleteDays, 1, 90),
    ];
    if (softDeleteDays !== undefined) {
        for (const other of ["untaggedRetentionDays", "replications", "cacheRules"] as const) {
            if (args[other] !== undefined) {
                problems.push({
                    path: "softDeleteDays",
                    problem: `can't be combined with ${other}: Azure refuses soft delete on such a registry`,
                    given: softDeleteDays,
                    remedy: `Leave softDeleteDays or ${other} out.`,
                });
            }
        }
    }
    if (!exports && publicNetworkAccess) {
        problems.push({
            path: "exports",
            problem: "can't be off while the registry can be reached over the public internet",
            given: exports,
            remedy: "Set publicNetworkAccess to false, or leave exports out.",
        });
    }
    return problems;
}

function daysProblems(path: string, given: number | undefined, least: number, most: number): Problem[] {
    return given === undefined || (Number.isSafeInteger(given) && given >= least && given <= most)
        ? []
        : [{ path, problem: "is out of range", given, remedy: `Use an integer from ${least} to ${most}.` }];
}

export function policyInputs(args: RegistryPolicyArgs): Pick<acr.RegistryArgs, "policies"> {
    const { armAudienceTokens = false, untaggedRetentionDays, softDeleteDays, exports = true } = args;
    return {
        policies: {
            azureADAuthenticationAsArmPolicy: { status: armAudienceTokens ? "enabled" : "disabled" },
            ...(untaggedRetentionDays === undefined
                ? {}
                : { retentionPolicy: { status: "enabled", days: untaggedRetentionDays } }),
            ...(softDeleteDays === undefined
                ? {}
                : { softDeletePolicy: { status: "enabled", retentionDays: softDeleteDays } }),
            ...(exports ? {} : { exportPolicy: { status: "disabled" } }),
        },
    };
}
