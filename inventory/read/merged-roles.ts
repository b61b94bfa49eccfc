// Roles of one principal for the same repositories of a registry are one grant: AcrPull and AcrDelete are `delete`.
import { orderedActions } from "../../azure/actions";
import { groupBy } from "../../estate/group-by";
import type { Grant } from "../model";
import { permissionOf } from "../permissions";

export function merged(grants: readonly Grant[]): Grant[] {
    const key = (grant: Grant) =>
        JSON.stringify([
            grant.principal,
            grant.registry,
            grant.repositories,
            grant.scope,
            grant.actions.length === 0 ? grant.via : null,
            grant.declaration,
            grant.activation,
        ]);
    return [...groupBy(grants, key).values()].map((same) => {
        const [first] = same as [Grant];
        const actions = orderedActions(same.flatMap(({ actions }) => actions));
        return {
            ...first,
            actions,
            permission: actions.length === 0 ? first.permission : permissionOf(actions),
            via: [...new Set(same.map(({ via }) => via))].join(" and "),
            note: [...new Set(same.flatMap(({ note }) => note ?? []))].join(" ") || null,
            resources: same.flatMap(({ resources }) => resources),
        };
    });
}
