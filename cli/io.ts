// What a sub-command of `acr-auth` may touch of the outside: its streams, its environment and its working folder, handed
// in by main.ts so that tests can hand in others.

/** Where a sub-command writes; text is written as it is, so a line ends in its own newline. */
export interface Writer {
    write(text: string): unknown;
}

export interface Io {
    stdin: AsyncIterable<Uint8Array | string>;
    /** The result, and nothing else: a pipe may read it. */
    stdout: Writer;
    /** Progress, notices and the one line that says why the command can't do its work. */
    stderr: Writer;
    env: Readonly<Record<string, string | undefined>>;
    /** The folder that relative paths in the arguments start from. */
    cwd: string;
}

/** The exit codes that every sub-command shares. */
export const Exit = {
    /** Clean, or as declared. */
    success: 0,
    /** The work was done and found something. */
    findings: 1,
    /** Arguments or input that can't be used, or nothing to work on. */
    unusable: 2,
} as const;

/**
 * Arguments or input that can't be used. The message is one line that says what is wrong, what was given and what to
 * do; main.ts prints it after the name of the sub-command and exits with 2, without a stack trace.
 */
export class UnusableInput extends Error {
    override readonly name = "UnusableInput";
}
