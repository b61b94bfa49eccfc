// The definitions of built-in roles that somebody holds and that azure/roles does not have: what they allow is in them alone.
import { lastSegment } from "../../../azure/arm-id";
import { roleById } from "../../../azure/roles";
import type { Resource } from "../../resource";
import { read, text } from "../../value";
import { type ArmReading, host, problem } from "./arm-asking";
import type { Client } from "./client";
import { roleDefinitions } from "./lists";
import { fromArm } from "./shapes";

/** One that does not exist any more allows nothing that could be read. */
export async function readOtherRoles(client: Client, resources: readonly Resource[]): Promise<ArmReading> {
    const reading: ArmReading = { resources: [], problems: [], deleted: [] };
    const guidOf = (id: string) => lastSegment(id).toLowerCase();
    const known = new Set(resources.flatMap(({ kind, urn }) => (kind === "roleDefinition" ? [guidOf(urn)] : [])));
    const held = resources.flatMap(({ kind, inputs }) => {
        const id = text(read(inputs, "roleDefinitionId"));
        const isHeld = kind === "roleAssignment" || kind === "roleEligibility";
        return isHeld && id !== undefined && roleById(id) === undefined && !known.has(guidOf(id)) ? [id] : [];
    });
    const others = new Map(held.map((id) => [guidOf(id), id] as const));
    await Promise.all(
        [...others.values()].map(async (id) => {
            const answer = await client.get(host, `${id}?api-version=${roleDefinitions.version}`);
            if ("body" in answer) reading.resources.push(...fromArm(answer.body, roleDefinitions));
            else if (answer.failure.status !== 404) reading.problems.push(problem(roleDefinitions, id, answer.failure));
        }),
    );
    return reading;
}
