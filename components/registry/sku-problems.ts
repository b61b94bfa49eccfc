// Features that a SKU lacks, reported at preview in place of a refused deployment. Pure.
import { includesSku, type Sku, skus } from "../../azure/skus";
import type { Problem } from "../inputs/validation";

/** A feature in use, with the least SKU that has it. */
export interface UsedFeature {
    path: string;
    given: unknown;
    needs: Sku;
}

export function skuProblems(sku: Sku, used: readonly UsedFeature[]): Problem[] {
    if (!skus.includes(sku)) {
        return [{ path: "sku", problem: "is not a SKU", given: sku, remedy: `Use one of ${skus.join(", ")}.` }];
    }
    return used
        .filter(({ needs }) => !includesSku(sku, needs))
        .map(({ path, given, needs }) => ({
            path,
            problem: `needs the ${needs} SKU, and this registry has ${sku}`,
            given,
            remedy: `Set sku to ${needs}, or leave ${path} out.`,
        }));
}
