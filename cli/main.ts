#!/usr/bin/env node
// The `acr-auth` command. Start-up time counts, so a sub-command's code is loaded only when it is asked for.
import { Exit, type Io, UnusableInput } from "./io";

type SubCommand = (argv: string[], io: Io) => Promise<number>;

const SUB_COMMANDS: Record<string, { summary: string; load: () => Promise<SubCommand> }> = {
    check: {
        summary: "checks a state, a preview plan or a subscription against the authentication policies",
        load: async () => (await import("./check.js")).check,
    },
    report: {
        summary: "shows who can pull or push what, by which method and until when",
        load: async () => (await import("./report.js")).report,
    },
    prove: {
        summary: "logs in with each credential and compares what the registry allows with what was declared",
        load: async () => (await import("./prove.js")).prove,
    },
    adopt: {
        summary: "writes what exists as stack config, import file and plan, without stopping a login",
        load: async () => (await import("./adopt.js")).adopt,
    },
};

const HELP = `Usage: acr-auth <command> [options]

Commands:
${Object.entries(SUB_COMMANDS)
    .map(([name, { summary }]) => `  ${name.padEnd(8)}${summary}`)
    .join("\n")}

\`acr-auth <command> --help\` describes a command's options.
Exit codes: 0 no findings, 1 findings, 2 invalid arguments or input, or an unexpected error.
`;

/** Runs the command line `argv` (without node and the script) and returns the exit code. */
export async function main(argv: string[], io: Io): Promise<number> {
    const [name, ...rest] = argv;
    if (name === undefined || name === "help" || name === "--help" || name === "-h") {
        (name === undefined ? io.stderr : io.stdout).write(HELP);
        return name === undefined ? Exit.unusable : Exit.success;
    }
    const subCommand = Object.hasOwn(SUB_COMMANDS, name) ? SUB_COMMANDS[name] : undefined;
    if (subCommand === undefined) {
        const known = Object.keys(SUB_COMMANDS).join(", ");
        io.stderr.write(`acr-auth: unknown command '${name}'; the commands are ${known}\n`);
        return Exit.unusable;
    }
    try {
        const run = await subCommand.load();
        return await run(rest, io);
    } catch (error) {
        io.stderr.write(
            error instanceof UnusableInput
                ? `acr-auth ${name}: ${error.message}\n`
                : unexpected(`acr-auth ${name}`, error as Error, io),
        );
        return Exit.unusable;
    }
}

function unexpected(command: string, { message, stack }: Error, { env }: Pick<Io, "env">): string {
    if (env.ACR_AUTH_TRACE) return `${stack}\n`;
    const [line = ""] = message.split("\n");
    return `${command}: unexpected error: ${line}; set ACR_AUTH_TRACE=1 to see where\n`;
}

/** Ends the process after a failure outside of any call. Left to itself, Node would exit with 1, as for findings. */
function fail(text: string): never {
    process.stderr.write(text);
    process.exit(Exit.unusable);
}

if (require.main === module) {
    process.stdout.on("error", ({ message }) => fail(`acr-auth: standard output can't be written to: ${message}\n`));
    process.on("uncaughtException", (error) => fail(unexpected("acr-auth", error, process)));
    // Set rather than exited with, so that a pipe receives everything written before.
    main(process.argv.slice(2), {
        stdin: process.stdin,
        stdout: process.stdout,
        stderr: process.stderr,
        env: process.env,
        cwd: process.cwd(),
    }).then((code) => {
        process.exitCode = code;
    });
}
