// How long a credential still lasts, in a word.
import { daysBetween } from "../../azure/days";
import { nearDays } from "../attention";
import type { CredentialStatus } from "../model";

/** By the day on which it ends; null for one that never does. */
export function statusOf(expiresOn: string | null, asOf: string): CredentialStatus {
    if (expiresOn === null) {
        return "never expires";
    }
    const left = daysBetween(asOf, expiresOn);
    return left <= 0 ? "expired" : left <= nearDays ? "expiring" : "valid";
}
