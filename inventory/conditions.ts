// What a condition on a role assignment leaves of the role: which data actions it limits, and to which repositories.
// Azure's condition language can say more than that; only the documented form for repositories is understood, and
// anything else counts as not known rather than as allowed or refused.
// https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
import type { DataAction } from "../estate";

export interface Limits {
    /** Actions limited to the repositories; an action that the condition does not name stays allowed everywhere. */
    limited: DataAction[];
    /** Names, and prefixes as `team/*`. */
    repositories: string[];
}

const dataActions: Record<string, DataAction> = {
    "content/read": "pull",
    "content/write": "push",
    "content/delete": "delete",
};

const actionTest =
    /!\s*\(\s*ActionMatches\s*\{\s*'Microsoft\.ContainerRegistry\/registries\/repositories\/([a-z/]+)'\s*\}\s*\)/gi;
const nameTest =
    /@Request\s*\[\s*Microsoft\.ContainerRegistry\/registries\/repositories:name\s*\]\s*(StringEqualsIgnoreCase|StringEquals|StringStartsWithIgnoreCase|StringStartsWith)\s*'([^']*)'/gi;

/** What is left of the documented form once its tests are taken out: ands before the `OR`, ors behind it. */
const skeleton = /^\(*A(\)*AND\(*A)*\)*OR\(*N(\)*OR\(*N)*\)*$/;

/** `undefined` for a condition of another form. */
export function readCondition(condition: string): Limits | undefined {
    const limited: DataAction[] = [];
    const repositories: string[] = [];
    const rest = condition
        .replace(actionTest, (_, action: string) => {
            const judged = dataActions[action.toLowerCase()];
            if (judged !== undefined) {
                limited.push(judged);
            }
            return "A";
        })
        .replace(nameTest, (_, operator: string, name: string) => {
            repositories.push(/starts/i.test(operator) ? `${name}*` : name);
            return "N";
        });
    return skeleton.test(rest.replace(/\s+/g, ""))
        ? { limited, repositories: [...new Set(repositories)].sort() }
        : undefined;
}
