// The table of resource types that the emulator knows. A new type is an entry here.
import type { ArmResource } from "../../state/azure-state";
import type { ResourceType } from "../resource-type";
import { lock } from "./authorization/locks";
import { cacheRule, credentialSet, replication, webhook } from "./container-registry/children";
import { privateEndpointConnection } from "./container-registry/private-endpoint-connections";
import { registry } from "./container-registry/registry";
import { task } from "./container-registry/tasks";
import { scopeMap, token } from "./container-registry/tokens";
import { managedCluster } from "./container-service";
import { pricing } from "./defender";
import { vault, vaultSecret } from "./key-vault";
import { federatedIdentityCredential, userAssignedIdentity } from "./managed-identity";
import { privateDnsZoneGroup, privateEndpoint, subnet, virtualNetwork } from "./network";
import { diagnosticSetting, plainTypes } from "./plain";

const types: ResourceType[] = [
    registry,
    scopeMap,
    token,
    webhook,
    replication,
    cacheRule,
    credentialSet,
    task,
    privateEndpointConnection,
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
    pricing,
    ...plainTypes,
];

const byName = new Map(types.map((type) => [type.type.toLowerCase(), type]));

/** By name in any case, such as `microsoft.containerregistry/registries`. */
export const findType = (name: string): ResourceType | undefined => byName.get(name.toLowerCase());

export const typeOf = (resource: ArmResource): ResourceType | undefined => findType(resource.type);
