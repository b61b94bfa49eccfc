// A custom role lists the operations it is for. One with a wildcard, or with the right to assign roles, amounts to Owner.
import { actionsOf, privilegesOf } from "../../estate/graph/custom-roles";
import { UNKNOWN } from "../../estate/value";
import { resourceRule, satisfied, undecided, violated } from "../lib/rule";

export const restrictCustomRoles = resourceRule({
    name: "acr-access-restrict-custom-roles",
    displayName: "Custom roles don't manage registries",
    description: "A custom role must not allow everything on registries, reading admin passwords or assigning roles.",
    group: "authentication",
    severity: "medium",
    level: "advisory",
    strictLevel: "mandatory",
    remediationSteps:
        "List the operations that are needed, such as Microsoft.ContainerRegistry/registries/pull/read, in place of wildcards.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-custom-roles",
    tags: ["least-privilege", "custom-role"],
    crosswalk: { checkov: ["CKV_AZURE_39"], azurePolicy: ["a451c1ef"], kics: ["3fa5900f"] },
    rationale:
        "A wildcard in a custom role also covers operations that Azure adds later, and listCredentials hands out the admin passwords. A role that looks narrow can then allow more than a built-in one.",
    settings: {},
    kinds: ["roleDefinition"],
    judge: (definition) => {
        const actions = actionsOf(definition);
        if (actions === UNKNOWN) return undecided(definition, "permissions");
        const operations = [...new Set(actions.flatMap(privilegesOf))];
        if (operations.length === 0) return satisfied(definition);
        return violated(
            definition,
            `must not allow ${operations.join(", ")}`,
            "List only the operations that are needed; AcrPull and AcrPush cover pulling and pushing",
        );
    },
});
