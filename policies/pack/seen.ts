// What the engine has told the pack so far. It tells of each resource's inputs first, one resource at a time, and of all
// outputs at the end; a rule needs both. The SDK unpacks a request again for each policy, so what was read from a request
// is kept until the request is answered: all of it happens in one turn of the event loop.
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { buildGraph, type Graph } from "../../estate/graph/graph";
import { kindOf } from "../../estate/kinds";
import { normalise, type Resource } from "../../estate/resource";
import type { PropertyMap } from "../../estate/value";

type Told = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props" | "opts">;

export class Seen {
    private readonly inputs = new Map<string, PropertyMap>();
    private current: { resources: Resource[] } | { graph: Graph } | undefined;

    /** The resource of a request about one, with those that an ARM template hides in it. */
    resource(told: Told): Resource[] {
        if (this.current && "resources" in this.current) return this.current.resources;
        const inputs = plain(told.props);
        if (isWanted(told.type)) this.inputs.set(told.urn, inputs);
        const resources = normalise({ ...common(told), inputs, outputs: {} });
        this.keep({ resources });
        return resources;
    }

    /** The graph of a request about the whole stack. */
    graph(told: readonly PolicyResource[]): Graph {
        if (this.current && "graph" in this.current) return this.current.graph;
        const graph = buildGraph(
            told.flatMap((resource) => {
                const outputs = isWanted(resource.type) ? plain(resource.props) : {};
                return normalise({
                    ...common(resource),
                    inputs: this.inputs.get(resource.urn) ?? outputs,
                    outputs,
                    parent: resource.parent?.urn,
                    dependencies: resource.dependencies.map(({ urn }) => urn),
                    propertyDependencies: Object.fromEntries(
                        Object.entries(resource.propertyDependencies).map(([key, targets]) => [
                            key,
                            targets.map(({ urn }) => urn),
                        ]),
                    ),
                });
            }),
        );
        this.keep({ graph });
        return graph;
    }

    /** What has been read of the request at hand, if anything: lets a policy tell that it has nothing to say. */
    atHand(): { resources: Resource[] } | { graph: Graph } | undefined {
        return this.current;
    }

    /** Starts afresh. */
    forget(): void {
        this.inputs.clear();
    }

    private keep(current: { resources: Resource[] } | { graph: Graph }): void {
        this.current = current;
        setImmediate(() => {
            if (this.current === current) this.current = undefined;
        });
    }
}

function common({ urn, type, name, opts }: Told) {
    return { urn, type, name, protect: opts.protect, ignoreChanges: opts.ignoreChanges };
}

function isWanted(type: string): boolean {
    return kindOf(type) !== undefined || type.startsWith("acr-auth:");
}

/** The properties as they are: reading one that is not known yet through the SDK's proxy would end the policy. */
export function plain(props: PropertyMap): PropertyMap {
    return Object.fromEntries(
        Object.keys(props).map((key) => [key, Object.getOwnPropertyDescriptor(props, key)?.value as unknown]),
    );
}
