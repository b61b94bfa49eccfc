// The plan of an adoption as data: what the next deployment does to each resource, what people do afterwards, and which
// policy findings that settles. plan-file.ts writes it for people.
import { registryType } from "../azure/registry-package";
import { componentType } from "../estate/components";
import { type Gap, gapsFor } from "../estate/gap";
import { groupBy } from "../estate/group-by";
import type { Kind } from "../estate/kinds";
import { componentOfSection, type Entry, type Finding, type Move, type Undeclared } from "./model";

/** A violation, as the rules of the policy pack tell it. */
export interface Violation {
    rule: string;
    /** ARM id or path in Microsoft Graph. */
    resource: string;
    message: string;
}

/** Violations of what exists, of what the deployment leaves, and of what is left once people have moved. */
export interface Judged {
    now: readonly Violation[];
    afterDeployment: readonly Violation[];
    afterMoves: readonly Violation[];
}

/** What a preview after the import shows. */
export interface Step {
    /** Of the state. Azure itself changes as `changes` say, and not at all where there are none. */
    operation: "create" | "update" | "same";
    type: string;
    name: string;
    /** The entry, such as `registries.contoso`. */
    entry: string;
    changes: readonly string[];
}

export interface Plan {
    /** What could not be read. */
    gaps: readonly Gap[];
    /** Whether some of them hide what could be declared, so that the adoption is not complete. */
    incomplete: boolean;
    entries: readonly Entry[];
    steps: readonly Step[];
    undeclared: readonly Undeclared[];
    moves: readonly Move[];
    findings: Record<"settledByDeployment" | "settledByMoves" | "remaining", readonly Violation[]>;
}

/** Kinds that entries are made of. Of others, what was not read could only stay undeclared. */
const adopted: readonly Kind[] = [
    "registry",
    "token",
    "scopeMap",
    "roleAssignment",
    "userAssignedIdentity",
    "federatedCredential",
    "cluster",
    "servicePrincipal",
    "application",
    "applicationPassword",
];

export function planOf({ entries, undeclared, moves }: Finding, gaps: readonly Gap[], judged: Judged): Plan {
    const relevant = gaps.filter(({ cause }) => cause !== "notRequested");
    return {
        gaps: relevant,
        incomplete: adopted.some((kind) => gapsFor(relevant, kind).length > 0),
        entries,
        steps: entries.flatMap(stepsOf),
        undeclared,
        moves,
        findings: {
            settledByDeployment: missing(judged.now, judged.afterDeployment),
            settledByMoves: missing(judged.afterDeployment, judged.afterMoves),
            remaining: judged.afterMoves,
        },
    };
}

function stepsOf({ section, key, parts, declaredBy }: Entry): Step[] {
    const entry = `${section}.${key}`;
    return [
        // Its inputs are recorded: after the import it has none, and where a state has it, it gets further ones.
        {
            operation: declaredBy === undefined && parts.every(({ id }) => id === undefined) ? "create" : "update",
            type: componentType(componentOfSection[section]),
            name: key,
            entry,
            changes: [],
        },
        ...parts.map(({ type, name, id, changes }) => ({
            operation: operationOf(type, id, changes),
            type,
            name,
            entry,
            changes,
        })),
    ];
}

function operationOf(type: string, id: string | undefined, changes: readonly string[]): Step["operation"] {
    if (id === undefined) return "create";
    // The import records what Azure answers of a registry, the program what it declares; settings that are Azure's default
    // are in the one and not in the other.
    return changes.length > 0 || type === registryType ? "update" : "same";
}

function missing(before: readonly Violation[], after: readonly Violation[]): Violation[] {
    const left = new Set(after.map(keyOf));
    return before.filter((violation) => !left.has(keyOf(violation)));
}

const keyOf = ({ rule, resource, message }: Violation): string =>
    JSON.stringify([rule, resource.toLowerCase(), message]);

/** How many violations each rule has, by rule in alphabetical order. */
export function countByRule(violations: readonly Violation[]): [string, readonly Violation[]][] {
    return [...groupBy(violations, ({ rule }) => rule)].sort(([one], [other]) => (one < other ? -1 : 1));
}
