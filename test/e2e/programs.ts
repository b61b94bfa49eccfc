// For the end-to-end tests of programs other than the platform: an emulator, an engine, and a folder in which each
// program finds the package by its name, as one that has installed it does.
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RunningEmulator, startEmulator } from "acr-emulator";
import { pulumi as execute, mustPulumi, type PulumiResult, prepareEngine } from "../../local/engine/engine";
import { goTool } from "../../local/engine/go-tools";
import { repositoryRoot } from "../../local/engine/paths";
import { progress } from "./support";

export interface Programs {
    emulator: RunningEmulator;
    /** Writes a program's text. */
    write(program: string, text: string): void;
    /** Makes a stack of a program, with its config. */
    initialize(program: string, stack: string, config?: Record<string, string>): Promise<void>;
    /** Runs `pulumi ARGS` on the program's stack, which must succeed. */
    pulumi(program: string, args: string[], environment?: Record<string, string>): Promise<PulumiResult>;
    /** Runs `pulumi ARGS` on the program's stack, whatever comes of it. */
    attempt(program: string, args: string[]): Promise<PulumiResult>;
    up(program: string, flags?: string[], environment?: Record<string, string>): Promise<PulumiResult>;
    destroy(program: string): Promise<PulumiResult>;
    /** The outputs of the program's stack, secrets in plain text. */
    outputs<T>(program: string): Promise<T>;
    close(): Promise<void>;
}

/** Opens a fresh emulator for the programs of one test file; the caller closes it. */
export async function openPrograms(name: string): Promise<Programs> {
    const directory = join(repositoryRoot, ".local", "e2e", name);
    const root = join(directory, "program");
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(root, { recursive: true });
    for (const source of ["package.json", "tsconfig.json", "examples"]) {
        cpSync(join(repositoryRoot, source), join(root, source), { recursive: true });
    }
    symlinkSync(join(repositoryRoot, "dist"), join(root, "dist"));
    const registryBinary = await goTool("registry", progress);
    const emulator = await startEmulator({ directory: join(directory, "emulator"), registryBinary });
    const engine = await prepareEngine(join(directory, "engine"), emulator, emulator.deployer, progress);
    const at = (program: string) => join(root, "examples", program);
    const pulumi: Programs["pulumi"] = (program, args, environment = {}) =>
        mustPulumi(engine, args, { cwd: at(program), environment });
    return {
        emulator,
        write(program, text) {
            mkdirSync(at(program), { recursive: true });
            writeFileSync(join(at(program), "Pulumi.yaml"), `name: ${program}\nruntime: nodejs\nmain: index.ts\n`);
            writeFileSync(join(at(program), "index.ts"), text);
        },
        async initialize(program, stack, config = {}) {
            await pulumi(program, ["stack", "init", stack]);
            const settings = Object.entries({ "azure-native:location": "koreacentral", ...config });
            const flagged = settings.flatMap(([key, value]) => [
                key.endsWith("Secret") ? "--secret" : "--plaintext",
                `${key}=${value}`,
            ]);
            await pulumi(program, ["config", "set-all", ...flagged]);
        },
        pulumi,
        attempt: (program, args) => execute(engine, args, { cwd: at(program) }),
        up: (program, flags = [], environment = {}) =>
            pulumi(program, ["up", "--yes", "--skip-preview", ...flags], environment),
        destroy: (program) => pulumi(program, ["destroy", "--yes", "--skip-preview"]),
        outputs: async (program) =>
            JSON.parse((await pulumi(program, ["stack", "output", "--json", "--show-secrets"])).stdout),
        close: () => emulator.close(),
    };
}
