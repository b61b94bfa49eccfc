// One limitation for everything that shares it, with the command that shows more.
import type { Limitation } from "./model";

/** Names listed before a list is cut short. */
const named = 5;

/** One limitation for everything that shares it: a hundred registries are one sentence. */
export function shared(
    noun: string,
    subjects: { name: string; key: string }[],
    message: string,
    command: ((key: string) => string) | null,
): Limitation[] {
    const [first] = subjects;
    if (first === undefined) {
        return [];
    }
    const names = subjects.slice(0, named).map(({ name }) => name);
    const rest = subjects.length - names.length;
    const several = noun === "" ? "" : noun === "registry" ? "registries " : `${noun}s `;
    return [
        {
            subject:
                subjects.length === 1
                    ? `${noun} ${first.name}`.trim()
                    : `${several}${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`,
            message,
            command:
                command === null
                    ? null
                    : command(
                          subjects.length === 1 ? first.key : first.key.startsWith("/") ? `<${noun} id>` : "<each>",
                      ),
        },
    ];
}
