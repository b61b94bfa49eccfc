// Defender for Containers, where the program manages it, scans the images.
import { get } from "../../estate/resource";
import { isUndetermined } from "../../estate/value";
import { judgeValue, resourceRule, undecided } from "../lib/rule";

export const requireDefender = resourceRule({
    name: "acr-registry-require-defender",
    displayName: "Defender for Containers is on",
    description: "The Defender plan for containers must be Standard where it is declared.",
    group: "hardening",
    severity: "medium",
    level: "advisory",
    remediationSteps: "Set pricingTier of the plan Containers to Standard.",
    url: "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction",
    tags: ["images"],
    crosswalk: { checkov: ["CKV_AZURE_86"], azurePolicy: ["090c7b07"] },
    rationale:
        "Without the plan no image is scanned by Defender, and a known vulnerability runs in production until someone happens to look. Turning the plan off affects every registry of the subscription.",
    settings: {},
    kinds: ["defenderPlan"],
    judge: (plan) => {
        const name = get(plan, "pricingName") ?? get(plan, "name");
        if (name !== "Containers" && name !== "ContainerRegistry")
            return isUndetermined(name) ? undecided(plan, "pricingName") : [];
        return judgeValue(
            plan,
            "pricingTier",
            (tier) => tier === "Standard",
            "must be Standard for containers",
            "Set pricingTier to Standard",
        );
    },
});
