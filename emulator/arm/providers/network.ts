// Microsoft.Network as far as a registry with a private endpoint needs it.
import { randomUUID } from "node:crypto";
import { at, type Json, object, objects, strings, text } from "../../json";
import type { ArmResource, AzureState } from "../../state/azure-state";
import { parentOf } from "../../state/resource-id";
import { findResource, resourcesOf } from "../../state/resources";
import { badRequest } from "../errors";
import { resource, showAll, tracked } from "../resource";
import type { ResourceType, Write } from "../resource-type";
import { registryType } from "./container-registry/registry";

const networkType = "Microsoft.Network/virtualNetworks";
const subnetType = `${networkType}/subnets`;
const endpointType = "Microsoft.Network/privateEndpoints";
const zoneGroupType = `${endpointType}/privateDnsZoneGroups`;

const succeeded = { provisioningState: "Succeeded" };

const showSubnet = ({ id, name, type, properties }: ArmResource): Json => ({ name, id, properties, type });

const requireResource = (state: AzureState, id: unknown, type: string, property: string): ArmResource => {
    const found = findResource(state, String(id));
    if (found?.type !== type)
        throw badRequest("InvalidResourceReference", `Resource ${id} referenced by ${property} was not found.`);
    return found;
};

/** Subnets are resources of their own. A PUT that lists some removes the others; one that lists none leaves them. */
const writeSubnets = (request: Write): void => {
    const { state } = request.emulator;
    const listed = at(request.body, "properties.subnets");
    if (listed === undefined) return;
    const wanted = new Map(objects(listed).map((item) => [String(item.name), object(item.properties)]));
    for (const { id, name } of resourcesOf(state, subnetType, request.id))
        if (!wanted.has(name)) delete state.resources[id.toLowerCase()];
    for (const [name, properties] of wanted) {
        const id = `${request.id}/subnets/${name}`;
        state.resources[id.toLowerCase()] = { id, name, type: subnetType, properties: { ...properties, ...succeeded } };
    }
};

export const virtualNetwork: ResourceType = {
    type: networkType,
    write: (request) => {
        const prefixes = strings(at(request.body, "properties.addressSpace.addressPrefixes"));
        if (prefixes.length === 0)
            throw badRequest(
                "InvalidRequestFormat",
                `The virtual network ${request.name} must have at least one address prefix.`,
            );
        writeSubnets(request);
        const { subnets: _, ...properties } = object(request.body.properties);
        return tracked(request, networkType, {
            systemData: undefined,
            properties: {
                resourceGuid: request.existing?.properties.resourceGuid ?? randomUUID(),
                ...properties,
                ...succeeded,
            },
        });
    },
    show: (kept, { emulator }) => ({
        ...showAll(kept),
        properties: { ...kept.properties, subnets: resourcesOf(emulator.state, subnetType, kept.id).map(showSubnet) },
    }),
};

export const subnet: ResourceType = {
    type: subnetType,
    patch: false,
    write: (request) =>
        resource(request, subnetType, {
            systemData: undefined,
            properties: { ...object(request.body.properties), ...succeeded },
        }),
    show: showSubnet,
};

/** The connection as the endpoint and as the registry tell of it. */
const approved = { status: "Approved", description: "Auto-Approved", actionsRequired: "None" };

const forgetConnections = (state: AzureState, endpointId: string): void => {
    for (const { properties } of resourcesOf(state, registryType))
        properties.privateEndpointConnections = objects(properties.privateEndpointConnections).filter(
            (connection) => at(connection, "properties.privateEndpoint.id") !== endpointId,
        );
};

const connect = (state: AzureState, endpointId: string, connection: Json): Json => {
    const target = text(at(connection, "properties.privateLinkServiceId"));
    const registry = requireResource(state, target, registryType, "privateLinkServiceId");
    if (registry.sku?.name !== "Premium")
        throw badRequest(
            "PrivateEndpointNotSupported",
            `Private endpoints are not supported for the SKU ${registry.sku?.name} of the registry ${registry.name}. For more information, please visit https://aka.ms/acr/private-link.`,
        );
    if (strings(at(connection, "properties.groupIds")).join() !== "registry")
        throw badRequest(
            "InvalidPrivateLinkGroupId",
            "The group id of a private endpoint for a registry must be 'registry'.",
        );
    const name = `${registry.name}.${randomUUID().replaceAll("-", "")}`;
    registry.properties.privateEndpointConnections = [
        ...objects(registry.properties.privateEndpointConnections),
        {
            id: `${registry.id}/privateEndpointConnections/${name}`,
            name,
            type: `${registryType}/privateEndpointConnections`,
            properties: {
                privateEndpoint: { id: endpointId },
                privateLinkServiceConnectionState: approved,
                ...succeeded,
            },
        },
    ];
    return {
        name: connection.name,
        id: `${endpointId}/privateLinkServiceConnections/${connection.name}`,
        properties: { ...object(connection.properties), privateLinkServiceConnectionState: approved, ...succeeded },
    };
};

export const privateEndpoint: ResourceType = {
    type: endpointType,
    created: { status: 201, operation: "privateendpoint" },
    write: (request) => {
        const { body, emulator, id, name } = request;
        const { subnet: place, privateLinkServiceConnections, ...rest } = object(body.properties);
        const network = requireResource(emulator.state, at(place, "id"), subnetType, "subnet");
        const connections = objects(privateLinkServiceConnections);
        if (connections.length === 0)
            throw badRequest(
                "InvalidRequestFormat",
                `The private endpoint ${name} must have a private link service connection.`,
            );
        forgetConnections(emulator.state, id);
        return tracked(request, endpointType, {
            systemData: undefined,
            properties: {
                ...rest,
                subnet: { id: network.id },
                privateLinkServiceConnections: connections.map((connection) => connect(emulator.state, id, connection)),
                manualPrivateLinkServiceConnections: [],
                networkInterfaces: [{ id: `${parentOf(id)}/networkInterfaces/${name}.nic` }],
                customDnsConfigs: [],
                ...succeeded,
            },
        });
    },
    deleted: ({ emulator }, { id }) => forgetConnections(emulator.state, id),
};

export const privateDnsZoneGroup: ResourceType = {
    type: zoneGroupType,
    created: { status: 201, operation: "privatednszonegroup" },
    patch: false,
    write: (request) => {
        const configs = objects(at(request.body, "properties.privateDnsZoneConfigs"));
        for (const config of configs)
            requireResource(
                request.emulator.state,
                at(config, "properties.privateDnsZoneId"),
                "Microsoft.Network/privateDnsZones",
                `privateDnsZoneConfigs ${config.name}`,
            );
        return resource(request, zoneGroupType, {
            systemData: undefined,
            properties: {
                privateDnsZoneConfigs: configs.map((config) => ({
                    ...config,
                    id: `${request.id}/privateDnsZoneConfigs/${config.name}`,
                    properties: { ...object(config.properties), recordSets: [], ...succeeded },
                })),
                ...succeeded,
            },
        });
    },
    show: ({ id, name, type, properties }) => ({ name, id, type, properties }),
};
