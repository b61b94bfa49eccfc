// `acr-auth prove`: arguments, where the state comes from, and the exit code. The proving is in proofs/.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { callerFrom } from "../proofs/caller";
import { createHttp } from "../proofs/http";
import { jobTokenFrom } from "../proofs/job-token";
import { exitCode } from "../proofs/judge";
import { prove as proveDeclared } from "../proofs/prove";
import { declaredIn } from "../proofs/read-declared";
import { joined, parseState, type State, UnusableState } from "../proofs/state";
import { renderTable } from "../proofs/table";
import { parseArguments } from "./arguments";
import { Exit, type Io, UnusableInput } from "./io";

const HELP = `Usage: acr-auth prove [--stack STACK | --state FILE]... [--wait DURATION] [--strict] [--write]

Logs in with each credential that a stack declares, by its method's own protocol, asks the registry for what was granted
and for what was not, and compares. Without --write nothing is written to a registry.

  --stack STACK    reads \`pulumi stack export --show-secrets\` of this stack, in memory; the selected stack by default
  --state FILE     reads an exported state; - is standard input. A file with secrets in clear must be yours alone.
                   Either may be given several times, for a login across tenants that two stacks declare together.
  --wait DURATION  tries again what is narrower than declared, for new grants take minutes: 90s, 10m, 1h. Not by default.
  --strict         fails when something was skipped
  --write          also pushes, pulls and deletes a tiny artifact with every current credential

Roles, recorded passwords and the admin user are compared with the Azure credentials of the environment: ARM_* as for
Pulumi, AZURE_*, or \`az login\`. A managed identity is tried where IDENTITY_ENDPOINT is set, and a federated credential in
the job or pod whose token it trusts.

Exit codes: 0 as declared, 1 any difference, 2 unusable input or nothing proved.
`;

export async function prove(argv: string[], io: Io): Promise<number> {
    const { values, positionals } = parseArguments(argv, {
        help: { type: "boolean", short: "h" },
        stack: { type: "string", short: "s", multiple: true },
        state: { type: "string", multiple: true },
        wait: { type: "string" },
        strict: { type: "boolean" },
        write: { type: "boolean" },
    });
    if (values.help) {
        io.stdout.write(HELP);
        return Exit.success;
    }
    if (positionals.length > 0) {
        throw new UnusableInput(`takes no operand, was given '${positionals[0]}'; a state is named by --state`);
    }
    if (values.stack !== undefined && values.state !== undefined) {
        throw new UnusableInput("takes --stack or --state, was given both");
    }
    const wait = values.wait === undefined ? 0 : milliseconds(values.wait);
    const declared = declaredIn(joined(await readStates(values, io)));
    const { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: header, ARM_TENANT_ID, AZURE_TENANT_ID } = io.env;
    const http = createHttp();
    const jobToken = jobTokenFrom(io.env, http);
    const lines = await proveDeclared(declared, {
        http,
        tenantId: ARM_TENANT_ID ?? AZURE_TENANT_ID,
        identityEndpoint: url && header ? { url, header } : undefined,
        jobToken,
        caller: callerFrom(io.env, jobToken),
        now: new Date(),
        wait,
        sleep: (time) => sleep(time),
        progress: (text) => io.stderr.write(`${text}\n`),
        writeTag: values.write ? `acr-auth-proof-${randomBytes(4).toString("hex")}` : undefined,
    });
    io.stdout.write(renderTable(lines));
    return exitCode(lines, { strict: values.strict ?? false });
}

const units = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `10m` or `1h` in milliseconds. */
export function milliseconds(duration: string): number {
    const [, amount, unit] = /^(\d+)(s|m|h)$/.exec(duration) ?? [];
    if (amount === undefined || unit === undefined) {
        throw new UnusableInput(`--wait takes a duration such as 90s, 10m or 1h, was given '${duration}'`);
    }
    return Number(amount) * units[unit as keyof typeof units];
}

/** Each stack or file once, however often it is named; the selected stack where none is. */
async function readStates({ stack, state }: { stack?: string[]; state?: string[] }, io: Io): Promise<State[]> {
    const states: State[] = [];
    for (const file of new Set(state)) {
        const source = file === "-" ? "standard input" : file;
        states.push(await usable(source, file === "-" ? allOf(io.stdin).then(parseState) : readFile(file, io.cwd)));
    }
    for (const name of state === undefined ? new Set(stack ?? [undefined]) : []) {
        states.push(await usable(name ?? "the selected stack", exportStack(name, io).then(parseState)));
    }
    return states;
}

/** The state, if there is something to prove in it. */
async function usable(source: string, reading: Promise<State>): Promise<State> {
    try {
        const state = await reading;
        const { registries, access, unread } = declaredIn(state);
        if (registries.length + access.length + unread.length > 0) return state;
        throw new UnusableInput(`${source} holds no acr-auth component, so there is nothing to prove`);
    } catch (error) {
        if (error instanceof UnusableState) throw new UnusableInput(`${source}: ${error.message}`);
        throw error;
    }
}

async function allOf(stream: Io["stdin"]): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString("utf8");
}

async function readFile(path: string, cwd: string): Promise<State> {
    try {
        // One handle for both, so that the file that is judged is the file that is read.
        await using file = await open(resolve(cwd, path));
        const { mode } = await file.stat();
        const state = parseState(await file.readFile("utf8"));
        if (state.clearSecrets && process.platform !== "win32" && (mode & 0o077) !== 0) {
            throw new UnusableInput(`${path} holds secrets in clear and others may read it; run: chmod 600 ${path}`);
        }
        return state;
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) throw error;
        const why = { ENOENT: "no such file", EACCES: "not readable by you", EISDIR: "is a folder" }[code] ?? code;
        throw new UnusableInput(`${path}: ${why}`);
    }
}

/** The state with its secrets, which never leaves this process. */
async function exportStack(stack: string | undefined, { env, cwd }: Io): Promise<string> {
    const selected = stack === undefined ? [] : ["--stack", stack];
    try {
        const { stdout } = await promisify(execFile)(
            "pulumi",
            ["stack", "export", "--show-secrets", "--non-interactive", ...selected],
            { cwd, env: { ...env }, maxBuffer: 1024 ** 3, encoding: "utf8" },
        );
        return stdout;
    } catch (error) {
        const { code, stderr } = error as { code?: string | number; stderr?: string };
        if (code === "ENOENT")
            throw new UnusableInput("pulumi is not on PATH; export the state and name it by --state");
        const said = stderr?.trim().split("\n").at(-1) ?? String(code);
        throw new UnusableInput(`\`pulumi stack export\` failed: ${said}`);
    }
}
