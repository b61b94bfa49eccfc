// Reading states, plans and the rules' configuration for every sub-command, with one line for what can't be used.
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { holdsPlainSecret, type Input, parseJson, readInput, UnreadableInput } from "../estate/sources/pulumi";
import { todayFrom } from "../estate/today";
import { type Config, parseConfig } from "../policies/lib/config";
import { rules } from "../policies/rules";
import { type Io, UnusableInput } from "./io";

/**
 * Midnight UTC of the day that counts as today, in milliseconds: `--as-of`, `ACR_AUTH_AS_OF`, what `otherwise` answers, or the
 * real one.
 */
export function readToday(
    asOf: string | undefined,
    io: Io,
    otherwise: () => string | undefined = () => undefined,
): number {
    const day = asOf ?? (io.env.ACR_AUTH_AS_OF || otherwise());
    try {
        return todayFrom(day);
    } catch (error) {
        throw new UnusableInput(`--as-of: ${(error as Error).message}`);
    }
}

/** The configuration of the rules; empty if no file is given. */
export async function readConfig(path: string | undefined, io: Io): Promise<Config> {
    if (path === undefined) return new Map();
    const { config } = await readParsed(path, (json) => parseConfig(json, rules), io);
    return config;
}

/** What `parse` makes of a JSON file that it finds no problem in; else all its problems are told. */
export async function readParsed<T extends { problems: readonly string[] }>(
    path: string,
    parse: (json: unknown) => T,
    io: Io,
): Promise<T> {
    const { text } = await readText(path, io);
    const parsed = parse(usable(nameOf(path), () => parseJson(text)));
    if (parsed.problems.length > 0) throw new UnusableInput(`${nameOf(path)}: ${parsed.problems.join("; ")}`);
    return parsed;
}

/** An exported state or a plan; `-` is standard input. */
export async function readInputFile(path: string, io: Io): Promise<Input> {
    const { text } = await readText(path, io);
    return usable(nameOf(path), () => readInput(parseJson(text), path));
}

/** The same for a file that may hold secrets in plain text: others must not be able to read it then. */
export async function readSecretInputFile(path: string, io: Io): Promise<Input> {
    const { text, readableByOthers } = await readText(path, io);
    const json = usable(nameOf(path), () => parseJson(text));
    const input = usable(nameOf(path), () => readInput(json, path));
    if (readableByOthers && holdsPlainSecret(json)) {
        throw new UnusableInput(`${path} holds secrets in plain text and others may read it; run: chmod 600 ${path}`);
    }
    return input;
}

/** What `read` answers. What it says of unreadable input is told of `source`. */
export function usable<T>(source: string, read: () => T): T {
    try {
        return read();
    } catch (error) {
        if (error instanceof UnreadableInput) throw new UnusableInput(`${source} ${error.message}`);
        throw error;
    }
}

/** How messages call an operand. */
export const nameOf = (path: string): string => (path === "-" ? "standard input" : path);

const readErrors: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EACCES: "permission denied",
    EISDIR: "it is a folder",
};

async function readText(path: string, io: Io): Promise<{ text: string; readableByOthers: boolean }> {
    try {
        if (path === "-") return { text: await textOf(io.stdin), readableByOthers: false };
        // One handle for both, so that the file whose mode is judged is the file that is read.
        await using file = await open(resolve(io.cwd, path));
        const { mode } = await file.stat();
        const readableByOthers = process.platform !== "win32" && (mode & 0o077) !== 0;
        return { text: await file.readFile("utf8"), readableByOthers };
    } catch (error) {
        const { code = "", message } = error as NodeJS.ErrnoException;
        throw new UnusableInput(`${nameOf(path)} can't be read: ${readErrors[code] ?? (code || message)}`);
    }
}

async function textOf(stream: Io["stdin"]): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString("utf8");
}
