// One vocabulary of permissions for every login method, and what it becomes for each: Azure roles on a legacy registry,
// a role with a condition on an ABAC registry, scope-map actions for a token. Pure.
// Sources: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions,
// https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions

import { type RepositoryAction, RoleAssignmentMode, type RoleName, roles } from "../azure/roles";
import { everyRepository, repositoriesProblems } from "./repository-patterns";
import type { Problem } from "./validation";

/** What someone may do with images. */
export const Permission = {
    /** Pull images. */
    pull: "pull",
    /** Pull and push images. */
    push: "push",
    /** Pull and delete images. */
    delete: "delete",
    /** Pull, push and delete images, and lock them against changes where the method can express it. */
    manage: "manage",
} as const;
export type Permission = (typeof Permission)[keyof typeof Permission];

/** What can be seen from outside whether it works: what `acr-auth prove` judges. */
export type JudgedAction = "pull" | "push" | "delete";

/** Scope maps know five actions; catalog listing can't be granted to a token. */
export type ScopeMapAction = Exclude<RepositoryAction, "catalog/read" | "metadata/delete">;

interface Expressions {
    judged: readonly JudgedAction[];
    legacyRoles: readonly RoleName[];
    /** Absent where the ABAC roles have no match. */
    abacRole?: RoleName;
    scopeMapActions: readonly ScopeMapAction[];
}

/** The one table. */
export const permissions: Readonly<Record<Permission, Expressions>> = {
    pull: {
        judged: ["pull"],
        legacyRoles: ["AcrPull"],
        abacRole: "RepositoryReader",
        scopeMapActions: ["content/read", "metadata/read"],
    },
    push: {
        judged: ["pull", "push"],
        legacyRoles: ["AcrPush"],
        abacRole: "RepositoryWriter",
        scopeMapActions: ["content/read", "content/write", "metadata/read"],
    },
    delete: {
        judged: ["pull", "delete"],
        legacyRoles: ["AcrPull", "AcrDelete"],
        scopeMapActions: ["content/delete", "content/read", "metadata/read"],
    },
    manage: {
        judged: ["pull", "push", "delete"],
        legacyRoles: ["AcrPush", "AcrDelete"],
        abacRole: "RepositoryContributor",
        scopeMapActions: ["content/delete", "content/read", "content/write", "metadata/read", "metadata/write"],
    },
};

/** A role to assign, narrowed by a condition where the repositories are limited. */
export interface CompiledRole {
    role: RoleName;
    condition?: string;
}

/** What a grant asks of Azure roles, apart from the registry it is for. */
export interface RoleRequest {
    permission: Permission;
    /** Repositories (`team/app`) and prefixes (`team/*`). Left out: all of the registry. */
    repositories?: readonly string[];
    /** Whether the list of all repository names is to be readable as well; only asked of ABAC registries. */
    listCatalog?: boolean;
}

/** The roles that express a request; call it only where `roleProblems` finds none. */
export function rolesFor(mode: RoleAssignmentMode, request: RoleRequest): CompiledRole[] {
    if (mode === RoleAssignmentMode.legacy) {
        return permissions[request.permission].legacyRoles.map((role) => ({ role }));
    }
    const role = permissions[request.permission].abacRole;
    const compiled: CompiledRole[] = [];
    if (role !== undefined) {
        const condition = abacCondition(role, request.repositories ?? [everyRepository]);
        compiled.push(condition === undefined ? { role } : { role, condition });
    }
    if (request.listCatalog) {
        compiled.push({ role: "CatalogLister" });
    }
    return compiled;
}

/** Why Azure roles can't express a request, and what can. Paths start at the request. */
export function roleProblems(mode: RoleAssignmentMode, request: RoleRequest): Problem[] {
    const problems = [...permissionProblems(request.permission), ...repositoriesProblems(request.repositories)];
    if (problems.length > 0) {
        return problems;
    }
    return mode === RoleAssignmentMode.legacy ? legacyProblems(request) : abacProblems(request);
}

function legacyProblems({ repositories, listCatalog }: RoleRequest): Problem[] {
    const problems: Problem[] = [];
    if (repositories !== undefined && !repositories.includes(everyRepository)) {
        problems.push({
            path: "repositories",
            problem:
                "can't be limited by the roles of a registry in legacy mode, which always cover the whole registry",
            given: repositories,
            remedy: "Leave repositories out, set the registry's roleAssignmentMode to abac, or use a RepositoryToken.",
        });
    }
    if (listCatalog !== undefined) {
        problems.push({
            path: "listCatalog",
            problem: "has no meaning in legacy mode, where every role that pulls lists the catalog too",
            given: listCatalog,
            remedy: "Leave listCatalog out.",
        });
    }
    return problems;
}

