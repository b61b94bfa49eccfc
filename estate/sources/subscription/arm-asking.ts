// Lists of Azure Resource Manager, read into what was found, what was not and why, and what is gone.
import type { Resource } from "../../resource";
import type { Client, Failure } from "./client";
import type { Problem } from "./gaps";
import { type ArmList, actionFor, listPath } from "./lists";
import { fromArm } from "./shapes";

export const host = "management.azure.com";

export interface ArmReading {
    resources: Resource[];
    problems: Problem[];
    /** Ids of registries that were there at first and gone before they were read. */
    deleted: string[];
}

/** Reads a list below a scope, and notes what it held or why it is missing. Resolves to the refusal where that was why. */
export type Ask = (
    list: ArmList,
    at: string,
    how?: { filter?: string; last?: boolean },
) => Promise<Failure | undefined>;

/** `last` is false where a refusal leads to another question. */
export function askInto(client: Client, reading: ArmReading): Ask {
    return async (list, at, { filter, last = true } = {}) => {
        const path = `${listPath(list, at)}${filter === undefined ? "" : `&$filter=${filter}`}`;
        const { items: found, failure } = await client.list(host, path);
        for (const item of found) reading.resources.push(...fromArm(item, list));
        if (failure === undefined || isAbsent(failure)) return undefined;
        const refused = failure.cause === "notAllowed";
        if (isGone(failure)) reading.deleted.push(at);
        else if (!refused || last) reading.problems.push(problem(list, at, failure));
        return refused ? failure : undefined;
    };
}

export const problem = (list: ArmList, at: string, failure: Failure): Problem => ({
    noun: list.noun,
    kinds: [list.kind],
    at,
    right: actionFor(list, at),
    failure,
});

/**
 * Nothing of a provider exists in a subscription that is not registered for it: it can't be unregistered before.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types
 */
export const isAbsent = ({ code }: Failure): boolean => code === "MissingSubscriptionRegistration";

/** What was asked of is no longer there, as against a type that this Azure does not know. */
export const isGone = ({ status, code }: Failure): boolean =>
    status === 404 && /^(ResourceNotFound|ParentResourceNotFound|ResourceGroupNotFound)$/.test(code);
