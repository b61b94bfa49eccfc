// Checks of GUIDs in arguments. Entra's object ids and client ids look the same, and are often confused. Pure.
import type { Problem } from "./validation";

function isGuid(text: string): boolean {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** What is wrong with a text that should be an object id. */
export function objectIdProblems(path: string, given: string, remedy: string): Problem[] {
    return isGuid(given) ? [] : [{ path, problem: "is not an object id", given, remedy }];
}

/** What is wrong with a text that should be the client id of an application. */
export function clientIdProblems(path: string, given: string, remedy: string): Problem[] {
    return isGuid(given) ? [] : [{ path, problem: "is not the client id of an application", given, remedy }];
}

/** What is wrong with a text that should be the name of a role assignment. */
export function roleAssignmentNameProblems(path: string, given: string): Problem[] {
    return isGuid(given)
        ? []
        : [
              {
                  path,
                  problem: "is not the name of a role assignment",
                  given,
                  remedy: "Give what `az role assignment list --query '[].name'` prints.",
              },
          ];
}
