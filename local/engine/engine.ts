// A Pulumi engine of our own: the CLI with a private home, a file backend, the Node language host and the fake
// providers, so that `pulumi` works on this machine without an account, a download or a trace outside its folder.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
    copyFileSync,
    existsSync,
    linkSync,
    mkdirSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { installProviders } from "../providers/install";
import { pulumiCli } from "./cli";
import { type Deployer, type EmulatorAccess, engineEnvironment } from "./environment";
import { compiled } from "./paths";

export interface Engine {
    /** Environment for `pulumi` and everything it starts. */
    environment: Record<string, string>;
    /** Folder whose `pulumi` is the CLI; first on the environment's PATH. */
    binFolder: string;
}

export interface PulumiResult {
    code: number | null;
    signal: NodeJS.Signals | null;
    stdout: string;
    stderr: string;
}

/** A running `pulumi`; `finished` never rejects because of what the CLI answers. */
export interface PulumiRun {
    child: ChildProcess;
    finished: Promise<PulumiResult>;
}

const executable = (file: string, content: string): void => writeFileSync(file, content, { mode: 0o755 });

/**
 * Makes `pulumi` available in `binFolder` and returns the further folders to search.
 * The official language host beside an official CLI is used. Where there is none, the CLI is linked into our folder,
 * because the engine takes what lies beside its own binary for what came with it, and ours is put there.
 */
function installCli(binFolder: string, cli: string): string[] {
    const own = join(binFolder, "pulumi");
    rmSync(own, { force: true });
    const official = dirname(realpathSync(cli));
    if (existsSync(join(official, "pulumi-language-nodejs"))) {
        symlinkSync(cli, own);
        return [official];
    }
    try {
        linkSync(realpathSync(cli), own);
    } catch {
        // The cache is on another file system.
        copyFileSync(cli, own);
    }
    const node = `"${process.execPath}"`;
    executable(
        join(binFolder, "pulumi-language-nodejs"),
        `#!/bin/sh\nexec ${node} "${compiled("engine", "language-host.js")}" "$@"\n`,
    );
    // Dynamic resources run on the SDK that the program itself has installed. That process does not notice when the engine
    // is killed, so a watcher beside it does: the engine's end of its input then closes.
    executable(
        join(binFolder, "pulumi-resource-pulumi-nodejs"),
        [
            "#!/bin/sh",
            `provider="$(${node} -p 'require.resolve("@pulumi/pulumi/cmd/dynamic-provider")')" || exit 1`,
            "exec 3<&0",
            "{ read -r _ <&3; kill $$; } >/dev/null 2>&1 &",
            `exec ${node} "$provider" "$@" 3<&- </dev/null`,
            "",
        ].join("\n"),
    );
    return [];
}

/**
 * Puts an engine together in `directory` (kept from one run to the next).
 * @throws ToolUnavailableError when no Pulumi CLI can be had.
 */
export async function prepareEngine(
    directory: string,
    emulator: EmulatorAccess,
    deployer: Deployer,
    progress: (line: string) => void,
): Promise<Engine> {
    const binFolder = join(directory, "bin");
    const pulumiHome = join(directory, "pulumi");
    const backendFolder = join(directory, "state");
    const passphraseFile = join(directory, "passphrase");
    for (const folder of [binFolder, pulumiHome, backendFolder]) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
    }
    if (!existsSync(passphraseFile)) writeFileSync(passphraseFile, randomBytes(32).toString("hex"), { mode: 0o600 });

    const searchPath = [binFolder, ...installCli(binFolder, await pulumiCli(progress))];
    await installProviders({ pulumiHome, entry: compiled("providers", "main.js") });
    const engine = { home: join(directory, "home"), pulumiHome, backendFolder, passphraseFile, searchPath };
    return { binFolder, environment: engineEnvironment(emulator, deployer, engine) };
}

/** Starts `pulumi ARGS` in a folder. `onOutput` gets what it prints as it prints it. */
export function startPulumi(
    engine: Engine,
    args: string[],
    options: { cwd: string; environment?: Record<string, string>; input?: string; onOutput?: (text: string) => void },
): PulumiRun {
    const child = spawn(join(engine.binFolder, "pulumi"), [...args, "--non-interactive"], {
        cwd: options.cwd,
        env: { ...engine.environment, ...options.environment },
        stdio: ["pipe", "pipe", "pipe"],
        // A process group of its own: Ctrl-C in our terminal is ours to pass on, once, since a second one aborts it.
        detached: true,
    });
    child.stdin.end(options.input ?? "");
    const collected = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
        child[stream].setEncoding("utf8").on("data", (text: string) => {
            collected[stream] += text;
            options.onOutput?.(text);
        });
    }
    const finished = new Promise<PulumiResult>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code, signal) => resolve({ code, signal, ...collected }));
    });
    return { child, finished };
}

/** Runs `pulumi ARGS` to its end. */
export const pulumi = (...args: Parameters<typeof startPulumi>): Promise<PulumiResult> => startPulumi(...args).finished;

/** A pulumi command that had to succeed did not; the message carries what it printed. */
export class PulumiError extends Error {
    constructor(
        args: string[],
        readonly result: PulumiResult,
    ) {
        super(
            `pulumi ${args[0]} ended with ${result.signal ?? `exit code ${result.code}`}.\n${result.stdout}${result.stderr}`,
        );
    }
}

/** Like {@link pulumi}, for commands that must succeed. @throws PulumiError */
export async function mustPulumi(...args: Parameters<typeof startPulumi>): Promise<PulumiResult> {
    const result = await pulumi(...args);
    if (result.code !== 0) throw new PulumiError(args[1], result);
    return result;
}
