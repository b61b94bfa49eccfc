// Grants of clusters. Every pod can use the access of its node, so clusters can only be granted pull. Pure.

import { Permission } from "../../azure/permissions";
import type { Problem } from "../inputs/validation";
import { type Grant, grantsProblems } from "./grants";

/** What is wrong with the grants of a cluster. Paths start at `grants`. */
export function pullOnlyProblems(grants: Readonly<Record<string, Grant>>): Problem[] {
    return [
        ...Object.entries(grants).flatMap(([key, { permission }]) =>
            widerThanPull.has(permission) ? [widerProblem(key, permission)] : [],
        ),
        // The remaining checks, as if they all were pull.
        ...grantsProblems(
            Object.fromEntries(
                Object.entries(grants).map(([key, grant]) => [
                    key,
                    widerThanPull.has(grant.permission) ? { ...grant, permission: Permission.pull } : grant,
                ]),
            ),
        ),
    ];
}

const widerThanPull: ReadonlySet<Permission> = new Set([Permission.push, Permission.delete, Permission.manage]);

function widerProblem(key: string, permission: Permission): Problem {
    return {
        path: `grants.${key}.permission`,
        problem: "is more than a cluster can be granted: every pod in it could use the permission",
        given: permission,
        remedy: "Use pull, and push from a pipeline with a RegistryManagedIdentity of its own.",
    };
}
