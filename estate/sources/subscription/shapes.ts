// What Azure Resource Manager answers, in the shape of azure-native: the properties beside name, location and the like,
// with the names of the resource group and of what the resource is part of as azure-native's inputs have them.
import { lastSegment } from "../../../azure/arm-id";
import { type Kind, kinds } from "../../kinds";
import { normalise, type RawResource, type Resource } from "../../resource";
import { items, type PropertyMap, read, text } from "../../value";
import type { ArmList } from "./lists";

/** A resource of which inputs and outputs are the same: what exists is what counts. */
export function live(
    raw: Pick<RawResource, "urn" | "type"> & Partial<RawResource>,
    properties: PropertyMap,
): Resource[] {
    return normalise({ id: raw.urn, ...raw, inputs: properties, outputs: properties });
}

/** One item of a list; nothing for an item without an id. */
export function fromArm(item: unknown, list: ArmList): Resource[] {
    const id = text(read(item, "id"));
    if (id === undefined) return [];
    const { properties, ...top } = item as { properties?: PropertyMap };
    const name = text(read(item, "name")) ?? lastSegment(id);
    const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\//i.exec(id)?.[1];
    const inputs = {
        ...properties,
        ...top,
        // The type of a role, `BuiltInRole` or `CustomRole`, has the name that is the resource's type outside.
        ...(list.kind === "roleDefinition" ? { roleType: read(item, "properties.type") } : {}),
        name,
        [list.nameProperty]: name,
        ...(group === undefined ? {} : { resourceGroupName: group }),
        ...parentOf(id, list),
    };
    return live({ urn: id, type: list.type, name: label(name, inputs, list) }, inputs);
}

/** What is named by a GUID has beside it the name that people gave it. */
const labels: Partial<Record<Kind, string>> = { roleDefinition: "roleName", denyAssignment: "denyAssignmentName" };

const label = (name: string, inputs: PropertyMap, { kind }: ArmList): string =>
    text(read(inputs, labels[kind] ?? "name")) ?? name;

/** The registry of a token, the identity of a federated credential, what a diagnostic setting or a lock hangs on. */
function parentOf(id: string, { kind, parentProperty }: ArmList): PropertyMap {
    const [, holder = ""] = /^(.*)\/providers\/[^/]+\/[^/]+\/[^/]+$/i.exec(id) ?? [];
    if (kind === "lock") return { scope: holder };
    if (parentProperty === undefined) return {};
    return {
        [parentProperty]: parentProperty === "resourceUri" ? holder : lastSegment(id.replace(/\/[^/]+\/[^/]+$/, "")),
    };
}

/** The private endpoint connections that come with a registry. */
export function endpointConnections(registry: Resource): Resource[] {
    const connections = items(read(registry.inputs, "privateEndpointConnections")) ?? [];
    return connections.flatMap((connection) => fromArm(connection, connectionsOfRegistry));
}

const connectionsOfRegistry: ArmList = {
    kind: "registryPrivateEndpointConnection",
    type: kinds.registryPrivateEndpointConnection.native[0],
    path: "privateEndpointConnections",
    version: "",
    noun: "private endpoint connections",
    nameProperty: "privateEndpointConnectionName",
    parentProperty: "registryName",
};

/** Each resource once, in the order of its id: two readings of the same estate are equal. */
export function once(resources: readonly Resource[]): Resource[] {
    const sorted = resources
        .map((resource) => [resource.urn.toLowerCase(), resource] as const)
        .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    const seen = new Set<string>();
    return sorted.flatMap(([id, resource]) => {
        // A custom role has an id in each subscription that it can be assigned in, and one GUID.
        const key = resource.kind === "roleDefinition" ? lastSegment(id) : id;
        if (seen.has(key)) return [];
        seen.add(key);
        return [resource];
    });
}
