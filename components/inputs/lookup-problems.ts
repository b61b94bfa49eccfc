// What is wrong where something that an argument names could not be read: a missing permission is told as that, never as
// "not found". Pure.
import type { Problem } from "./validation";

/** What was asked for an object, and what that takes. */
export interface Lookup {
    /** As in `Entra says: ...`. */
    service: "ARM" | "Entra";
    /** As in `the Microsoft Graph permission Group.Read.All`. */
    right: string;
    /** How to do without: `give the object id as principalId`. Left out if there is no other way. */
    alternative?: string;
}

/** Lookups in Entra, with the permissions that the azuread provider documents for its functions. */
export const entraLookups = {
    group: { service: "Entra", right: "the Microsoft Graph permission Group.Read.All" },
    user: { service: "Entra", right: "the Microsoft Graph permission User.Read.All" },
    application: { service: "Entra", right: "the Microsoft Graph permission Application.Read.All" },
} as const satisfies Record<string, Lookup>;

/**
 * Whether an error says that the deployer lacks a permission. azuread prints such a refusal below its own "No group found"
 * (https://github.com/hashicorp/terraform-provider-azuread/issues/1007), azure-native prints ARM's answer
 * (https://github.com/pulumi/pulumi-azure-native/issues/1511).
 */
export function isDenied({ message }: Error): boolean {
    return /Authorization_RequestDenied|AuthorizationFailed|Insufficient privileges|\b(status|status code|status=|response) ?403\b/i.test(
        message,
    );
}

/** The problem with an argument whose object could not be read. */
export function lookupProblem(
    path: string,
    given: string,
    { service, right, alternative }: Lookup,
    notFound: Pick<Problem, "problem" | "remedy">,
    error: Error,
): Problem {
    const answer = `${service} says: ${oneLine(error)}`;
    if (!isDenied(error)) {
        return { path, given, problem: notFound.problem, remedy: `${notFound.remedy} ${answer}` };
    }
    const otherwise = alternative === undefined ? "" : `, or ${alternative}`;
    return {
        path,
        given,
        problem: `could not be looked up, because the deployer lacks ${right}`,
        remedy: `Grant it (docs/permissions.md)${otherwise}. ${answer}`,
    };
}

/** What was thrown, as an Error. */
export function asError(error: unknown): Error {
    return error instanceof Error ? error : new Error(String(error));
}

/** Providers print answers of Azure with rules and line breaks. */
function oneLine({ message }: Error): string {
    return message.replace(/\s*\n[-\s]*/g, " ").trim();
}
