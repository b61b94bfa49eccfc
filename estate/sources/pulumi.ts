// Reads what `pulumi stack export` and `pulumi preview --json` write, and checkpoint files. Secrets stay wrapped.
import { normalise, type RawResource, type Resource } from "../resource";
import { isPlainSecret, type PropertyMap } from "../value";

export interface Input {
    /** `state`: what is; `plan`: what an update would make of it. */
    form: "state" | "plan";
    resources: Resource[];
    /** Unchanged resources that the plan leaves out: it was made without `--show-sames`. */
    omitted: number;
}

/** Text that is neither a state nor a plan. The message is one line that completes "<file> ...". */
export class UnreadableInput extends Error {
    override readonly name = "UnreadableInput";
}

/** Parses the text of an exported state, a checkpoint file or a preview plan. */
export function parseInput(source: string, file?: string): Input {
    return readInput(parseJson(source), file);
}

/**
 * The JSON of a text. It may begin with a byte order mark, which some shells put before redirected output.
 * @throws UnreadableInput when the text is empty, cut off or no JSON.
 */
export function parseJson(source: string): unknown {
    try {
        return JSON.parse(source.replace(/^\uFEFF/, ""));
    } catch {
        if (source.trim() === "") throw new UnreadableInput("is empty");
        const started = /^\s*[[{]/.test(source);
        throw new UnreadableInput(started ? "is not complete JSON: it is cut off or damaged" : "is not JSON");
    }
}

/** Reads an exported state, a checkpoint file of a self-managed backend, or a preview plan. */
export function readInput(json: unknown, file?: string): Input {
    const root = isPropertyMap(json) ? json : {};
    const deployment = isPropertyMap(root.deployment) ? root.deployment : checkpoint(root);
    if (deployment) {
        const resources = deployment.resources ?? [];
        if (!Array.isArray(resources)) throw new UnreadableInput("has a deployment whose resources are not a list");
        return { form: "state", resources: fromStates(resources, file), omitted: 0 };
    }
    if (Array.isArray(root.steps)) return readPlan(root, root.steps, file);
    throw new UnreadableInput(
        `is neither an exported state (\`pulumi stack export\`) nor a preview plan (\`pulumi preview --json\`): found ${describe(json)}`,
    );
}

/** The resources of an exported state. */
export function readState(json: unknown, file?: string): Resource[] {
    return readInput(json, file).resources;
}

/** Whether JSON of Pulumi holds secrets in plain text, anywhere: such a file should be readable by its owner alone. */
export function holdsPlainSecret(json: unknown): boolean {
    if (typeof json !== "object" || json === null) return false;
    return isPlainSecret(json) || Object.values(json).some(holdsPlainSecret);
}

function describe(json: unknown): string {
    if (json === null) return "null";
    if (Array.isArray(json)) return "a list";
    if (!isPropertyMap(json)) return `a ${typeof json}`;
    const keys = Object.keys(json).slice(0, 3);
    return keys.length === 0 ? "an empty object" : `an object with ${keys.join(", ")}`;
}

const deletions: ReadonlySet<unknown> = new Set([
    "delete",
    "delete-replaced",
    "discard",
    "discard-replaced",
    "remove-pending-replace",
    "read-discard",
]);

function readPlan(root: PropertyMap, steps: readonly unknown[], file: string | undefined): Input {
    const kept = steps.filter(isPropertyMap).filter((step) => !deletions.has(step.op));
    // A replacement takes two or three steps; the last one for a URN tells the outcome.
    const states = new Map(
        kept.map((step) => [step.urn, isPropertyMap(step.newState) ? step.newState : step.oldState]),
    );
    const sames = isPropertyMap(root.changeSummary) ? Number(root.changeSummary.same ?? 0) : 0;
    const shown = kept.filter((step) => step.op === "same").length;
    return { form: "plan", resources: fromStates([...states.values()], file), omitted: Math.max(0, sames - shown) };
}

function fromStates(states: readonly unknown[], file: string | undefined): Resource[] {
    return states.flatMap((state) => {
        if (!isPropertyMap(state) || typeof state.urn !== "string" || typeof state.type !== "string") {
            throw new UnreadableInput("has a resource without urn and type");
        }
        return state.delete === true ? [] : normalise(fromState(state, state.urn, state.type, file));
    });
}

function fromState(state: PropertyMap, urn: string, type: string, file: string | undefined): RawResource {
    return {
        urn,
        type,
        inputs: isPropertyMap(state.inputs) ? state.inputs : {},
        outputs: isPropertyMap(state.outputs) ? state.outputs : {},
        id: typeof state.id === "string" && state.id !== "" ? state.id : undefined,
        parent: typeof state.parent === "string" && state.parent !== "" ? state.parent : undefined,
        dependencies: strings(state.dependencies),
        propertyDependencies: isPropertyMap(state.propertyDependencies)
            ? Object.fromEntries(Object.entries(state.propertyDependencies).map(([key, urns]) => [key, strings(urns)]))
            : {},
        protect: state.protect === true,
        ignoreChanges: strings(state.ignoreChanges),
        ...(file === undefined ? {} : { file }),
    };
}

function checkpoint(root: PropertyMap): PropertyMap | undefined {
    const latest = isPropertyMap(root.checkpoint) ? root.checkpoint.latest : undefined;
    return isPropertyMap(latest) ? latest : undefined;
}

function strings(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function isPropertyMap(value: unknown): value is PropertyMap {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
