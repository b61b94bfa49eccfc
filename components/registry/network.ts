// Network rules of a registry.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks
import type * as acr from "@pulumi/azure-native/containerregistry";
import { Sku } from "../../azure/skus";
import type { Problem } from "../inputs/validation";
import type { UsedFeature } from "./sku-problems";

/** The network rules of a registry. */
export interface RegistryNetworkArgs {
    /** Whether the registry can be reached over the public internet. Turning it off needs the Premium SKU. Defaults to true. */
    publicNetworkAccess?: boolean;
    /**
     * The only public IPv4 addresses and ranges, such as `203.0.113.0/24`, that may reach the registry; at most 200. Needs
     * the Premium SKU. Defaults to all.
     */
    allowedIpRanges?: string[];
    /** Whether trusted Azure services pass these rules, as Defender and ACR Tasks do. Defaults to true. */
    trustedServices?: boolean;
    /**
     * Whether layers are served from the registry's own host names, for firewalls that allow by name. Needs the Premium
     * SKU. Defaults to false.
     */
    dataEndpoint?: boolean;
}

const maximumRanges = 200;

export function networkFeatures({
    publicNetworkAccess,
    allowedIpRanges,
    dataEndpoint,
}: RegistryNetworkArgs): UsedFeature[] {
    return [
        ...(publicNetworkAccess === false
            ? [{ path: "publicNetworkAccess", given: publicNetworkAccess, needs: Sku.premium }]
            : []),
        ...(allowedIpRanges ? [{ path: "allowedIpRanges", given: allowedIpRanges, needs: Sku.premium }] : []),
        ...(dataEndpoint ? [{ path: "dataEndpoint", given: dataEndpoint, needs: Sku.premium }] : []),
    ];
}

export function networkProblems({ publicNetworkAccess, allowedIpRanges = [] }: RegistryNetworkArgs): Problem[] {
    const problems: Problem[] = allowedIpRanges.flatMap((range, index) =>
        rangeProblems(`allowedIpRanges[${index}]`, range),
    );
    if (publicNetworkAccess === false && allowedIpRanges.length > 0) {
        problems.push({
            path: "allowedIpRanges",
            problem: "have no effect while publicNetworkAccess is off",
            given: allowedIpRanges,
            remedy: "Leave one of them out.",
        });
    }
    if (allowedIpRanges.length > maximumRanges) {
        problems.push({
            path: "allowedIpRanges",
            problem: `has ${allowedIpRanges.length} entries, and a registry takes at most ${maximumRanges}`,
            remedy: "Join neighbouring ranges.",
        });
    }
    return problems;
}

function rangeProblems(path: string, given: string): Problem[] {
    const [address = "", bits = "32", ...rest] = given.split("/");
    const octets = address.split(".");
    const isAddress = octets.length === 4 && octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) <= 255);
    return isAddress && /^\d{1,2}$/.test(bits) && Number(bits) <= 32 && rest.length === 0
        ? []
        : [
              {
                  path,
                  problem: "is not an IPv4 address or range",
                  given,
                  remedy: "Write it as 203.0.113.7 or 203.0.113.0/24.",
              },
          ];
}

export function networkInputs(args: RegistryNetworkArgs): Partial<acr.RegistryArgs> {
    const { publicNetworkAccess = true, allowedIpRanges, trustedServices = true, dataEndpoint = false } = args;
    return {
        publicNetworkAccess: publicNetworkAccess ? "Enabled" : "Disabled",
        networkRuleBypassOptions: trustedServices ? "AzureServices" : "None",
        dataEndpointEnabled: dataEndpoint,
        ...(allowedIpRanges === undefined
            ? {}
            : {
                  networkRuleSet: {
                      defaultAction: "Deny",
                      ipRules: allowedIpRanges.map((iPAddressOrRange) => ({ action: "Allow", iPAddressOrRange })),
                  },
              }),
    };
}
