// When the registry or token that a dynamic resource belongs to was made: another time means another registry or token.
import { sameTime } from "../../azure/days";

/** What the engine sends for a value that a preview does not know: `unknownValue` in @pulumi/pulumi/runtime/rpc. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * Whether it was recreated. A time that is not known says no: azure-native previews every output of an update as unknown,
 * and an update keeps the time. When a resource is replaced, its id is not known either.
 */
export function wasRecreated(before: string, now: string): boolean {
    return now !== unknownValue && !sameTime(before, now);
}
