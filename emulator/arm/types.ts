// The table of resource types that the emulator knows. A new type is an entry here.
import type { ArmResource } from "../state/azure-state";
import { managedCluster } from "./clusters";
import { federatedIdentityCredential, userAssignedIdentity } from "./identities";
import { lock } from "./locks";
import { privateDnsZoneGroup, privateEndpoint, subnet, virtualNetwork } from "./network";
import { diagnosticSetting, plainTypes } from "./plain-types";
import { registry } from "./registry";
import { cacheRule, credentialSet, replication, webhook } from "./registry-children";
import { scopeMap, token } from "./registry-tokens";
import type { ResourceType } from "./resource-type";
import { vault, vaultSecret } from "./vaults";

const types: ResourceType[] = [
    registry,
    scopeMap,
    token,
    webhook,
    replication,
    cacheRule,
    credentialSet,
    userAssignedIdentity,
    federatedIdentityCredential,
    managedCluster,
    vault,
    vaultSecret,
    virtualNetwork,
    subnet,
    privateEndpoint,
    privateDnsZoneGroup,
    lock,
    diagnosticSetting,
    ...plainTypes,
];

const byName = new Map(types.map((type) => [type.type.toLowerCase(), type]));

/** By name in any case, such as `microsoft.containerregistry/registries`. */
export const findType = (name: string): ResourceType | undefined => byName.get(name.toLowerCase());

export const typeOf = (resource: ArmResource): ResourceType | undefined => findType(resource.type);
