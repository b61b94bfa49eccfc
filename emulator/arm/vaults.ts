// Microsoft.KeyVault/vaults and their secrets as ARM sees them: a secret can be written and described, never read.
import { randomBytes } from "node:crypto";
import type { ArmResource, AzureState, VaultSecret } from "../state/azure-state";
import { resource, tracked } from "./common";
import { ArmError, badRequest } from "./errors";
import { tenantOf } from "./identities";
import { at, defined, object, text } from "./json";
import { parentOf } from "./resource-id";
import type { ResourceType } from "./resource-type";

const vaultType = "Microsoft.KeyVault/vaults";
const secretType = `${vaultType}/secrets`;

const uriOf = (vault: string): string => `https://${vault}.vault.azure.net`;

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
        const taken = Object.values(emulator.state.resources).some(
            (other) =>
                other.type === vaultType &&
                other.name.toLowerCase() === name.toLowerCase() &&
                other.id.toLowerCase() !== id.toLowerCase(),
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
                vaultUri: `${uriOf(name)}/`,
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
        const { body, emulator, existing, id, name, parent, method } = request;
        const holder = parent?.name ?? "";
        if (!/^[a-zA-Z0-9-]{1,127}$/.test(name))
            throw badRequest(
                "BadRequest",
                `The secret name '${name}' must be 1 to 127 characters long and hold only letters, numbers and '-'.`,
            );
        const { value, contentType, attributes } = object(body.properties);
        const before = versionsOf(emulator.state, holder, name).at(-1);
        const secretText = text(value) ?? (method === "PATCH" ? before?.value : undefined);
        if (secretText === undefined) throw badRequest("BadRequest", "The property value of the secret is required.");
        const now = Math.floor(emulator.clock.now().getTime() / 1000);
        const seconds = (key: string): number | undefined => {
            const given = at(attributes, key);
            return typeof given === "number" ? given : undefined;
        };
        const made: VaultSecret = {
            vault: holder,
            name,
            version: randomBytes(16).toString("hex"),
            value: secretText,
            ...(text(contentType) ? { contentType: text(contentType) } : {}),
            tags: Object.fromEntries(Object.entries(object(body.tags)).map(([key, tag]) => [key, String(tag)])),
            attributes: {
                enabled: at(attributes, "enabled") !== false,
                created: now,
                updated: now,
                ...(seconds("nbf") === undefined ? {} : { nbf: seconds("nbf") }),
                ...(seconds("exp") === undefined ? {} : { exp: seconds("exp") }),
            },
        };
        emulator.state.vaultSecrets.push(made);
        const uri = `${uriOf(holder)}/secrets/${name}`;
        const { systemData: _, ...rest } = resource(request, secretType, {
            location: emulator.state.resources[parentOf(id).toLowerCase()]?.location,
            tags: made.tags,
            properties: defined({
                contentType: made.contentType,
                attributes: made.attributes,
                secretUri: uri,
                secretUriWithVersion: `${uri}/${made.version}`,
            }),
        });
        return { ...rest, id: existing?.id ?? id };
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
        const holder = state.resources[parentOf(id).toLowerCase()]?.name;
        state.vaultSecrets = state.vaultSecrets.filter((secret) => secret.vault !== holder || secret.name !== name);
    },
};
