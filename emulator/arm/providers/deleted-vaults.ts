// Deleted vaults as ARM shows them: listed, read and purged. Who recovers one writes the vault again (`createMode` recover).
import { randomUUID } from "node:crypto";
import type { Json } from "../../json";
import type { Reply } from "../../server/service";
import type { DeletedVault } from "../../state/azure-state";
import { subscriptionOf } from "../../state/resource-id";
import { sameText } from "../../text";
import { findDeletedVault, scheduledPurge } from "../../vault/secrets";
import { authorize } from "../caller";
import { ArmError, methodNotAllowed } from "../errors";
import { page } from "../lists";
import type { ArmRequest } from "../locate";
import { begin, retryAfter } from "../operations";

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

const showDeleted = ({ vault: kept, deletedDate }: DeletedVault): Json => ({
    id: `/subscriptions/${subscriptionOf(kept.id)}/providers/Microsoft.KeyVault/locations/${kept.location}/deletedVaults/${kept.name}`,
    name: kept.name,
    type: "Microsoft.KeyVault/deletedVaults",
    properties: {
        vaultId: kept.id,
        location: kept.location,
        tags: kept.tags ?? {},
        deletionDate: isoTime(deletedDate),
        scheduledPurgeDate: isoTime(scheduledPurge(kept, deletedDate)),
        ...(kept.properties.enablePurgeProtection === true ? { purgeProtectionEnabled: true } : {}),
    },
});

/** The deleted vaults of a subscription. */
export const listDeletedVaults = (arm: ArmRequest, subscriptionId: string): Reply => {
    const { emulator } = arm;
    const deleted = emulator.state.deletedVaults
        .filter(({ vault: kept }) => sameText(subscriptionOf(kept.id) ?? "", subscriptionId))
        .filter(({ vault: kept }) => findDeletedVault(emulator, kept.name));
    return page(deleted, showDeleted, arm);
};

/** One deleted vault: shown, or deleted for good with its secrets. */
export const handleDeletedVault = (
    { emulator, caller, request, id, apiVersion }: ArmRequest,
    subscriptionId: string,
): Reply => {
    const { state } = emulator;
    const isPurge = id.types.length > id.names.length;
    if (request.method !== (isPurge ? "POST" : "GET")) throw methodNotAllowed(request.method);
    const action = isPurge ? "purge/action" : "read";
    authorize(state, caller, `Microsoft.KeyVault/locations/deletedVaults/${action}`, request.path);
    const [location = "", name = ""] = id.names;
    const deleted = findDeletedVault(emulator, name);
    const isHere = deleted && sameText(subscriptionOf(deleted.vault.id) ?? "", subscriptionId);
    if (!isHere || deleted.vault.location !== location.toLowerCase())
        throw new ArmError(404, "DeletedVaultNotFound", `The specified deleted vault '${name}' does not exist.`);
    if (!isPurge) return { status: 200, body: showDeleted(deleted) };
    if (deleted.vault.properties.enablePurgeProtection === true)
        throw new ArmError(
            403,
            "MethodNotAllowed",
            `Operation 'DeletedVaultPurge' is not allowed because purge protection is enabled for the vault '${name}'.`,
        );
    state.deletedVaults = state.deletedVaults.filter((other) => other !== deleted);
    state.vaultSecrets = state.vaultSecrets.filter(({ vault }) => !sameText(vault, name));
    emulator.save();
    const operation = randomUUID();
    begin(emulator, operation, "NotStarted");
    const target = `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${location}/operationResults/${operation}`;
    const headers = { location: `https://management.azure.com${target}?api-version=${apiVersion}`, ...retryAfter };
    return { status: 202, headers };
};
