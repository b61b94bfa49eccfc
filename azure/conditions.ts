// Conditions of role assignments that limit a role to repositories of an ABAC registry: how acr-auth writes them, and what
// one that was found means. Azure's condition language can say more; only the documented form for repositories is read.
// Sources: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions,
// https://learn.microsoft.com/azure/role-based-access-control/conditions-format
import { type DataAction, dataActionOf, type RepositoryAction, registryProvider, roleDataAction } from "./actions";
import { everyRepository } from "./repositories";

/** 8 KB: https://learn.microsoft.com/azure/role-based-access-control/conditions-overview */
export const maximumConditionLength = 8192;

/**
 * The condition that limits a role with these actions to repositories; `undefined` where nothing is to be limited. It names
 * every action of the role, because one that is not named stays allowed everywhere.
 */
export function repositoryCondition(
    actions: readonly RepositoryAction[],
    repositories: readonly string[],
): string | undefined {
    if (repositories.includes(everyRepository)) return undefined;
    const otherAction = actions.map((action) => `!(ActionMatches{'${roleDataAction(action)}'})`).join(" AND ");
    const rightRepository = [...new Set(repositories)].sort().map(nameTest).join(" OR ");
    return `((${otherAction}) OR (${rightRepository}))`;
}

function nameTest(pattern: string): string {
    const attribute = `@Request[${registryProvider}/repositories:name]`;
    return pattern.endsWith("/*")
        ? `${attribute} StringStartsWithIgnoreCase '${pattern.slice(0, -1)}'`
        : `${attribute} StringEqualsIgnoreCase '${pattern}'`;
}

/** What a condition leaves of a role. */
export interface Limits {
    /** Actions limited to the repositories; an action that the condition does not name stays allowed everywhere. */
    limited: DataAction[];
    /** Names, and prefixes as `team/*`. */
    repositories: string[];
}

const actionTest =
    /!\s*\(\s*ActionMatches\s*\{\s*'Microsoft\.ContainerRegistry\/registries\/repositories\/([a-z/]+)'\s*\}\s*\)/gi;
const repositoryTest =
    /@Request\s*\[\s*Microsoft\.ContainerRegistry\/registries\/repositories:name\s*\]\s*(StringEqualsIgnoreCase|StringEquals|StringStartsWithIgnoreCase|StringStartsWith)\s*'([^']*)'/gi;

/** What is left of the documented form once its tests are taken out: ands before the `OR`, ors behind it. */
const skeleton = /^\(*A(\)*AND\(*A)*\)*OR\(*N(\)*OR\(*N)*\)*$/;

/** `undefined` for a condition of another form, which counts as not known rather than as allowed or refused. */
export function readCondition(condition: string): Limits | undefined {
    const limited: DataAction[] = [];
    const repositories: string[] = [];
    const rest = condition
        .replace(actionTest, (_, action: string) => {
            const judged = dataActionOf(action);
            if (judged !== undefined) limited.push(judged);
            return "A";
        })
        .replace(repositoryTest, (_, operator: string, name: string) => {
            repositories.push(/starts/i.test(operator) ? `${name}*` : name);
            return "N";
        });
    return skeleton.test(rest.replace(/\s+/g, ""))
        ? { limited, repositories: [...new Set(repositories)].sort() }
        : undefined;
}
