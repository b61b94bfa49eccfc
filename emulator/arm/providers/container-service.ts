// Microsoft.ContainerService/managedClusters as far as pulling images goes: the cluster's identity and its kubelets'.
import { randomUUID } from "node:crypto";
import { at, defined, isObject, type Json, object, text } from "../../json";
import type { ArmResource } from "../../state/azure-state";
import { resourceGroupOf, subscriptionOf } from "../../state/resource-id";
import { findResource } from "../../state/resources";
import { badRequest } from "../errors";
import { tracked } from "../resource";
import { resourceGroupType } from "../resource-groups";
import type { ResourceType, Write } from "../resource-type";
import { findIdentity, identityOf, identityType, makePrincipal, providersSpelling } from "./managed-identity";

const clusterType = "Microsoft.ContainerService/managedClusters";

const nodeGroupOf = ({ body, existing, id, name }: Write, location: string): string =>
    text(existing?.properties.nodeResourceGroup) ??
    text(at(body, "properties.nodeResourceGroup")) ??
    `MC_${resourceGroupOf(id)}_${name}_${location}`;

/** The kubelets' own identity, which the service makes in the group of the nodes unless one is given. */
const madeKubeletIdentity = (request: Write, nodeGroup: string, location: string): ArmResource => {
    const { state } = request.emulator;
    const groupId = `/subscriptions/${subscriptionOf(request.id)}/resourceGroups/${nodeGroup}`;
    const name = `${request.name}-agentpool`;
    const id = `${groupId}/providers/${identityType}/${name}`;
    const existing = findResource(state, id);
    if (existing) return existing;
    state.resources[groupId.toLowerCase()] = {
        id: groupId,
        name: nodeGroup,
        type: resourceGroupType,
        location,
        properties: { provisioningState: "Succeeded" },
    };
    const made: ArmResource = {
        id,
        name,
        type: identityType,
        location,
        tags: {},
        properties: { ...makePrincipal(request, id, name) },
    };
    state.resources[id.toLowerCase()] = made;
    return made;
};

const givenKubeletIdentity = (request: Write, resourceId: string): ArmResource => {
    if (!/UserAssigned/i.test(text(at(request.body, "identity.type")) ?? ""))
        throw badRequest(
            "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
            "Custom kubelet identity is only supported on user assigned MSI cluster. Please use a user assigned identity for the control plane as well.",
        );
    return findIdentity(request.emulator.state, resourceId);
};

const kubeletProfile = (request: Write, nodeGroup: string, location: string): Json | undefined => {
    const servicePrincipal = text(at(request.body, "properties.servicePrincipalProfile.clientId"));
    if (servicePrincipal !== undefined && servicePrincipal !== "msi") return undefined;
    const given = text(at(request.body, "properties.identityProfile.kubeletidentity.resourceId"));
    const identity =
        given === undefined ? madeKubeletIdentity(request, nodeGroup, location) : givenKubeletIdentity(request, given);
    return {
        kubeletidentity: {
            resourceId: providersSpelling(identity.id),
            clientId: identity.properties.clientId,
            objectId: identity.properties.principalId,
        },
    };
};

const withoutSecret = (profile: unknown): unknown =>
    isObject(profile) ? defined({ clientId: profile.clientId }) : { clientId: "msi" };

export const managedCluster: ResourceType = {
    type: clusterType,
    created: { status: 201, operation: "managedclusters" },
    write: (request) => {
        const { body, existing, name } = request;
        const { identityProfile: _, servicePrincipalProfile, ...properties } = object(body.properties);
        if (!Array.isArray(properties.agentPoolProfiles) || properties.agentPoolProfiles.length === 0)
            throw badRequest(
                "InvalidParameter",
                `The value of parameter agentPoolProfiles of the cluster ${name} is invalid: at least one agent pool is required.`,
            );
        if (body.identity === undefined && servicePrincipalProfile === undefined)
            throw badRequest(
                "BadRequest",
                "Provisioning of resource(s) for the cluster requires either an identity or a service principal profile.",
            );
        const cluster = tracked(request, clusterType, {
            identity: identityOf(request),
            sku: isObject(body.sku) ? body.sku : { name: "Base", tier: "Free" },
            properties: {},
        });
        const location = cluster.location ?? "";
        const nodeResourceGroup = nodeGroupOf(request, location);
        const prefix = text(properties.dnsPrefix) ?? `${name}-dns`;
        const hash = text(existing?.internal?.hash) ?? randomUUID().slice(0, 8);
        return {
            ...cluster,
            properties: defined({
                ...properties,
                provisioningState: "Succeeded",
                powerState: { code: "Running" },
                kubernetesVersion: properties.kubernetesVersion ?? "1.34",
                currentKubernetesVersion: properties.kubernetesVersion ?? "1.34",
                dnsPrefix: prefix,
                fqdn: `${prefix}-${hash}.hcp.${location}.azmk8s.io`,
                nodeResourceGroup,
                servicePrincipalProfile: withoutSecret(servicePrincipalProfile),
                identityProfile: kubeletProfile(request, nodeResourceGroup, location),
                enableRBAC: properties.enableRBAC ?? true,
            }),
            internal: { hash },
        };
    },
    deleted: ({ removeTree }, { id, properties }) =>
        removeTree(`/subscriptions/${subscriptionOf(id)}/resourceGroups/${properties.nodeResourceGroup}`),
};
