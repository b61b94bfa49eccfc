// The other children of a registry: webhooks, geo-replications, artifact cache rules and the credential sets they use.
import { randomUUID } from "node:crypto";
import { isAllowed } from "../../../authorization/access-control";
import { azureTime } from "../../../clock";
import { at, defined, type Json, object, objects, strings, text } from "../../../json";
import type { ArmResource, AzureState } from "../../../state/azure-state";
import { registryType } from "../../../state/registries";
import { parentOf } from "../../../state/resource-id";
import { findResource, resourcesOf } from "../../../state/resources";
import { sameText } from "../../../text";
import { secretId, secretRights, vaultType } from "../../../vault/secrets";
import { ArmError, badRequest } from "../../errors";
import { checkName, locationOf, resource, tracked } from "../../resource";
import type { ResourceType, Write } from "../../resource-type";
import { makePrincipal, removePrincipal } from "../managed-identity";
import { checkQuota } from "./tokens";

const webhookType = `${registryType}/webhooks`;
const replicationType = `${registryType}/replications`;
const cacheRuleType = `${registryType}/cacheRules`;
const credentialSetType = `${registryType}/credentialSets`;

const showTracked = ({ type, id, name, location, tags, systemData, properties }: ArmResource): Json => ({
    type,
    id,
    name,
    location,
    tags: tags ?? {},
    systemData,
    properties,
});

const webhookActions = ["push", "delete", "quarantine", "chart_push", "chart_delete"];

