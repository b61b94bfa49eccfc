// Microsoft.Network as far as a registry with a private endpoint needs it.
import { randomUUID } from "node:crypto";
import { at, type Json, object, objects, strings, text } from "../../json";
import type { Emulator } from "../../server/service";
import type { ArmResource, AzureState } from "../../state/azure-state";
import { registryType } from "../../state/registries";
import { parentOf, subscriptionOf } from "../../state/resource-id";
import { findResource, resourcesOf } from "../../state/resources";
import { sameText } from "../../text";
import { authorizeLinked } from "../caller";
import { ArmError, badRequest } from "../errors";
import { normalizedLocation } from "../locations";
import { isUnderWay } from "../operations";
import { resource, showAll, tracked } from "../resource";
import type { ResourceType, Write } from "../resource-type";

const networkType = "Microsoft.Network/virtualNetworks";
const subnetType = `${networkType}/subnets`;
const endpointType = "Microsoft.Network/privateEndpoints";
const zoneGroupType = `${endpointType}/privateDnsZoneGroups`;

const succeeded = { provisioningState: "Succeeded" };

const showSubnet = ({ id, name, type, properties }: ArmResource): Json => ({ name, id, properties, type });

const notFound = (id: unknown, by: string): ArmError =>
    badRequest(
        "InvalidResourceReference",
        `Resource ${id} referenced by resource ${by} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    );

const requireResource = (state: AzureState, id: unknown, type: string, by: string): ArmResource => {
    const found = findResource(state, String(id));
    if (found?.type !== type) throw notFound(id, by);
    return found;
};

/** The subnet of an endpoint, whose network must stand in the endpoint's region and subscription. */
const requireSubnet = ({ emulator, caller, body, id }: Write): ArmResource => {
    const subnetId = at(body, "properties.subnet.id");
    const found = requireResource(emulator.state, subnetId, subnetType, id);
    const network = requireResource(emulator.state, parentOf(found.id), networkType, id);
    const isNear =
        network.location === normalizedLocation(String(body.location)) &&
        sameText(subscriptionOf(network.id) ?? "", subscriptionOf(id) ?? "");
    if (!isNear) throw notFound(network.id, id);
    authorizeLinked(emulator.state, caller, [`${subnetType}/join/action`], found.id, id);
    return found;
};

/** The registry that the connections of a body lead to. */
const targetOf = (body: unknown): string | undefined =>
    objects(at(body, "properties.privateLinkServiceConnections"))
        .map((connection) => text(at(connection, "properties.privateLinkServiceId")))
        .find((id) => id !== undefined);

/**
 * Of a registry that is being changed: endpoints that are made beside replications or beside each other fail
 * (Azure/bicep-registry-modules issue 4042, hashicorp/terraform-provider-azurerm issue 10880). The code is the one that
 * azurerm is to retry (pull request 32095); the words are a guess.
 */
const registryBusy = (registryId: string): ArmError =>
    new ArmError(
        409,
        "ConflictError",
        `The private endpoint cannot be connected because another operation is in progress on ${registryId}. Try again later.`,
    );

const requireIdle = (emulator: Emulator, registry: ArmResource): void => {
    const replications = resourcesOf(emulator.state, `${registryType}/replications`, registry.id);
    if ([registry, ...replications].some(({ id }) => isUnderWay(emulator, id))) throw registryBusy(registry.id);
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

const connect = ({ emulator, caller, id: endpointId }: Write, connection: Json): Json => {
    const target = text(at(connection, "properties.privateLinkServiceId"));
    const registry = requireResource(emulator.state, target, registryType, endpointId);
    const approval = `${registryType}/privateEndpointConnectionsApproval/action`;
    authorizeLinked(emulator.state, caller, [approval], registry.id, endpointId);
    requireIdle(emulator, registry);
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
    oneAtATime: registryBusy,
    shared: targetOf,
    write: (request) => {
        const { body, emulator, id, name } = request;
        const { subnet: _, privateLinkServiceConnections, ...rest } = object(body.properties);
        const { id: subnetId } = requireSubnet(request);
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
                subnet: { id: subnetId },
                privateLinkServiceConnections: connections.map((connection) => connect(request, connection)),
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
                request.id,
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
