// Microsoft.KeyVault/vaults and their secrets as ARM sees them: a secret can be written and described, never read or deleted.
// A deleted vault keeps its name until it is recovered, purged, or its retention is over.
import { unixTime } from "../../clock";
import { at, type Json, object, text } from "../../json";
import type { Emulator } from "../../server/service";
import type { ArmResource, DeletedVault } from "../../state/azure-state";
import { subscriptionOf } from "../../state/resource-id";
import { resourcesOf, tenantOf } from "../../state/resources";
import { sameText } from "../../text";
import {
    addSecret,
    armSecret,
    deletedButRecoverable,
    deletedSecretsOf,
    findDeletedVault,
    secretsOf,
    secretType,
    showAllInArm,
    vaultHost,
    vaultType,
} from "../../vault/secrets";
import { ArmError, badRequest, resourceNotFound } from "../errors";
import { tracked } from "../resource";
import type { ResourceType, Write } from "../resource-type";

/** Throws where another vault has the name, or a deleted one that is not to be recovered. */
const checkVaultName = ({ body, emulator, existing, id, name }: Write): DeletedVault | undefined => {
    if (!/^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/.test(name))
        throw badRequest(
            "VaultNameNotValid",
            `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`,
        );
    const deleted = existing ? undefined : findDeletedVault(emulator, name);
    const isOurs = deleted !== undefined && sameText(deleted.vault.id, id);
    const isTaken = resourcesOf(emulator.state, vaultType).some(
        (other) => sameText(other.name, name) && !sameText(other.id, id),
    );
    const isElsewhere = deleted !== undefined && subscriptionOf(deleted.vault.id) !== subscriptionOf(id);
    if (isTaken || isElsewhere)
        throw new ArmError(
            409,
            "VaultAlreadyExists",
            `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken.`,
        );
    if (at(body, "properties.createMode") !== "recover") {
        if (deleted === undefined) return undefined;
        throw new ArmError(
            409,
            "ConflictError",
            "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
        );
    }
    if (isOurs) return deleted;
    // The status is a guess.
    throw new ArmError(404, "SoftDeletedVaultDoesNotExist", "A soft deleted vault with the given name does not exist.");
};

/** Brings a vault back as it was, with its secrets; the roles that were given at it are gone. */
const recovered = (emulator: Emulator, deleted: DeletedVault): ArmResource => {
    const { state } = emulator;
    state.deletedVaults = state.deletedVaults.filter((other) => other !== deleted);
    showAllInArm(emulator, deleted.vault);
    return deleted.vault;
};

const checkProperties = (properties: Json, tenantId: string | undefined): void => {
    const { softDeleteRetentionInDays: days = 90 } = properties;
    const sku = text(at(properties, "sku.name"));
    if (sku === undefined || !/^(standard|premium)$/i.test(sku))
        throw badRequest(
            "BadRequest",
            `The parameter sku has an invalid value '${sku}'; it must be standard or premium.`,
        );
    if (text(properties.tenantId) !== tenantId)
        throw badRequest(
            "BadRequest",
            `The parameter tenantId '${properties.tenantId}' must be the tenant of the subscription.`,
        );
    if (properties.enableRbacAuthorization !== true && !Array.isArray(properties.accessPolicies))
        throw badRequest("BadRequest", "The parameter accessPolicies is not specified.");
    if (!Number.isInteger(days) || Number(days) < 7 || Number(days) > 90)
        throw badRequest("BadRequest", `The parameter softDeleteRetentionInDays '${days}' must be 7 to 90.`);
};

export const vault: ResourceType = {
    type: vaultType,
    created: { status: 200, provisioningState: "RegisteringDns" },
    write: (request) => {
        const { body, emulator, id, name } = request;
        const deleted = checkVaultName(request);
        if (deleted) return recovered(emulator, deleted);
        const { createMode: _, ...properties } = object(body.properties);
        checkProperties(properties, tenantOf(emulator.state, id));
        return tracked(request, vaultType, {
            properties: {
                enableSoftDelete: true,
                softDeleteRetentionInDays: 90,
                enabledForDeployment: false,
                accessPolicies: [],
                publicNetworkAccess: "Enabled",
                ...properties,
                sku: { family: "A", name: at(properties, "sku.name") },
                vaultUri: `https://${vaultHost(name)}/`,
                provisioningState: "Succeeded",
            },
        });
    },
    deleted: ({ emulator }, kept) => {
        emulator.state.deletedVaults = emulator.state.deletedVaults.filter(
            ({ vault: other }) => !sameText(other.name, kept.name),
        );
        emulator.state.deletedVaults.push({ vault: kept, deletedDate: unixTime(emulator) });
    },
};

export const vaultSecret: ResourceType = {
    type: secretType,
    write: (request) => {
        const { body, emulator, name, parent, method } = request;
        if (!/^[a-zA-Z0-9-]{1,127}$/.test(name))
            throw badRequest(
                "BadRequest",
                `The secret name '${name}' must be 1 to 127 characters long and hold only letters, numbers and '-'.`,
            );
        if (parent === undefined) throw resourceNotFound(name);
        if (deletedSecretsOf(emulator, parent).some((secret) => sameText(secret.name, name)))
            throw new ArmError(409, "Conflict", deletedButRecoverable(name));
        const properties = object(body.properties);
        const before = secretsOf(emulator, parent).findLast((secret) => sameText(secret.name, name));
        const value = text(properties.value) ?? (method === "PATCH" ? before?.value : undefined);
        if (value === undefined) throw badRequest("BadRequest", "The property value of the secret is required.");
        return armSecret(parent, addSecret(emulator, parent, name, value, { ...properties, tags: body.tags }));
    },
    // Azure/terraform-provider-azapi issue 879. The data plane deletes.
    refusesDeletion: true,
    show: ({ id, name, type, location, tags, properties }: ArmResource) => ({
        id,
        name,
        type,
        location,
        tags,
        properties,
    }),
};
