// What the data plane of Key Vault answers about secrets: bundles with and without values, and pages of lists.
import type { Reply, Request } from "../server/service";
import type { ArmResource, VaultSecret } from "../state/azure-state";
import { retentionDays, scheduledPurge, vaultHost } from "./secrets";

const identifier = ({ vault, name }: VaultSecret) => `https://${vaultHost(vault)}/secrets/${name}`;

const attributes = (secret: VaultSecret, vault: ArmResource) => {
    const days = retentionDays(vault);
    const purgeable = vault.properties.enablePurgeProtection === true ? "" : "+Purgeable";
    return {
        ...secret.attributes,
        recoveryLevel: `${days < 90 ? "CustomizedRecoverable" : "Recoverable"}${purgeable}`,
        recoverableDays: days,
    };
};

/** Without the value. `id` names the version, except where a list shows the latest only. */
export const summary = (secret: VaultSecret, vault: ArmResource, versioned: boolean) => ({
    id: versioned ? `${identifier(secret)}/${secret.version}` : identifier(secret),
    attributes: attributes(secret, vault),
    tags: secret.tags,
    ...(secret.contentType && { contentType: secret.contentType }),
});

export const bundle = (secret: VaultSecret, vault: ArmResource) => ({
    value: secret.value,
    ...summary(secret, vault, true),
});

/** A deleted secret: how and until when it can be recovered. */
export const deletedSummary = (secret: VaultSecret, vault: ArmResource, versioned: boolean) => {
    const deletedDate = secret.deletedDate ?? 0;
    return {
        recoveryId: `https://${vaultHost(vault.name)}/deletedsecrets/${secret.name}`,
        deletedDate,
        scheduledPurgeDate: scheduledPurge(vault, deletedDate),
        ...summary(secret, vault, versioned),
    };
};

/** The most that Key Vault puts on a page, and what it does unless asked for fewer. */
const maximumResults = 25;

/** One page of a list, with the link to the next. */
export const page = (vault: ArmResource, { path, query }: Request, items: unknown[]): Reply => {
    const asked = Number(query.get("maxresults") ?? maximumResults);
    const size = asked >= 1 && asked <= maximumResults ? Math.floor(asked) : maximumResults;
    const from = Number(query.get("$skiptoken") ?? 0) || 0;
    const next = new URLSearchParams(query);
    next.set("$skiptoken", String(from + size));
    const nextLink = from + size < items.length ? `https://${vaultHost(vault.name)}:443${path}?${next}` : null;
    return { status: 200, body: { value: items.slice(from, from + size), nextLink } };
};
