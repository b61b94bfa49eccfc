// The estate as it will be: after the next deployment, and after people have moved as well. The rules judge both.
import { groupBy } from "../estate/group-by";
import type { Resource } from "../estate/resource";
import type { Edit, Finding } from "./model";

export function afterDeployment(resources: readonly Resource[], { entries }: Finding): Resource[] {
    return edited(
        resources,
        entries.flatMap(({ parts }) => parts.flatMap(({ edits = [] }) => edits)),
    );
}

/** @param resources after the deployment. */
export function afterMoves(resources: readonly Resource[], { moves }: Finding): Resource[] {
    return edited(
        resources,
        moves.flatMap(({ edits }) => edits),
    );
}

function edited(resources: readonly Resource[], edits: readonly Edit[]): Resource[] {
    const byId = groupBy(edits, ({ id }) => id.toLowerCase());
    return resources.flatMap((resource) => {
        const own = byId.get(resource.urn.toLowerCase()) ?? [];
        let properties: Resource["inputs"] | undefined = resource.inputs;
        for (const { change } of own) properties = properties && change(properties);
        if (properties === undefined) return [];
        // What exists has one set of properties: inputs and outputs are the same.
        return [own.length === 0 ? resource : { ...resource, inputs: properties, outputs: properties }];
    });
}
