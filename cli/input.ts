// What `check` and `report` share: reading states, plans and the rules' configuration, with one line for what can't be used.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Input, parseInput, UnreadableInput } from "../estate/sources/pulumi";
import { todayFrom } from "../estate/today";
import { type Config, parseConfig } from "../policies/lib/config";
import { rules } from "../policies/rules";
import { type Io, UnusableInput } from "./io";

/** Midnight UTC of the day that counts as today, in milliseconds: `--as-of`, `ACR_AUTH_AS_OF` or the real one. */
export function readToday(asOf: string | undefined, io: Io): number {
    try {
        return todayFrom(asOf ?? io.env.ACR_AUTH_AS_OF);
    } catch (error) {
        throw new UnusableInput(`--as-of: ${(error as Error).message}`);
    }
}

/** The configuration of the rules; empty if no file is given. */
export async function readConfig(path: string | undefined, io: Io): Promise<Config> {
    if (path === undefined) return new Map();
    const source = await readText(path, io);
    let json: unknown;
    try {
        json = JSON.parse(source);
    } catch {
        throw new UnusableInput(`${path} is not JSON`);
    }
    const { config, problems } = parseConfig(json, rules);
    if (problems.length > 0) throw new UnusableInput(`${path}: ${problems.join("; ")}`);
    return config;
}

/** An exported state or a plan; `-` is standard input. */
export async function readInputFile(path: string, io: Io): Promise<Input> {
    const source = await readText(path, io);
    try {
        return parseInput(source, path);
    } catch (error) {
        if (error instanceof UnreadableInput) throw new UnusableInput(`${path} ${error.message}`);
        throw error;
    }
}

async function readText(path: string, io: Io): Promise<string> {
    try {
        if (path !== "-") return await readFile(resolve(io.cwd, path), "utf8");
        const chunks: Buffer[] = [];
        for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk));
        return Buffer.concat(chunks).toString("utf8");
    } catch (error) {
        throw new UnusableInput(
            `${path} can't be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`,
        );
    }
}
