// The table of resource types that the local Azure knows. A new type is an entry here.
import type { ArmResource } from "../world";
import { lock } from "./locks";
import { registry } from "./registry";
import { scopeMap, token } from "./registry-tokens";
import type { ResourceType } from "./resource-type";

const types: ResourceType[] = [registry, scopeMap, token, lock];

const byName = new Map(types.map((type) => [type.type.toLowerCase(), type]));

/** By name in any case, such as `microsoft.containerregistry/registries`. */
export const findType = (name: string): ResourceType | undefined => byName.get(name.toLowerCase());

export const typeOf = (resource: ArmResource): ResourceType | undefined => findType(resource.type);
