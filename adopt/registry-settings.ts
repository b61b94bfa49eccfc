// What the stack config says of a registry that exists. The first update sends the whole registry (PUT), so what is on has to
// stand in the config. Settings that no key is about (key, zones, quarantine, content trust and others) are left as they are
// by the component; a registry with one that it would undo is not adopted.
// Source: https://learn.microsoft.com/rest/api/containerregistry/registries/create
import { sameId } from "../azure/arm-id";
import { Sku } from "../azure/skus";
import { get, type Resource } from "../estate/resource";
import { entries, items, read, text } from "../estate/value";
import type { ConfigMap, ConfigValue } from "./model";

export interface Settings {
    /** Keys of `registries`, without those that name the registry and without the admin user. */
    value: ConfigMap;
    /** What the first update changes. */
    changes: string[];
    /** Settings that no key expresses; what each is. */
    misfits: string[];
}

export function readSettings(registry: Resource): Settings {
    const parts = [readSku(registry), readNetwork(registry), readPolicies(registry), readTags(registry)];
    return {
        value: Object.assign({}, ...parts.map(({ value }) => value)),
        changes: parts.flatMap(({ changes = [] }) => changes),
        misfits: parts.flatMap(({ misfits = [] }) => misfits),
    };
}

interface Read {
    value: ConfigMap;
    changes?: string[];
    misfits?: string[];
}

const is = (registry: Resource, path: string, value: string): boolean =>
    text(get(registry, path))?.toLowerCase() === value.toLowerCase();

const only = (condition: boolean, key: string, value: ConfigValue): ConfigMap => (condition ? { [key]: value } : {});

function readSku(registry: Resource): Read {
    const given = text(get(registry, "sku.name")) ?? "";
    const sku = Object.values(Sku).find((each) => sameId(each, given));
    return sku === undefined
        ? { value: {}, misfits: [`has the service tier ${given || "that Azure did not tell"}`] }
        : { value: { sku } };
}

function readNetwork(registry: Resource): Read {
    const open = text(get(registry, "publicNetworkAccess"))?.toLowerCase() ?? "enabled";
    const isPublic = open !== "disabled";
    const ranges = (items(get(registry, "networkRuleSet.ipRules")) ?? []).flatMap(
        (rule) => text(read(rule, "value")) ?? text(read(rule, "iPAddressOrRange")) ?? [],
    );
    const limited = is(registry, "networkRuleSet.defaultAction", "Deny") && isPublic;
    const subnets = (items(get(registry, "networkRuleSet.virtualNetworkRules")) ?? []).length;
    return {
        value: {
            ...only(!isPublic, "publicNetworkAccess", false),
            ...only(limited, "allowedIpRanges", ranges),
            ...only(is(registry, "networkRuleBypassOptions", "None"), "trustedServices", false),
            ...only(get(registry, "dataEndpointEnabled") === true, "dataEndpoint", true),
        },
        changes:
            ranges.length > 0 && !limited
                ? ["Removes its address rules, which have no effect: the registry is closed or open to all addresses."]
                : [],
        misfits: [
            ...(subnets > 0 ? ["has rules for subnets (service endpoints)"] : []),
            ...(open === "enabled" || open === "disabled" ? [] : [`has public network access ${open}`]),
        ],
    };
}

function readPolicies(registry: Resource): Read {
    const on = (policy: string) => is(registry, `policies.${policy}.status`, "enabled");
    const retention = get(registry, "policies.retentionPolicy.days");
    const softDelete = get(registry, "policies.softDeletePolicy.retentionDays");
    // Azure accepts tokens for Azure Resource Manager unless it was told not to.
    const armAudience = !is(registry, "policies.azureADAuthenticationAsArmPolicy.status", "disabled");
    return {
        value: {
            ...only(get(registry, "anonymousPullEnabled") === true, "anonymousPull", true),
            ...only(armAudience, "armAudienceTokens", true),
            ...(on("retentionPolicy") && typeof retention === "number" ? { untaggedRetentionDays: retention } : {}),
            ...(on("softDeletePolicy") && typeof softDelete === "number" ? { softDeleteDays: softDelete } : {}),
            ...only(is(registry, "policies.exportPolicy.status", "disabled"), "exports", false),
        },
        misfits: on("retentionPolicy") && on("softDeletePolicy") ? ["has both retention and soft delete on"] : [],
    };
}

function readTags(registry: Resource): Read {
    const tags = (entries(get(registry, "tags")) ?? []).flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value] as const] : [],
    );
    return { value: tags.length > 0 ? { tags: Object.fromEntries(tags) } : {} };
}
