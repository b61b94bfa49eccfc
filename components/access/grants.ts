// Turns grants into role assignments, for every component that gives an Entra principal access to registries.
import type * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import type { Permission } from "../../azure/permissions";
import { type RoleAssignmentMode, roles } from "../../azure/roles";
import { armIdProblems } from "../inputs/arm-id-problems";
import { roleAssignmentNameProblems } from "../inputs/guid-problems";
import { ifPlain, type Problem, under, whenKnown } from "../inputs/validation";
import type { RegistryReference } from "../registry-reference";
import { type CompiledRole, roleProblems, rolesFor } from "./permissions";
import { assignRole } from "./role-assignment";

/** What a principal may do in one registry. */
export interface Grant {
    /** The registry: a `ContainerRegistry`'s `reference`, or a literal one. */
    registry: RegistryReference;
    /** pull, push (includes pull), delete (includes pull) or manage (all of them). */
    permission: Permission;
    /**
     * Repositories (`team/app`) and prefixes (`team/*`). Only for registries in abac mode. Defaults to every repository.
     */
    repositories?: string[];
    /** Whether to list the names of all repositories as well. Only for registries in abac mode. Defaults to false. */
    listCatalog?: boolean;
    /**
     * Names, which are UUIDs, of role assignments that were made elsewhere, by role: AcrPull, AcrPush, AcrDelete,
     * RepositoryReader, RepositoryWriter, RepositoryContributor, CatalogLister. Imported under them, they are neither
     * replaced nor made a second time. Defaults to names that follow from registry, principal and role.
     */
    roleAssignmentNames?: Record<string, string>;
}

/** Type of a principal, as in Azure's role assignments. */
export const PrincipalType = {
    /** A person. */
    user: "User",
    /** A group of people or workloads. */
    group: "Group",
    /** An application or a managed identity. */
    servicePrincipal: "ServicePrincipal",
} as const;
export type PrincipalType = (typeof PrincipalType)[keyof typeof PrincipalType];

export interface Principal {
    id: pulumi.Input<string>;
    type: PrincipalType;
}

/** What is wrong with grants, as far as their values are known. Paths start at `grants`. */
export function grantsProblems(grants: Readonly<Record<string, Grant>>): Problem[] {
    if (Object.keys(grants).length === 0) {
        return [{ path: "grants", problem: "is empty", remedy: "Grant a permission on at least one registry." }];
    }
    const problems = Object.entries(grants).flatMap(([key, grant]) =>
        under(`grants.${key}`, [
            ...modesOf(grant.registry).flatMap((mode) => roleProblems(mode, grant)),
            ...ifPlain(grant.registry.resourceId, (id) => armIdProblems("registry", "registry.resourceId", id)),
        ]),
    );
    return problems.length > 0
        ? problems
        : [...givenNameProblems(grants), ...duplicateProblems(prefixed("grants", grants))];
}

/** Names for roles that the grant does not assign, texts that are no names, and names of several assignments. */
function givenNameProblems(grants: Readonly<Record<string, Grant>>): Problem[] {
    const seen = new Map<string, string>();
    return Object.entries(grants).flatMap(([key, grant]) => {
        const assigned: string[] = rolesOf(grant).map(({ role }) => role);
        return Object.entries(grant.roleAssignmentNames ?? {}).flatMap(([role, given]): Problem[] => {
            const path = `grants.${key}.roleAssignmentNames.${role}`;
            if (!assigned.includes(role)) {
                const problem = "names the assignment of a role that this grant does not assign";
                return [{ path, problem, remedy: `Use one of ${assigned.join(", ")}, or leave it out.` }];
            }
            const first = seen.get(given.toLowerCase());
            seen.set(given.toLowerCase(), path);
            return first === undefined
                ? roleAssignmentNameProblems(path, given)
                : [{ path, problem: `is the same as ${first}`, given, remedy: "Give each assignment its own name." }];
        });
    });
}

function prefixed(path: string, grants: Readonly<Record<string, Grant>>): Record<string, Grant> {
    return Object.fromEntries(Object.entries(grants).map(([key, grant]) => [`${path}.${key}`, grant]));
}

/** Azure has one assignment per principal, role and scope: a second grant of the same role would overwrite the first. */
export function duplicateProblems(grants: Readonly<Record<string, Grant>>): Problem[] {
    const seen: { key: string; registry: unknown; role: string }[] = [];
    const problems: Problem[] = [];
    for (const [key, grant] of Object.entries(grants)) {
        const registry = ifKnown(grant.registry.resourceId);
        for (const { role } of rolesOf(grant)) {
            const first = seen.find((other) => other.registry === registry && other.role === role);
            if (first === undefined) {
                seen.push({ key, registry, role });
            } else {
                problems.push({
                    path: key,
                    problem: `assigns ${roles[role].displayName} on the same registry as ${first.key}`,
                    remedy: "Grant a registry once, with the widest permission and all its repositories.",
                });
            }
        }
    }
    return problems;
}

/** The id in lower case, or its Output: references to the same registry usually share one. */
function ifKnown(resourceId: pulumi.Input<string>): unknown {
    return typeof resourceId === "string" ? resourceId.toLowerCase() : resourceId;
}

function rolesOf(grant: Grant): CompiledRole[] {
    return modesOf(grant.registry).flatMap((mode) => rolesFor(mode, grant));
}

function modesOf({ roleAssignmentMode, preparedMode }: RegistryReference): RoleAssignmentMode[] {
    return preparedMode === undefined || preparedMode === roleAssignmentMode
        ? [roleAssignmentMode]
        : [roleAssignmentMode, preparedMode];
}

/** Declares the role assignments, each named `${name}-${grant key}-${role}`, as children of the component. */
export function assignRoles(
    component: pulumi.ComponentResource,
    name: string,
    principal: Principal,
    grants: Readonly<Record<string, Grant>>,
): authorization.RoleAssignment[] {
    return Object.entries(grants).flatMap(([key, grant]) => {
        const scope = whenKnown(`The grant ${key} of "${name}"`, grant.registry.resourceId, (id) =>
            armIdProblems("registry", `grants.${key}.registry.resourceId`, id),
        );
        return rolesOf(grant).map(({ role, condition }) =>
            assignRole(
                `${name}-${key}-${role}`,
                { scope, principal, roleId: roles[role].id, condition, givenName: grant.roleAssignmentNames?.[role] },
                { parent: component },
            ),
        );
    });
}
