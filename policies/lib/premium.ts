// Rules about features of Premium registries judge Premium registries only: others could not comply.
import { get, type Resource } from "../../estate/resource";
import { isUndetermined } from "../../estate/value";
import { undecided, type Verdict } from "./rule";

export function onPremium(judge: (registry: Resource) => Verdict): (registry: Resource) => readonly Verdict[] {
    return (registry) => {
        const sku = get(registry, "sku.name");
        if (isUndetermined(sku)) return [undecided(registry, "sku.name")];
        return sku === "Premium" ? [judge(registry)] : [];
    };
}
