// Microsoft.KeyVault/vaults and their secrets as ARM sees them: a secret can be written and described, never read.
import { at, defined, object, text } from "../../json";
import type { ArmResource, AzureState, VaultSecret } from "../../state/azure-state";
import { parentOf } from "../../state/resource-id";
import { findResource, resourcesOf, tenantOf } from "../../state/resources";
import { sameText } from "../../text";
import { addSecret, vaultHost, vaultType } from "../../vault/secrets";
import { ArmError, badRequest } from "../errors";
import { resource, tracked } from "../resource";
import type { ResourceType } from "../resource-type";

const secretType = `${vaultType}/secrets`;

/** Every secret's versions, oldest first. */
const versionsOf = (state: AzureState, vault: string, name: string): VaultSecret[] =>
    state.vaultSecrets.filter((secret) => secret.vault === vault && secret.name === name);

export const vault: ResourceType = {
    type: vaultType,
    created: { status: 200 },
    write: (request) => {
        const { body, emulator, id, name } = request;
        if (!/^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/.test(name))
            throw badRequest(
                "VaultNameNotValid",
                `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`,
            );
        const taken = resourcesOf(emulator.state, vaultType).some(
            (other) => sameText(other.name, name) && !sameText(other.id, id),
        );
        if (taken)
            throw new ArmError(
                409,
                "VaultAlreadyExists",
                `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken.`,
            );
        const properties = object(body.properties);
        const sku = text(at(properties, "sku.name"));
        if (sku === undefined || !/^(standard|premium)$/i.test(sku))
            throw badRequest(
                "BadRequest",
                `The parameter sku has an invalid value '${sku}'; it must be standard or premium.`,
            );
        if (text(properties.tenantId) !== tenantOf(emulator.state, id))
            throw badRequest(
                "BadRequest",
                `The parameter tenantId '${properties.tenantId}' must be the tenant of the subscription.`,
            );
        if (properties.enableRbacAuthorization !== true && !Array.isArray(properties.accessPolicies))
            throw badRequest("BadRequest", "The parameter accessPolicies is not specified.");
        return tracked(request, vaultType, {
            properties: {
                enableSoftDelete: true,
                softDeleteRetentionInDays: 90,
                enabledForDeployment: false,
                accessPolicies: [],
                publicNetworkAccess: "Enabled",
                ...properties,
                sku: { family: "A", name: sku },
                vaultUri: `https://${vaultHost(name)}/`,
                provisioningState: "Succeeded",
            },
        });
    },
    deleted: ({ emulator: { state } }, { name }) => {
        state.vaultSecrets = state.vaultSecrets.filter(({ vault: holder }) => holder !== name);
    },
};

export const vaultSecret: ResourceType = {
    type: secretType,
    write: (request) => {
        const { body, emulator, name, parent, method } = request;
        const holder = parent?.name ?? "";
        if (!/^[a-zA-Z0-9-]{1,127}$/.test(name))
            throw badRequest(
                "BadRequest",
                `The secret name '${name}' must be 1 to 127 characters long and hold only letters, numbers and '-'.`,
            );
        const properties = object(body.properties);
        const before = versionsOf(emulator.state, holder, name).at(-1);
        const value = text(properties.value) ?? (method === "PATCH" ? before?.value : undefined);
        if (value === undefined) throw badRequest("BadRequest", "The property value of the secret is required.");
        const made = addSecret(emulator, holder, name, value, { ...properties, tags: body.tags });
        const uri = `https://${vaultHost(holder)}/secrets/${name}`;
        return resource(request, secretType, {
            systemData: undefined,
            location: parent?.location,
            tags: made.tags,
            properties: defined({
                contentType: made.contentType,
                attributes: made.attributes,
                secretUri: uri,
                secretUriWithVersion: `${uri}/${made.version}`,
            }),
        });
    },
    show: ({ id, name, type, location, tags, properties }: ArmResource) => ({
        id,
        name,
        type,
        location,
        tags,
        properties,
    }),
    deleted: ({ emulator: { state } }, { id, name }) => {
        const holder = findResource(state, parentOf(id))?.name;
        state.vaultSecrets = state.vaultSecrets.filter((secret) => secret.vault !== holder || secret.name !== name);
    },
};
