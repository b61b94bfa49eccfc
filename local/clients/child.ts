// A client of the registries as a child process, and what its end means for a proof.
import { spawn } from "node:child_process";
import type { Outcome } from "../../proofs/check-result";

export interface Command {
    /** The program and what precedes every argument, for example `python -m azure.cli`. */
    program: readonly [string, ...string[]];
    args: readonly string[];
    /** The child's whole environment. */
    environment: Record<string, string>;
    /** Written to standard input, which is closed at once when absent. */
    input?: string;
    cwd?: string;
    /** Gets everything said so far on standard error, until it answers true: for a client that waits for a person. */
    watch?: (said: string) => boolean;
}

export interface Ended {
    /** `undefined` when it was ended by a signal. */
    exitCode: number | undefined;
    stdout: string;
    stderr: string;
}

/** Longer than any client works on a tiny artifact, retries included. In milliseconds. */
const patience = 120_000;

/** Runs a command to its end, whatever its exit code. Rejects when it can't be started. */
export function run({ program: [file, ...first], args, environment, input, cwd, watch }: Command): Promise<Ended> {
    return new Promise((resolve, reject) => {
        const child = spawn(file, [...first, ...args], {
            cwd,
            env: environment,
            stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
            timeout: patience,
        });
        const collected = { stdout: "", stderr: "" };
        let waiting = watch;
        child.stdout?.setEncoding("utf8").on("data", (text: string) => {
            collected.stdout += text;
        });
        child.stderr?.setEncoding("utf8").on("data", (text: string) => {
            collected.stderr += text;
            if (waiting?.(collected.stderr)) waiting = undefined;
        });
        child.on("error", reject);
        child.on("close", (code) => resolve({ exitCode: code ?? undefined, ...collected }));
        // A client that fails early closes its input; its exit code says so.
        child.stdin?.on("error", () => undefined).end(input);
    });
}

/**
 * How registries and Entra word a refusal in the clients' output. A proxy's `Forbidden`, a missing manifest or a
 * certificate that is not trusted are none.
 */
const refusals: readonly RegExp[] = [
    /\bAADSTS\d+/,
    /\b(UNAUTHORIZED|DENIED)\b/,
    /\b(unauthorized|denied):/,
    /authentication required/,
    /\b401 Unauthorized\b/,
    // An answer to HEAD has no body to say more.
    /\bresponse status code 401\b/,
    /\binsufficient_scope\b/,
    /Unable to authenticate using AAD or admin login credentials/,
];
const noRefusals: readonly RegExp[] = [/proxyconnect/, /\bx509\b/, /no such host/];

/** What a client's end proves. The evidence keeps its last words, with the secrets masked. */
export function outcomeOf({ exitCode, stdout, stderr }: Ended, secrets: readonly string[]): Outcome {
    if (exitCode === 0) return { actual: "allowed", evidence: { exitCode } };
    const said = `${stderr}\n${stdout}`;
    const refused = refusals.some((words) => words.test(said)) && !noRefusals.some((words) => words.test(said));
    const code = /\bAADSTS\d+/.exec(said)?.[0] ?? (refused ? codeOf(said) : undefined);
    const evidence = { exitCode, code, message: mask(lastLine(stderr) || lastLine(stdout), secrets) };
    return { actual: refused ? "refused" : "error", evidence };
}

const codeOf = (said: string): string =>
    /denied/i.test(said) && !/unauthorized/i.test(said) ? "DENIED" : "UNAUTHORIZED";

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";

/** The text without the secrets, in plain text or as a Basic header would carry them. */
export const mask = (text: string, secrets: readonly string[]): string =>
    secrets.filter((secret) => secret !== "").reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
