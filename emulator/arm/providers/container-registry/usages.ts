// `listUsages` of a registry: what of its SKU's quotas is used. Limits and order are those of recorded answers of a Standard and
// a Premium registry; Basic's are those of Azure's table of service tiers.
import { at, type Json, objects } from "../../../json";
import type { ArmResource, AzureState } from "../../../state/azure-state";
import { resourcesOf } from "../../../state/resources";
import type { Read } from "../../resource-type";
import type { Sku } from "./refusals";

const gibibyte = 2 ** 30;

interface Quota {
    name: string;
    unit?: "Bytes";
    /** By SKU; absent where the SKU has no such thing, -1 for no limit. */
    limits: Partial<Record<Sku, number>>;
    used(state: AzureState, registry: ArmResource): number;
}

const children =
    (kind: string): Quota["used"] =>
    (state, registry) =>
        resourcesOf(state, `${registry.type}/${kind}`, registry.id).length;

const listed =
    (path: string): Quota["used"] =>
    (_, { properties }) =>
        objects(at(properties, path)).length;

/** What the manifests say of the images' sizes. */
const imageBytes: Quota["used"] = ({ repositories }, { internal }) =>
    Object.values(repositories)
        .filter(({ registry }) => registry === internal?.uid)
        .flatMap(({ manifests }) => Object.values(manifests))
        .reduce((sum, { imageSize }) => sum + imageSize, 0);

const quotas: Quota[] = [
    {
        name: "Size",
        unit: "Bytes",
        limits: { Basic: 10 * gibibyte, Standard: 100 * gibibyte, Premium: 500 * gibibyte },
        used: imageBytes,
    },
    { name: "Webhooks", limits: { Basic: 2, Standard: 10, Premium: 500 }, used: children("webhooks") },
    { name: "Geo-replications", limits: { Premium: -1 }, used: children("replications") },
    { name: "IPRules", limits: { Premium: 100 }, used: listed("networkRuleSet.ipRules") },
    { name: "VNetRules", limits: { Premium: 100 }, used: listed("networkRuleSet.virtualNetworkRules") },
    { name: "PrivateEndpointConnections", limits: { Premium: 200 }, used: listed("privateEndpointConnections") },
    { name: "ScopeMaps", limits: { Basic: 100, Standard: 500, Premium: 50_000 }, used: children("scopeMaps") },
    { name: "Tokens", limits: { Basic: 100, Standard: 500, Premium: 50_000 }, used: children("tokens") },
];

export const listUsages: Read = {
    name: "listUsages",
    run: ({ emulator, resource }) => {
        const value = quotas.flatMap(({ name, unit = "Count", limits, used }): Json[] => {
            const limit = limits[resource.sku?.name as Sku];
            return limit === undefined ? [] : [{ name, limit, currentValue: used(emulator.state, resource), unit }];
        });
        return { status: 200, body: { value } };
    },
};
