// Which features a registry of which SKU has, so that a preview can say what a deployment would be refused.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus
import type { Problem } from "../validation";

/** The service tier of a registry. */
export const Sku = {
    /** For learning and small projects. */
    basic: "Basic",
    /** For most production use. */
    standard: "Standard",
    /** Adds network rules, private endpoints, geo-replication and more. */
    premium: "Premium",
} as const;
export type Sku = (typeof Sku)[keyof typeof Sku];

const order: readonly Sku[] = [Sku.basic, Sku.standard, Sku.premium];

/** A feature in use, with the least SKU that has it. */
export interface UsedFeature {
    path: string;
    given: unknown;
    needs: Sku;
}

export function skuProblems(sku: Sku, used: readonly UsedFeature[]): Problem[] {
    if (!order.includes(sku)) {
        return [{ path: "sku", problem: "is not a SKU", given: sku, remedy: `Use one of ${order.join(", ")}.` }];
    }
    return used
        .filter(({ needs }) => order.indexOf(sku) < order.indexOf(needs))
        .map(({ path, given, needs }) => ({
            path,
            problem: `needs the ${needs} SKU, and this registry has ${sku}`,
            given,
            remedy: `Set sku to ${needs}, or leave ${path} out.`,
        }));
}

/** How many tokens a registry holds: https://learn.microsoft.com/azure/container-registry/container-registry-skus */
export const maximumTokens: Readonly<Record<Sku, number>> = {
    [Sku.basic]: 100,
    [Sku.standard]: 500,
    [Sku.premium]: 50_000,
};
