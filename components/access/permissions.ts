// Compiles grants: into roles, with a condition on an ABAC registry, and into the actions of a token's scope map. If a
// method can't express a grant, the problem names one that can. Pure.
import { maximumConditionLength, repositoryCondition } from "../../azure/conditions";
import { type Permission, permissions, rolesOf } from "../../azure/permissions";
import { everyRepository } from "../../azure/repositories";
import { RoleAssignmentMode, type RoleName, roles } from "../../azure/roles";
import { maximumScopeMapActions, scopeMapAction } from "../../azure/scope-maps";
import type { Problem } from "../inputs/validation";
import { repositoriesProblems } from "./repositories-problems";

/** A role to assign, with a condition if the repositories are limited. */
export interface CompiledRole {
    role: RoleName;
    condition?: string;
}

/** A grant without its registry. */
export interface RoleRequest {
    permission: Permission;
    /** Repositories (`team/app`) and prefixes (`team/*`). Left out: all of the registry. */
    repositories?: readonly string[];
    /** Whether the names of all repositories can be listed as well. Only on ABAC registries. */
    listCatalog?: boolean;
}

/** The roles that express a request; call it only where `roleProblems` finds none. */
export function rolesFor(mode: RoleAssignmentMode, request: RoleRequest): CompiledRole[] {
    const names = rolesOf(request.permission, mode);
    if (mode === RoleAssignmentMode.legacy) {
        return names.map((role) => ({ role }));
    }
    const limited = names.map((role): CompiledRole => {
        const condition = conditionFor(role, request.repositories);
        return condition === undefined ? { role } : { role, condition };
    });
    return request.listCatalog ? [...limited, { role: "CatalogLister" }] : limited;
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
            problem: "has no effect in legacy mode, where every role that can pull can also list the catalog",
            given: listCatalog,
            remedy: "Leave listCatalog out.",
        });
    }
    return problems;
}

function abacProblems({ permission, repositories, listCatalog }: RoleRequest): Problem[] {
    const problems: Problem[] = [];
    const [role] = rolesOf(permission, RoleAssignmentMode.abac);
    if (role === undefined) {
        problems.push({
            path: "permission",
            problem: "has no role on a registry in abac mode, where the only role that can delete can also push",
            given: permission,
            remedy: "Ask for manage, or use a RepositoryToken.",
        });
    }
    if (listCatalog && repositories !== undefined && !repositories.includes(everyRepository)) {
        problems.push({
            path: "listCatalog",
            problem:
                "can't be limited to repositories: the Catalog Lister role takes no condition and lists all of them",
            given: listCatalog,
            remedy: "Leave listCatalog out, or leave repositories out.",
        });
    }
    const condition = role && conditionFor(role, repositories);
    if (condition && condition.length > maximumConditionLength) {
        problems.push({
            path: "repositories",
            problem: `need a condition of ${condition.length} characters, and Azure accepts at most ${maximumConditionLength}`,
            remedy: "Grant prefixes such as team/* in place of single repositories.",
        });
    }
    return problems;
}

function conditionFor(role: RoleName, repositories: readonly string[] = [everyRepository]): string | undefined {
    return repositoryCondition(roles[role].actions, repositories);
}

/** One entry of a token's grants. */
export interface ScopeRequest {
    permission: Permission;
    repositories: readonly string[];
}

/** The actions of the scope map that holds all of a token's grants, in a fixed order. */
export function scopeMapActions(requests: readonly ScopeRequest[]): string[] {
    const actions = requests.flatMap(({ permission, repositories }) =>
        repositories.flatMap((repository) =>
            permissions[permission].scopeMapActions.map((action) => scopeMapAction(repository, action)),
        ),
    );
    return [...new Set(actions)].sort();
}

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
    if (actions > maximumScopeMapActions) {
        problems.push({
            path: Object.keys(requests).join(", "),
            problem: `need ${actions} actions, and a scope map holds at most ${maximumScopeMapActions}`,
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
