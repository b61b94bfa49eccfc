// The secrets that vaults keep, which Azure Resource Manager writes as well as the data plane. A secret that is deleted
// keeps its name and its versions until it is recovered, purged, or the vault's retention is over; a deleted vault likewise.
import { randomBytes } from "node:crypto";
import { unixTime } from "../clock";
import { at, defined, type Json, stringValues, text } from "../json";
import type { Emulator } from "../server/service";
import type { ArmResource, DeletedVault, VaultSecret } from "../state/azure-state";
import { sameText } from "../text";

export const vaultType = "Microsoft.KeyVault/vaults";
export const secretType = `${vaultType}/secrets`;

export const vaultHost = (vault: string): string => `${vault}.vault.azure.net`;

/** What a caller does with secrets: its name in access policies, and the data action of roles. */
export const secretRights = {
    get: `${secretType}/getSecret/action`,
    list: `${secretType}/readMetadata/action`,
    set: `${secretType}/setSecret/action`,
    delete: `${secretType}/delete`,
    recover: `${secretType}/recover/action`,
    purge: `${secretType}/purge/action`,
} as const;

/** What decides: the state and its time. */
type Context = Pick<Emulator, "state" | "clock">;

export const secretId = (vault: ArmResource, name: string): string => `${vault.id}/secrets/${name}`;

const daySeconds = 86_400;

/** For how many days a vault and its secrets can be recovered. */
export const retentionDays = ({ properties }: ArmResource): number =>
    Number(properties.softDeleteRetentionInDays ?? 90);

/** When what was deleted goes for good, in seconds since 1970. */
export const scheduledPurge = (vault: ArmResource, deletedDate: number): number =>
    deletedDate + retentionDays(vault) * daySeconds;

const ofVault = ({ state }: Context, vault: ArmResource): VaultSecret[] =>
    state.vaultSecrets.filter((secret) => sameText(secret.vault, vault.name));

/** A vault's secrets, every version, the oldest first. */
export const secretsOf = (context: Context, vault: ArmResource): VaultSecret[] =>
    ofVault(context, vault).filter(({ deletedDate }) => deletedDate === undefined);

/** Those that were deleted and can be recovered. */
export const deletedSecretsOf = (context: Context, vault: ArmResource): VaultSecret[] =>
    ofVault(context, vault).filter(
        ({ deletedDate }) => deletedDate !== undefined && scheduledPurge(vault, deletedDate) > unixTime(context),
    );

/** The vault of that name that was deleted and can be recovered, wherever it was. */
export const findDeletedVault = (context: Context, name: string): DeletedVault | undefined =>
    context.state.deletedVaults.find(
        ({ vault, deletedDate }) =>
            sameText(vault.name, name) && scheduledPurge(vault, deletedDate) > unixTime(context),
    );

/** Why a name cannot be used, in the words of the service. */
export const deletedButRecoverable = (name: string): string =>
    `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.`;

/** A secret as Azure Resource Manager shows it: never its value. */
export const armSecret = (vault: ArmResource, secret: VaultSecret): ArmResource => {
    const secretUri = `https://${vaultHost(vault.name)}/secrets/${secret.name}`;
    return {
        id: secretId(vault, secret.name),
        name: secret.name,
        type: secretType,
        location: vault.location,
        tags: secret.tags,
        properties: defined({
            contentType: secret.contentType,
            attributes: secret.attributes,
            secretUri,
            secretUriWithVersion: `${secretUri}/${secret.version}`,
        }),
    };
};

/** Keeps a new version of a secret; `written` is what the client sent of it, beside its value. */
export function addSecret(
    emulator: Emulator,
    vault: ArmResource,
    name: string,
    value: string,
    written: Json,
): VaultSecret {
    const { contentType, tags, attributes } = written;
    const seconds = (key: "nbf" | "exp") => {
        const given = at(attributes, key);
        return typeof given === "number" ? { [key]: given } : {};
    };
    const secret: VaultSecret = {
        vault: vault.name,
        name,
        version: randomBytes(16).toString("hex"),
        value,
        ...(text(contentType) && { contentType: text(contentType) }),
        tags: stringValues(tags),
        attributes: {
            enabled: at(attributes, "enabled") !== false,
            ...seconds("nbf"),
            ...seconds("exp"),
            created: unixTime(emulator),
            updated: unixTime(emulator),
        },
    };
    // A deleted one of that name is past its retention, or the caller would have been refused.
    const isGone = (other: VaultSecret) => other.deletedDate !== undefined && sameText(other.name, name);
    emulator.state.vaultSecrets = emulator.state.vaultSecrets.filter(
        (other) => !sameText(other.vault, vault.name) || !isGone(other),
    );
    emulator.state.vaultSecrets.push(secret);
    showInArm(emulator, vault, name);
    return secret;
}

/** Makes Azure Resource Manager see what the vault keeps of a secret. */
function showInArm(emulator: Emulator, vault: ArmResource, name: string): void {
    const latest = secretsOf(emulator, vault).findLast((secret) => sameText(secret.name, name));
    const key = secretId(vault, name).toLowerCase();
    if (latest) emulator.state.resources[key] = armSecret(vault, latest);
    else delete emulator.state.resources[key];
    emulator.save();
}

/** Deletes every version of a secret, recoverably. */
export function deleteSecret(emulator: Emulator, vault: ArmResource, name: string): void {
    const deletedDate = unixTime(emulator);
    for (const secret of secretsOf(emulator, vault)) if (sameText(secret.name, name)) secret.deletedDate = deletedDate;
    showInArm(emulator, vault, name);
}

export function recoverSecret(emulator: Emulator, vault: ArmResource, name: string): void {
    for (const secret of deletedSecretsOf(emulator, vault)) if (sameText(secret.name, name)) delete secret.deletedDate;
    showInArm(emulator, vault, name);
}

/** Deletes a deleted secret for good. */
export function purgeSecret(emulator: Emulator, vault: ArmResource, name: string): void {
    const gone = new Set(deletedSecretsOf(emulator, vault).filter((secret) => sameText(secret.name, name)));
    emulator.state.vaultSecrets = emulator.state.vaultSecrets.filter((secret) => !gone.has(secret));
    emulator.save();
}

/** Shows all secrets of a vault to Azure Resource Manager again, after the vault was recovered. */
export function showAllInArm(emulator: Emulator, vault: ArmResource): void {
    for (const { name } of secretsOf(emulator, vault)) showInArm(emulator, vault, name);
}
