// Grants of clusters: whoever runs a pod has the rights of its node, so they pull and nothing else. Pure.

import { Permission } from "../../azure/permissions";
import type { Problem } from "../inputs/validation";
import { type Grant, grantsProblems } from "./grants";

/** What is wrong with the grants of a cluster. Paths start at `grants`. */
export function pullOnlyProblems(grants: Readonly<Record<string, Grant>>): Problem[] {
    return [
        ...Object.entries(grants).flatMap(([key, { permission }]) =>
            widerThanPull.has(permission) ? [widerProblem(key, permission)] : [],
        ),
        // What else is wrong with them, once they only pull.
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
        problem: "is more than a cluster may do: every pod of it could use the right",
        given: permission,
        remedy: "Use pull, and push from a pipeline with a RegistryManagedIdentity of its own.",
    };
}
