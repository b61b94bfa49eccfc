// Conditions of role assignments that limit a role to repositories of an ABAC registry: how acr-auth writes them, and which
// repositories one that was found allows, however it is written.
// Sources: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions,
// https://learn.microsoft.com/azure/role-based-access-control/conditions-format
import { allows, type RepositoryAction, registryProvider, roleDataAction } from "./actions";
import { type Comparison, type Condition, parseCondition } from "./condition-language";
import { everyRepository } from "./repositories";
import {
    complement,
    everything,
    intersection,
    nothing,
    type RepositorySet,
    repositorySet,
    union,
} from "./repository-set";

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

/** The repositories on which a condition allows an action. The two are the same where all of the condition can be read. */
export interface AllowedRepositories {
    /** It holds on these. */
    certain: RepositorySet;
    /** It holds nowhere else. */
    possible: RepositorySet;
}

/** What is said of a test about something else than the repository: of an attribute of the principal, or the time. */
const anything: AllowedRepositories = { certain: nothing, possible: everything };

/**
 * The repositories on which a condition lets an action through. A condition that is none, or that tests what can't be known
 * from here, allows nothing for certain and possibly everything: it never counts as limited to what could be read of it.
 */
export function allowedRepositories(condition: string, action: RepositoryAction): AllowedRepositories {
    const parsed = parseCondition(condition);
    return "problem" in parsed ? anything : allowed(parsed.condition, roleDataAction(action));
}

function allowed(condition: Condition, action: string): AllowedRepositories {
    switch (condition.kind) {
        case "and":
            return condition.parts.map((part) => allowed(part, action)).reduce(both);
        case "or":
            return condition.parts.map((part) => allowed(part, action)).reduce(either);
        case "not":
            return opposite(allowed(condition.part, action));
        case "action":
            return exactly(allows(condition.pattern, action) ? everything : nothing);
        // Actions on repositories have none that is documented.
        case "subOperation":
            return anything;
        case "exists":
            return isRepositoryName(condition.attribute) ? exactly(everything) : anything;
        case "compare":
            return compared(condition);
    }
}

const exactly = (set: RepositorySet): AllowedRepositories => ({ certain: set, possible: set });

const opposite = ({ certain, possible }: AllowedRepositories): AllowedRepositories => ({
    certain: complement(possible),
    possible: complement(certain),
});

const both = (one: AllowedRepositories, other: AllowedRepositories): AllowedRepositories => ({
    certain: intersection(one.certain, other.certain),
    possible: intersection(one.possible, other.possible),
});

const either = (one: AllowedRepositories, other: AllowedRepositories): AllowedRepositories => ({
    certain: union(one.certain, other.certain),
    possible: union(one.possible, other.possible),
});

const isRepositoryName = (attribute: string): boolean =>
    attribute.toLowerCase() === `request[${registryProvider}/repositories:name]`.toLowerCase();

/** A request is for one repository, so what a quantifier says of the values on the left is the same for all four. */
const overRight: Readonly<Record<string, typeof both>> = {
    foranyofanyvalues: either,
    forallofanyvalues: either,
    foranyofallvalues: both,
    forallofallvalues: both,
};

function compared({ left, quantifier, operator, right }: Comparison): AllowedRepositories {
    const [, not, test = "", ignoresCase] =
        /^string(not)?(equals|startswith|like)(ignorecase)?$/.exec(operator.toLowerCase()) ?? [];
    const over = quantifier === undefined ? undefined : overRight[quantifier.toLowerCase()];
    if (!("attribute" in left && isRepositoryName(left.attribute)) || !("values" in right) || test === "")
        return anything;
    // Without a quantifier that is known, it is not said what several values mean.
    if (over === undefined && (quantifier !== undefined || right.values.length > 1)) return anything;
    return right.values
        .map((value) => {
            const names = named(test, ignoresCase === undefined ? value : value.toLowerCase());
            return not === undefined ? names : opposite(names);
        })
        .reduce(over ?? both);
}

/** The repositories whose name passes a test. No name has capitals, or an asterisk, or ends in a slash. */
function named(test: string, value: string): AllowedRepositories {
    if (test === "like") return like(value);
    const impossible = value !== value.toLowerCase() || value.includes("*");
    if (impossible || (test === "equals" && value.endsWith("/"))) return exactly(nothing);
    return exactly(repositorySet([test === "equals" ? value : `${value}*`]));
}

/** `*` stands for any characters and `?` for one; a name has no character that must be escaped with a backslash. */
function like(pattern: string): AllowedRepositories {
    if (pattern.includes("\\")) return exactly(nothing);
    const [start = ""] = /^[^*?]*/.exec(pattern) ?? [];
    if (start === pattern) return named("equals", pattern);
    const names = named("startswith", start);
    return /^\*+$/.test(pattern.slice(start.length)) ? names : { certain: nothing, possible: names.possible };
}
