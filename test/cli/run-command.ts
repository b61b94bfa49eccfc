// The command, run in this process.

import type { Writer } from "../../cli/io";
import { main } from "../../cli/main";

/** What a run may see of the outside, beside its arguments. */
interface Outside {
    cwd?: string;
    /** Standard input. */
    input?: string;
    env?: Record<string, string>;
    /** Instead of a standard output that is recorded. */
    stdout?: Writer;
}

export async function runCommand(argv: string[], { cwd = ".", input = "", env = {}, stdout }: Outside = {}) {
    const written = { stdout: "", stderr: "" };
    const writer = (name: keyof typeof written): Writer => ({ write: (text) => (written[name] += text) });
    async function* stdin() {
        yield input;
    }
    const streams = { stdin: stdin(), stdout: stdout ?? writer("stdout"), stderr: writer("stderr") };
    const code = await main(argv, { ...streams, env, cwd });
    return { code, ...written };
}
