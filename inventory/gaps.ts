// What was not read of what exists, and what this report does not evaluate of it, as limitations.
import { lastSegment, parseScope, reaches } from "../azure/arm-id";
import { type Graph, get, text } from "../estate";
import type { Limitation } from "./model";
import { unknownRoles } from "./read/role-grants";
import { shared } from "./shared-limitation";

export function readGaps(graph: Graph): Limitation[] {
    const gaps = graph.gaps.map(
        ({ what, why }): Limitation => ({
            subject: what,
            message: `Not read: ${why}. What it holds is missing from this report.`,
            command: null,
        }),
    );
    const denied = graph.registries.filter(({ resource }) =>
        graph.ofKind("denyAssignment").some((deny) => {
            const scope = text(get(deny, "scope")) ?? "";
            const isOwn = parseScope(scope).id === resource.urn.toLowerCase();
            return isOwn || (get(deny, "doNotApplyToChildScopes") !== true && reaches(scope, resource.urn));
        }),
    );
    return [
        ...gaps,
        ...shared(
            "registry",
            denied.map(({ resource }) => ({ name: resource.name, key: resource.urn })),
            "A deny assignment reaches it, which this report does not evaluate: less may be allowed than it shows.",
            (scope) =>
                `az rest --url "https://management.azure.com${scope}/providers/Microsoft.Authorization/denyAssignments?api-version=2022-04-01"`,
        ),
        ...shared(
            "role",
            unknownRoles(graph).map((name) => ({ name, key: lastSegment(name) })),
            "It is assigned above a registry, and this report does not know what it allows: whoever holds it may be able to pull.",
            (role) => `az role definition list --name ${role}`,
        ),
    ];
}
