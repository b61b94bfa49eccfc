// Every rule of the pack, in the order of the documentation's table: authentication, then hardening.
import { disallowPrivilegedWorkloads } from "./access/disallow-privileged-workloads";
import { limitClusterToPull } from "./access/limit-cluster-to-pull";
import { limitPrivilegedRoles } from "./access/limit-privileged-roles";
import { limitRuntimeToPull } from "./access/limit-runtime-to-pull";
import { limitScopeToRegistry } from "./access/limit-scope-to-registry";
import { matchRoleToMode } from "./access/match-role-to-mode";
import { preferGroups } from "./access/prefer-groups";
import { requirePrincipalType } from "./access/require-principal-type";
import { requireTimeBound } from "./access/require-time-bound";
import { restrictCustomRoles } from "./access/restrict-custom-roles";
import { requireEntraAuthorization } from "./cluster/require-entra-authorization";
import { requireManagedIdentity } from "./cluster/require-managed-identity";
import { limitLifetime } from "./credential/limit-lifetime";
import { renewInTime } from "./credential/renew-in-time";
import { restrictFederation } from "./credential/restrict-federation";
import { disallowCacheRules } from "./hardening/disallow-cache-rules";
import { followNaming } from "./hardening/follow-naming";
import { propertyRules } from "./hardening/property-rules";
import { requireAuditLogs } from "./hardening/require-audit-logs";
import { requireDefender } from "./hardening/require-defender";
import { requireLock } from "./hardening/require-lock";
import { requirePrivateEndpoint } from "./hardening/require-private-endpoint";
import { restrictEndpointConnections } from "./hardening/restrict-endpoint-connections";
import { restrictReplicaLocations } from "./hardening/restrict-replica-locations";
import type { Rule } from "./lib/rule";
import { disallowIgnoredChanges } from "./program/disallow-ignored-changes";
import { disallowImperativeLogin } from "./program/disallow-imperative-login";
import { closeBreakGlass } from "./registry/close-break-glass";
import { disallowAdminUser } from "./registry/disallow-admin-user";
import { disallowAnonymousPull } from "./registry/disallow-anonymous-pull";
import { disallowArmAudienceTokens } from "./registry/disallow-arm-audience-tokens";
import { disallowTokens } from "./token/disallow-tokens";
import { limitScope } from "./token/limit-scope";
import { requireExpiry } from "./token/require-expiry";
import { disallowAdminCredentials } from "./workload/disallow-admin-credentials";
import { disallowSharedAdmin } from "./workload/disallow-shared-admin";
import { disallowSharedIdentity } from "./workload/disallow-shared-identity";
import { disallowStoredAccessToken } from "./workload/disallow-stored-access-token";
import { preferKubeletIdentity } from "./workload/prefer-kubelet-identity";
import { requireIdentity } from "./workload/require-identity";
import { restrictTaskCredentials } from "./workload/restrict-task-credentials";

export const authenticationRules: readonly Rule[] = [
    disallowAdminUser,
    closeBreakGlass,
    disallowAnonymousPull,
    disallowArmAudienceTokens,
    limitScope,
    requireExpiry,
    disallowTokens,
    limitLifetime,
    renewInTime,
    restrictFederation,
    limitClusterToPull,
    limitRuntimeToPull,
    disallowPrivilegedWorkloads,
    matchRoleToMode,
    limitPrivilegedRoles,
    limitScopeToRegistry,
    restrictCustomRoles,
    preferGroups,
    requirePrincipalType,
    requireTimeBound,
    disallowAdminCredentials,
    disallowSharedAdmin,
    disallowStoredAccessToken,
    requireIdentity,
    disallowSharedIdentity,
    preferKubeletIdentity,
    restrictTaskCredentials,
    requireManagedIdentity,
    requireEntraAuthorization,
    disallowIgnoredChanges,
    disallowImperativeLogin,
];

export const hardeningRules: readonly Rule[] = [
    propertyRules.restrictNetwork,
    requirePrivateEndpoint,
    restrictEndpointConnections,
    propertyRules.requireDataEndpoint,
    propertyRules.restrictTrustedServices,
    propertyRules.disallowExport,
    requireAuditLogs,
    requireLock,
    propertyRules.requireSku,
    propertyRules.requireCustomerKey,
    propertyRules.requireQuarantine,
    propertyRules.requireRetention,
    propertyRules.requireSoftDelete,
    propertyRules.disallowContentTrust,
    restrictReplicaLocations,
    propertyRules.requireHttpsWebhooks,
    disallowCacheRules,
    requireDefender,
    followNaming,
];

export const rules: readonly Rule[] = [...authenticationRules, ...hardeningRules];
