// The secrets that vaults keep, which Azure Resource Manager writes as well as the data plane.
import { randomBytes } from "node:crypto";
import { unixTime } from "../clock";
import { at, type Json, stringValues, text } from "../json";
import type { Emulator } from "../server/service";
import type { VaultSecret } from "../state/azure-state";

export const vaultType = "Microsoft.KeyVault/vaults";

export const vaultHost = (vault: string): string => `${vault}.vault.azure.net`;

/** What a caller does with secrets: its name in access policies, and the data action of roles. */
export const secretRights = {
    get: `${vaultType}/secrets/getSecret/action`,
    list: `${vaultType}/secrets/readMetadata/action`,
    set: `${vaultType}/secrets/setSecret/action`,
} as const;

/** Keeps a new version of a secret; `written` is what the client sent of it, beside its value. */
export function addSecret(emulator: Emulator, vault: string, name: string, value: string, written: Json): VaultSecret {
    const { contentType, tags, attributes } = written;
    const seconds = (key: "nbf" | "exp") => {
        const given = at(attributes, key);
        return typeof given === "number" ? { [key]: given } : {};
    };
    const secret: VaultSecret = {
        vault,
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
    emulator.state.vaultSecrets.push(secret);
    emulator.save();
    return secret;
}