function abacProblems({ permission, repositories, listCatalog }: RoleRequest): Problem[] {
    const problems: Problem[] = [];
    const role = permissions[permission].abacRole;
    if (role === undefined) {
        problems.push({
            path: "permission",
            problem: "has no role on a registry in abac mode, where the only role that deletes also pushes",
            given: permission,
            remedy: "Ask for manage, or use a RepositoryToken.",
        });
    }
    if (listCatalog && repositories !== undefined && !repositories.includes(everyRepository)) {
        problems.push({
            path: "listCatalog",
            problem: "can't be limited to repositories: the Catalog Lister role takes no condition and names every one",
            given: listCatalog,
            remedy: "Leave listCatalog out, or leave repositories out.",
        });
    }
    const condition = role && repositories && abacCondition(role, repositories);
    if (condition && condition.length > maximumConditionLength) {
        problems.push({
            path: "repositories",
            problem: `make a condition of ${condition.length} characters, and Azure takes at most ${maximumConditionLength}`,
            remedy: "Grant prefixes such as team/* in place of single repositories.",
        });
    }
    return problems;
}

/** Conditions of role assignments may be 8 KB long: https://learn.microsoft.com/azure/role-based-access-control/conditions-overview */
const maximumConditionLength = 8192;

const provider = "Microsoft.ContainerRegistry/registries";

/**
 * The condition that limits a role to repositories; `undefined` where nothing is to be limited. It names every data
 * action of the role, because an action that is not named stays allowed everywhere.
 */
export function abacCondition(role: RoleName, repositories: readonly string[]): string | undefined {
    if (repositories.includes(everyRepository)) {
        return undefined;
    }
    const otherAction = roles[role].actions
        .map((action) => `!(ActionMatches{'${provider}/repositories/${action}'})`)
        .join(" AND ");
    const rightRepository = sortedUnique(repositories).map(nameTest).join(" OR ");
    return `((${otherAction}) OR (${rightRepository}))`;
}

function nameTest(pattern: string): string {
    const attribute = `@Request[${provider}/repositories:name]`;
    return pattern.endsWith("/*")
        ? `${attribute} StringStartsWithIgnoreCase '${pattern.slice(0, -1)}'`
        : `${attribute} StringEqualsIgnoreCase '${pattern}'`;
}

/** What one entry of a token's grants asks for. */
export interface ScopeRequest {
    permission: Permission;
    repositories: readonly string[];
}

/** The actions of the scope map that holds all of a token's grants, in a fixed order. */
export function scopeMapActions(requests: readonly ScopeRequest[]): string[] {
    return sortedUnique(
        requests.flatMap(({ permission, repositories }) =>
            repositories.flatMap((repository) =>
                permissions[permission].scopeMapActions.map((action) => `repositories/${repository}/${action}`),
            ),
        ),
    );
}

/** A scope map holds 500 actions: https://learn.microsoft.com/azure/container-registry/container-registry-skus */
const maximumActions = 500;

/** Why a scope map can't express a token's grants. Paths start at the grants' keys. */
export function scopeProblems(requests: Readonly<Record<string, ScopeRequest>>): Problem[] {
    const problems = Object.entries(requests).flatMap(([key, { permission, repositories }]) =>
        [...permissionProblems(permission), ...repositoriesProblems(repositories)].map((problem) => ({
            ...problem,
            path: `${key}.${problem.path}`,
        })),
    );
    if (problems.length > 0) {
        return problems;
    }
    const actions = scopeMapActions(Object.values(requests)).length;
    if (actions > maximumActions) {
        problems.push({
            path: Object.keys(requests).join(", "),
            problem: `need ${actions} actions, and a scope map holds at most ${maximumActions}`,
            remedy: "Grant prefixes such as team/* in place of single repositories, or make several tokens.",
        });
    }
    return problems;
}

function permissionProblems(permission: Permission): Problem[] {
    return Object.hasOwn(permissions, permission)
        ? []
        : [
              {
                  path: "permission",
                  problem: "is not a permission",
                  given: permission,
                  remedy: `Use one of ${Object.keys(permissions).join(", ")}.`,
              },
          ];
}

function sortedUnique(texts: readonly string[]): string[] {
    return [...new Set(texts)].sort();
}
