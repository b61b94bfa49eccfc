// The private endpoint connections of a registry, as resources of their own. They come and go with the private endpoints; that a
// registry's owner approves, refuses or deletes one is not emulated, and refused.
import { objects, text } from "../../../json";
import type { ArmResource } from "../../../state/azure-state";
import { registryType } from "../../../state/registries";
import { methodNotAllowed } from "../../errors";
import type { ResourceType } from "../../resource-type";

const type = `${registryType}/privateEndpointConnections`;

const connectionsOf = ({ properties }: ArmResource): ArmResource[] =>
    objects(properties.privateEndpointConnections).map(({ id, name, properties: own }) => ({
        id: text(id) ?? "",
        name: text(name) ?? "",
        type,
        properties: own as ArmResource["properties"],
    }));

export const privateEndpointConnection: ResourceType = {
    type,
    patch: false,
    builtIn: connectionsOf,
    write: () => {
        throw methodNotAllowed("PUT");
    },
    beforeDelete: () => {
        throw methodNotAllowed("DELETE");
    },
};
