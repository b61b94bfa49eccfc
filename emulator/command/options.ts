// The arguments of the start command.
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isProfile, type Profile, profiles } from "../server/settings";

export const HELP = `Usage: acr-emulator [options]

Runs the emulator on 127.0.0.1 until SIGINT or SIGTERM. Writes its addresses to stdout as one line of JSON.

Options:
  --directory DIR         where the emulator keeps its state and secrets (default: .emulator)
  --proxy-port PORT       port of the HTTPS proxy (default: any free one)
  --identity-port PORT    port of the managed identity endpoint (default: any free one)
  --control-port PORT     port of the control API (default: any free one)
  --registry-binary PATH  the CNCF distribution registry, which holds the images
                          (default: $ACR_EMULATOR_REGISTRY, else \`registry\` on PATH)
  --profile NAME          the settings to start with: default, or realistic (with the delays that users of Azure report)
  --environment-file FILE also write the environment for clients as shell exports; holds secrets (mode 0600)
  --help                  print this text
  --version               print the version

Exit codes: 0 stopped by a signal, 2 unusable arguments, directory or port.
`;

export interface StartOptions {
    /** Absolute. */
    directory: string;
    ports: { proxy: number; identity: number; control: number };
    /** Absolute; absent if there is none. */
    registryBinary: string | undefined;
    /** Absolute. */
    environmentFile: string | undefined;
    profile: Profile;
}

/** What the arguments ask for. Throws an error with one clear line. Relative paths start from `workingDirectory`. */
export function readOptions(
    argv: string[],
    environment: NodeJS.ProcessEnv,
    workingDirectory: string,
): StartOptions | "help" | "version" {
    const { values } = parseArgs({
        args: argv,
        options: {
            directory: { type: "string", default: ".emulator" },
            "proxy-port": { type: "string", default: "0" },
            "identity-port": { type: "string", default: "0" },
            "control-port": { type: "string", default: "0" },
            "registry-binary": { type: "string" },
            "environment-file": { type: "string" },
            profile: { type: "string", default: "default" },
            help: { type: "boolean", default: false },
            version: { type: "boolean", default: false },
        },
    });
    if (values.help) return "help";
    if (values.version) return "version";
    const path = (option: "directory" | "registry-binary" | "environment-file", value: string | undefined) => {
        if (value === "") throw new Error(`--${option} is empty; give it a path.`);
        return value === undefined ? undefined : resolve(workingDirectory, value);
    };
    const port = (option: "proxy-port" | "identity-port" | "control-port") => {
        const value = values[option];
        if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
            throw new Error(`--${option} must be a port from 0 to 65535, not ${JSON.stringify(value)}.`);
        return Number(value);
    };
    const { profile } = values;
    if (!isProfile(profile))
        throw new Error(
            `--profile must be one of ${Object.keys(profiles).join(", ")}, not ${JSON.stringify(profile)}.`,
        );
    return {
        profile,
        directory: path("directory", values.directory) as string,
        ports: { proxy: port("proxy-port"), identity: port("identity-port"), control: port("control-port") },
        registryBinary:
            path("registry-binary", values["registry-binary"] ?? (environment.ACR_EMULATOR_REGISTRY || undefined)) ??
            onPath("registry", environment.PATH ?? ""),
        environmentFile: path("environment-file", values["environment-file"]),
    };
}

/** The first executable file of a name in the folders of `searchPath`. */
const onPath = (name: string, searchPath: string): string | undefined =>
    searchPath
        .split(delimiter)
        .filter((folder) => folder !== "")
        .map((folder) => join(folder, name))
        .find(isExecutable);

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}
