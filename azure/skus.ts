// Service tiers of registries and what depends on them.
// Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus

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

/** From the smallest to the largest. */
export const skus: readonly Sku[] = [Sku.basic, Sku.standard, Sku.premium];

/** Whether a tier has what the other one has. */
export function includesSku(sku: Sku, needed: Sku): boolean {
    return skus.indexOf(sku) >= skus.indexOf(needed);
}

/** How many tokens a registry holds. */
export const maximumTokens: Readonly<Record<Sku, number>> = {
    [Sku.basic]: 100,
    [Sku.standard]: 500,
    [Sku.premium]: 50_000,
};
