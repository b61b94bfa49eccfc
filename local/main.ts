// `npm run local`: the sample platform on the emulator, brought up by the real Pulumi engine with the policy pack, and
// every login method proved by real clients. `npm run local -- serve` then stays up for anyone's own clients.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { report } from "../cli/report";
import { exitCode } from "../proofs/judge";
import { fitted } from "../proofs/lines";
import { renderTable } from "../proofs/table";
import { findClients } from "./clients/find";
import { repositoryRoot } from "./engine/paths";
import { lineWriter } from "./lines";
import {
    dayOn,
    openPlatform,
    type Platform,
    POLICY_FLAGS,
    POLICY_PACK,
    SAMPLE_POLICY_CONFIG,
    type Stack,
} from "./platform";
import { proveLocal } from "./prove-local";
import { writeShellEnvironment } from "./serve";
import { renderSummary } from "./summary";

const USAGE = `Usage: npm run local [-- [serve] [--verbose]]

  (nothing)   brings the sample platform up on the emulator, proves every login method, prints the table
  serve       the same, then stays up and writes .local/env for your own clients; Ctrl-C ends it
  --verbose   prints every check result instead of the table, and no line is broken
`;

const directory = join(repositoryRoot, ".local");
const say = (line: string): void => {
    process.stderr.write(`${fitted(`acr-auth: ${line}`).join("\n")}\n`);
};

/** Brings both stacks up and proves them; the exit code says whether every result is as declared. */
async function upAndProve(platform: Platform, verbose: boolean, interrupted: Promise<void>): Promise<number> {
    const partner = await platform.openPartner();
    say("pulumi up in the partner's tenant, whose cluster pulls from here ...");
    if (!(await up(partner, ["--policy-pack", POLICY_PACK], verbose, interrupted))) return 1;
    say("pulumi up, with the policy pack ...");
    if (!(await up(platform, POLICY_FLAGS, verbose, interrupted))) return 1;
    return Promise.race([proveStacks(platform, partner, verbose), interrupted.then(() => 1)]);
}

/** Whether the stack came up. */
async function up(stack: Stack, flags: string[], verbose: boolean, interrupted: Promise<void>): Promise<boolean> {
    const raw = (text: string) => process.stderr.write(text);
    const output = verbose ? { write: raw, end: () => undefined } : lineWriter(raw);
    const run = stack.start(["up", "--yes", "--skip-preview", ...flags], { onOutput: (text) => output.write(text) });
    // The engine then ends the steps it has begun, so that the next run goes on where this one stopped.
    interrupted.then(() => run.child.kill("SIGINT"));
    const { code, signal } = await run.finished;
    output.end();
    if (code !== 0) say(`pulumi up ended with ${signal ?? `exit code ${code}`}.`);
    return code === 0;
}

async function proveStacks(platform: Platform, partner: Stack, verbose: boolean): Promise<number> {
    say("asking the registries, with each client in a home of its own ...");
    const { emulator } = platform;
    const state = await platform.exportState();
    const others = [await partner.exportState()];
    const clients = await findClients(say);
    const results = await proveLocal({ emulator, state, others, clients, directory: join(directory, "proofs") });
    const file = join(directory, "proofs.json");
    writeFileSync(file, `${JSON.stringify(results, null, 4)}\n`, { mode: 0o600 });
    process.stdout.write(verbose ? renderTable(results) : renderSummary(results));
    say(`every check result: ${relative(process.cwd(), file)}`);
    await writeReport({ "state.json": platform, "partner-state.json": partner }, dayOn(emulator.clock));
    return exitCode(results, { strict: false });
}

/** The access report of stacks for a day, from their exported states, whose secrets stay encrypted. */
async function writeReport(stacks: Record<string, Stack>, day: string): Promise<void> {
    for (const [file, stack] of Object.entries(stacks)) {
        const { stdout } = await stack.pulumi(["stack", "export"]);
        writeFileSync(join(directory, file), stdout, { mode: 0o600 });
    }
    const file = join(directory, "report.html");
    const flags = ["--format", "html", "--output", file, "--as-of", day, "--config", SAMPLE_POLICY_CONFIG];
    const { stdin, stdout, stderr } = process;
    await report([...Object.keys(stacks), ...flags], { stdin, stdout, stderr, env: {}, cwd: directory });
    say(`who can pull or push what, until when: ${relative(process.cwd(), file)}`);
}

async function main(argv: string[]): Promise<number> {
    const verbose = argv.includes("--verbose");
    const [command, ...rest] = argv.filter((argument) => argument !== "--verbose");
    if ((command !== undefined && command !== "serve") || rest.length > 0) {
        process.stderr.write(USAGE);
        return 2;
    }
    // Resolves at the first request to end, by Ctrl-C or by another process; a second one ends us as usual.
    const interrupted = new Promise<void>((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
    });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const platform = await openPlatform(directory, say);
    try {
        const code = await upAndProve(platform, verbose, interrupted);
        if (command === "serve") {
            const file = writeShellEnvironment(directory, platform);
            say(`serving; in another shell: source ${relative(process.cwd(), file)}   (Ctrl-C here ends it)`);
            await interrupted;
        }
        return code;
    } finally {
        await platform.close();
    }
}

main(process.argv.slice(2)).then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        // A failure that was foreseen is told in its own words; a mistake of ours, such as a TypeError, with its stack.
        const foreseen = error instanceof Error && error.name === "Error";
        say(foreseen ? error.message : String(error instanceof Error ? error.stack : error));
        process.exitCode = 1;
    },
);
