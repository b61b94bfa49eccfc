// One emulator with one Pulumi engine and the platform program on it: what `npm run local` brings up, and what the
// end-to-end tests bring up with other configurations.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Clock, type Profile, type RunningEmulator, startEmulator } from "acr-emulator";
import {
    type Engine,
    mustPulumi,
    type PulumiResult,
    type PulumiRun,
    prepareEngine,
    pulumi,
    startPulumi,
} from "./engine/engine";
import { type Deployer, deployerEnvironment } from "./engine/environment";
import { goTool } from "./engine/go-tools";
import { repositoryRoot } from "./engine/paths";
import { copyProgram, LOCAL_STACK, PARTNER_STACK } from "./engine/program";

/** The compiled policy pack, as `--policy-pack` takes it. */
export const POLICY_PACK = join(repositoryRoot, "policies");

/** The pack's configuration for the sample stack: the exemption that an open admin user needs. */
export const SAMPLE_POLICY_CONFIG = join(repositoryRoot, "policies.local.json");

/** The flags that run the pack on the sample stack. */
export const POLICY_FLAGS = ["--policy-pack", POLICY_PACK, "--policy-pack-config", SAMPLE_POLICY_CONFIG];

export interface RunOptions {
    environment?: Record<string, string>;
    onOutput?: (text: string) => void;
}

/** One stack of the platform program. */
export interface Stack {
    /** Folder of the program's copy, in which `pulumi` runs. */
    program: string;
    /** Runs `pulumi ARGS` on the stack; whatever its exit code. */
    pulumi(args: string[], options?: RunOptions): Promise<PulumiResult>;
    /** Starts `pulumi ARGS` on the stack. */
    start(args: string[], options?: RunOptions): PulumiRun;
    /** Writes another configuration for the next run. */
    configure(stackConfig: string): void;
    /** The stack's state with its secrets in plain text, in memory only. */
    exportState(): Promise<unknown>;
}

export interface Platform extends Stack {
    emulator: RunningEmulator;
    engine: Engine;
    /**
     * Opens the program's stack in the second tenant, which that tenant's deployer runs: the cluster's side of a login
     * across tenants. Its configuration is `Pulumi.local-partner.yaml` unless given.
     */
    openPartner(stackConfig?: string): Promise<Stack>;
    close(): Promise<void>;
}

/** Text of a stack's configuration in the repository. */
const sampleConfig = (stack: string): string => readFileSync(join(repositoryRoot, `Pulumi.${stack}.yaml`), "utf8");

/** The day that a configuration names as `asOf`, if any. */
const dayOf = (stackConfig: string): string | undefined =>
    /^\s*acr-auth:asOf:\s*["']?(\d{4}-\d{2}-\d{2})["']?\s*$/m.exec(stackConfig)?.[1];

/** The day on a clock, `YYYY-MM-DD`. */
export const dayOn = (clock: Clock): string => clock.now().toISOString().slice(0, "YYYY-MM-DD".length);

/** Moves the emulator's clock to noon of a day, unless it stands on that day already: time never runs backwards in a day. */
function startOn(day: string | undefined, clock: Clock): void {
    if (day !== undefined && dayOn(clock) !== day) clock.set(new Date(`${day}T12:00:00Z`));
}

/** Makes a stack of the program, or finds it again, in a folder of its own. */
async function openStack(
    engine: Engine,
    clock: Clock,
    { folder, name, config, deployer }: { folder: string; name: string; config: string; deployer: Deployer },
): Promise<Stack> {
    const options = ({ environment, onOutput }: RunOptions = {}) => ({
        cwd: folder,
        environment: {
            ...deployerEnvironment(deployer),
            // The policy pack judges dates on the day of the emulator, whatever the day of the machine.
            ACR_AUTH_AS_OF: dayOn(clock),
            ...environment,
        },
        onOutput,
    });
    copyProgram(folder, name, config);
    await mustPulumi(engine, ["stack", "select", "--create", name], options());
    return {
        program: folder,
        pulumi: (args, given) => pulumi(engine, args, options(given)),
        start: (args, given) => startPulumi(engine, args, options(given)),
        configure: (text) => {
            copyProgram(folder, name, text);
        },
        exportState: async () => {
            const { stdout } = await mustPulumi(engine, ["stack", "export", "--show-secrets"], options());
            return JSON.parse(stdout);
        },
    };
}

/**
 * Opens the platform whose state is in `directory`; what an earlier run left there is found again.
 * @param stackConfig text of the stack's configuration; the sample stack's unless given.
 * @param profile the emulator's settings to start with, such as the delays of `realistic`; its defaults unless given.
 * @throws ToolUnavailableError when the engine or the registry can't be had.
 */
export async function openPlatform(
    directory: string,
    progress: (line: string) => void,
    stackConfig: string = sampleConfig(LOCAL_STACK),
    profile?: Profile,
): Promise<Platform> {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const registryBinary = await goTool("registry", progress);
    const emulator = await startEmulator({ directory: join(directory, "emulator"), registryBinary, profile });
    try {
        startOn(dayOf(stackConfig), emulator.clock);
        const engine = await prepareEngine(join(directory, "engine"), emulator, emulator.deployer, progress);
        const stack = await openStack(engine, emulator.clock, {
            folder: join(directory, "program"),
            name: LOCAL_STACK,
            config: stackConfig,
            deployer: emulator.deployer,
        });
        return {
            ...stack,
            emulator,
            engine,
            openPartner: (config = sampleConfig(PARTNER_STACK)) =>
                openStack(engine, emulator.clock, {
                    folder: join(directory, "partner"),
                    name: PARTNER_STACK,
                    config,
                    deployer: emulator.partnerDeployer,
                }),
            close: () => emulator.close(),
        };
    } catch (error) {
        await emulator.close();
        throw error;
    }
}
