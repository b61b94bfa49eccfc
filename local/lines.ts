// What children print, line by line, each fitted to a terminal.
import { fitted } from "../proofs/lines";

/** Takes text as it comes, in pieces of any size, and writes it line by line, fitted. `end` writes what is left. */
export function lineWriter(write: (text: string) => void): { write(text: string): void; end(): void } {
    let open = "";
    return {
        write(text) {
            const lines = (open + text).split("\n");
            open = lines.pop() ?? "";
            for (const line of lines) write(`${fitted(line).join("\n")}\n`);
        },
        end() {
            if (open !== "") write(`${fitted(open).join("\n")}\n`);
            open = "";
        },
    };
}
