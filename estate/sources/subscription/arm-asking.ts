// Lists of Azure Resource Manager, read into what was found, what was not and why, and what is gone.
import type { Resource } from "../../resource";
import type { Client, Failure } from "./client";
import type { Problem } from "./gaps";
import { type ArmList, absentPath, actionFor, listPath } from "./lists";
import { fromArm } from "./shapes";

export const host = "management.azure.com";

export interface ArmReading {
    resources: Resource[];
    problems: Problem[];
    /** Ids of registries that were there at first and gone before they were read. */
    deleted: string[];
}

/** Reads a list below a scope, and notes what it held or why it is missing. */
export type Ask = (list: ArmList, at: string, filter?: string) => Promise<void>;

export function askInto(client: Client, reading: ArmReading): Ask {
    return async (list, at, filter) => {
        const failure = await readInto(client, reading, list, at, filter);
        if (failure !== undefined) reading.problems.push(problem(list, at, failure));
    };
}

/** Adds a list to a reading; what is gone by then, or was never there, is no failure. */
export async function readInto(
    client: Client,
    { resources, deleted }: ArmReading,
    list: ArmList,
    at: string,
    filter?: string,
): Promise<Failure | undefined> {
    const path = `${listPath(list, at)}${filter === undefined ? "" : `&$filter=${filter}`}`;
    const { items, failure } = await client.list(host, path);
    for (const item of items) resources.push(...fromArm(item, list));
    if (failure === undefined || isAbsent(failure)) return undefined;
    if (!isGone(failure)) return failure;
    deleted.push(at);
    return undefined;
}

/**
 * Why a list of a subscription is not whole, although it was answered: Azure Resource Manager leaves out what the caller
 * may not read, without a word. It does say so of a single resource, before it looks whether there is one.
 * Sources: https://github.com/Azure/azure-sdk-for-python/issues/22873, https://github.com/MicrosoftDocs/azure-docs/issues/66312
 */
export async function omission(client: Client, list: ArmList, subscription: string): Promise<Failure | undefined> {
    const answer = await client.get(host, absentPath(list, subscription));
    if ("body" in answer) return undefined;
    const { cause, status } = answer.failure;
    return cause === "notAllowed" || status === undefined || status >= 500 ? answer.failure : undefined;
}

export const problem = (list: ArmList, at: string, failure: Failure): Problem => ({
    noun: list.noun,
    kinds: [list.kind],
    at,
    right: actionFor(list, at),
    failure,
});

/**
 * A refusal that says there is nothing. Nothing of a provider exists in a subscription that is not registered for it, since
 * it can't be unregistered before; and nobody can activate a role in a tenant without the licence for eligible roles.
 * Sources: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-providers-and-types,
 * https://github.com/MicrosoftDocs/entra-docs/blob/main/docs/includes/licensing-pim.md
 */
export const isAbsent = ({ code }: Failure): boolean =>
    code === "MissingSubscriptionRegistration" || code === "AadPremiumLicenseRequired";

/** What was asked of is no longer there, as against a type that this Azure does not know. */
export const isGone = ({ status, code }: Failure): boolean =>
    status === 404 && /^(ResourceNotFound|ParentResourceNotFound|ResourceGroupNotFound)$/.test(code);