export const webhook: ResourceType = {
    type: webhookType,
    created: { status: 200 },
    write: (request) => {
        const { body, existing, name, method } = request;
        checkName(
            name,
            /^[a-zA-Z0-9]{5,50}$/,
            "Webhook names may contain alpha numeric characters only and must be between 5 and 50 characters",
        );
        checkQuota(request, webhookType, { Basic: 2, Standard: 10, Premium: 500 }, "webhooks");
        const { serviceUri, customHeaders, status, scope, actions } = object(body.properties);
        const uri = serviceUri ?? (method === "PATCH" ? existing?.internal?.serviceUri : undefined);
        if (!/^https?:\/\//.test(String(uri)))
            throw badRequest(
                "InvalidWebhook",
                `The service URI of the webhook ${name} must be an absolute http or https URI.`,
            );
        const unknown = strings(actions).find((action) => !webhookActions.includes(action));
        if (strings(actions).length === 0 || unknown !== undefined)
            throw badRequest(
                "InvalidWebhook",
                `The actions of the webhook ${name} must be some of ${webhookActions.join(", ")}.`,
            );
        return tracked(request, webhookType, {
            properties: {
                status: status ?? "enabled",
                scope: scope ?? "",
                actions: strings(actions),
                provisioningState: "Succeeded",
            },
            internal: { serviceUri: uri, customHeaders: customHeaders ?? existing?.internal?.customHeaders ?? {} },
        });
    },
    show: showTracked,
    actions: {
        getcallbackconfig: {
            name: "getCallbackConfig",
            run: ({ resource: { internal } }) => ({ status: 200, body: { ...internal } }),
        },
        ping: { name: "ping", run: () => ({ status: 200, body: { id: randomUUID() } }) },
        listevents: { name: "listEvents", run: () => ({ status: 200, body: { value: [] } }) },
    },
};

const requireNoSoftDelete = ({ parent }: Write, feature: string): void => {
    if (at(parent?.properties, "policies.softDeletePolicy.status") !== "enabled") return;
    throw badRequest(
        "SoftDeletePolicyConflict",
        `${feature} is not supported on a registry with the soft delete policy enabled. For more information, please visit https://aka.ms/acr/soft-delete.`,
    );
};

export const replication: ResourceType = {
    type: replicationType,
    created: { status: 201, operation: "replications" },
    updated: { status: 201, operation: "replications" },
    deleteOperation: () => "replications",
    creating: (answer) => ({
        ...answer,
        properties: { ...object(answer.properties), status: { timestamp: at(answer, "properties.status.timestamp") } },
    }),
    write: (request) => {
        const { body, emulator, name, parent } = request;
        checkName(
            name,
            /^[a-zA-Z0-9]{5,50}$/,
            "Replication names may contain alpha numeric characters only and must be between 5 and 50 characters",
        );
        if (parent?.sku?.name !== "Premium")
            throw badRequest(
                "GeoReplicationNotSupported",
                `Geo-replication is not supported for the SKU ${parent?.sku?.name}. For more information, please visit https://aka.ms/acr/tiers.`,
            );
        requireNoSoftDelete(request, "Geo-replication");
        const location = locationOf(request, replicationType);
        const others = resourcesOf(emulator.state, replicationType, parent.id).filter((other) => other.name !== name);
        if (location === parent.location || others.some((other) => other.location === location))
            throw new ArmError(
                409,
                "ReplicationAlreadyExists",
                `The registry ${parent.name} already has a replica in the location ${location}.`,
            );
        const { regionEndpointEnabled = true, zoneRedundancy = "Disabled" } = object(body.properties);
        return tracked(request, replicationType, {
            properties: {
                provisioningState: "Succeeded",
                status: { displayStatus: "Ready", timestamp: azureTime(emulator, "Z") },
                regionEndpointEnabled,
                zoneRedundancy,
            },
        });
    },
    show: showTracked,
};

/** `team/*` and `team/app` meet; `team/app` and `team/web` do not. */
const overlaps = (left: string, right: string): boolean => {
    const [one, other] = [left, right].map((pattern) => (pattern.endsWith("*") ? pattern.slice(0, -1) : undefined));
    if (one !== undefined && right.startsWith(one)) return true;
    return other !== undefined ? left.startsWith(other) : left === right;
};

export const cacheRule: ResourceType = {
    type: cacheRuleType,
    created: { status: 201, operation: "cacherules" },
    updated: { status: 201, operation: "cacherules" },
    deleteOperation: () => "cacherules",
    write: (request) => {
        const { body, emulator, existing, name, parent } = request;
        checkName(
            name,
            /^[a-zA-Z0-9-]{5,50}$/,
            "Cache rule names may contain alphanumeric characters and hyphens only and must be between 5 and 50 characters",
        );
        checkQuota(request, cacheRuleType, { Basic: 1000, Standard: 1000, Premium: 1000 }, "cache rules");
        requireNoSoftDelete(request, "Artifact cache");
        const { credentialSetResourceId, sourceRepository, targetRepository } = object(body.properties);
        const target = text(targetRepository) ?? "";
        if (!text(sourceRepository) || target === "")
            throw badRequest("InvalidCacheRule", `The cache rule ${name} must have a source and a target repository.`);
        const other = resourcesOf(emulator.state, cacheRuleType, parent?.id ?? "").find(
            (rule) => rule.name !== name && overlaps(String(rule.properties.targetRepository), target),
        );
        if (other)
            throw new ArmError(
                409,
                "CacheRuleConflict",
                `The target repository ${target} overlaps with that of the cache rule ${other.name}.`,
            );
        const set = text(credentialSetResourceId);
        if (set !== undefined && findResource(emulator.state, set)?.type !== credentialSetType)
            throw badRequest("InvalidCacheRule", `The credential set ${set} could not be found.`);
        return resource(request, cacheRuleType, {
            properties: defined({
                credentialSetResourceId: set,
                sourceRepository,
                targetRepository,
                creationDate: existing?.properties.creationDate ?? azureTime(emulator),
                provisioningState: "Succeeded",
            }),
        });
    },
    show: ({ type, id, name, systemData, properties }) => ({ type, id, name, systemData, properties }),
};

/** Whether the set's own identity may read the vault secret that an identifier names. */
const canRead = (state: AzureState, principalId: unknown, identifier: unknown): boolean => {
    const [, vaultName, secret = ""] =
        /^https:\/\/([^.]+)\.vault\.azure\.net\/secrets\/([^/]+)/i.exec(String(identifier)) ?? [];
    const vault = resourcesOf(state, vaultType).find(({ name }) => sameText(name, vaultName ?? ""));
    if (vault === undefined || typeof principalId !== "string") return false;
    const scope = secretId(vault, secret);
    return (
        findResource(state, scope) !== undefined &&
        isAllowed(state, principalId, secretRights.get, scope, { kind: "dataActions" })
    );
};

const withHealth = (state: AzureState, principalId: unknown, credentials: unknown): Json[] =>
    objects(credentials).map((credential) => {
        const { name, usernameSecretIdentifier, passwordSecretIdentifier } = credential;
        const healthy = [usernameSecretIdentifier, passwordSecretIdentifier].every((id) =>
            canRead(state, principalId, id),
        );
        const credentialHealth = healthy
            ? { status: "Healthy" }
            : {
                  status: "Unhealthy",
                  errorCode: "unauthorized_client",
                  errorMessage: `The identity of the credential set cannot read its secrets. Trace ID: ${randomUUID()}`,
              };
        return { name, usernameSecretIdentifier, passwordSecretIdentifier, credentialHealth };
    });

export const credentialSet: ResourceType = {
    type: credentialSetType,
    created: { status: 201, operation: "credentialsets" },
    updated: { status: 201, operation: "credentialsets" },
    deleteOperation: () => "credentialsets",
    write: (request) => {
        const { body, emulator, existing, id, name } = request;
        checkName(
            name,
            /^[a-zA-Z0-9-]{5,50}$/,
            "Credential set names may contain alphanumeric characters and hyphens only and must be between 5 and 50 characters",
        );
        const { authCredentials, loginServer } = object(body.properties);
        if (!text(loginServer))
            throw badRequest("InvalidCredentialSet", `The credential set ${name} must have a login server.`);
        const made = existing?.identity ?? makePrincipal(request, id, name);
        return resource(request, credentialSetType, {
            identity: { principalId: made.principalId, tenantId: made.tenantId, type: "systemAssigned" },
            properties: {
                loginServer,
                authCredentials: Array.isArray(authCredentials) ? authCredentials : [],
                creationDate: existing?.properties.creationDate ?? azureTime(emulator),
                provisioningState: "Succeeded",
            },
        });
    },
    show: ({ type, id, name, identity, systemData, properties }, { emulator }) => ({
        type,
        id,
        name,
        identity,
        systemData,
        properties: {
            ...properties,
            authCredentials: withHealth(emulator.state, identity?.principalId, properties.authCredentials),
        },
    }),
    beforeDelete: ({ emulator, id, name }) => {
        const rule = resourcesOf(emulator.state, cacheRuleType, parentOf(id)).find(
            ({ properties }) => text(properties.credentialSetResourceId)?.toLowerCase() === id.toLowerCase(),
        );
        if (rule)
            throw badRequest(
                "CredentialSetInUse",
                `The credential set ${name} cannot be deleted because the cache rule ${rule.name} uses it.`,
            );
    },
    deleted: ({ emulator }, { identity }) => removePrincipal(emulator.state, identity?.principalId),
};
