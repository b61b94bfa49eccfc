#!/usr/bin/env node
// The `acr-emulator` command: starts the emulator with its control API, says where it is, and runs until a signal ends it.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { clientEnvironment, shellExports } from "./command/environment";
import { HELP, readOptions, type StartOptions } from "./command/options";
import { startControl } from "./control/server";
import { startEmulator } from "./emulator";
import { writePrivateFile } from "./server/private-files";

const tell = (line: string) => process.stderr.write(`acr-emulator: ${line}\n`);

async function main(): Promise<void> {
    const options = readOptions(process.argv.slice(2), process.env, workingDirectory());
    if (options === "help") process.stdout.write(HELP);
    else if (options === "version") process.stdout.write(`${version()}\n`);
    else await serve(options);
}

async function serve({ environmentFile, ...options }: StartOptions): Promise<void> {
    // Asked for first: a signal that comes while the emulator starts ends it as soon as it has started.
    const signal = new Promise<void>((resolve) => {
        for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve());
    });
    const { directory, ports, registryBinary } = options;
    const emulator = await startEmulator(options);
    try {
        const control = await startControl(emulator, ports.control);
        try {
            if (environmentFile)
                await writePrivateFile(environmentFile, shellExports(clientEnvironment(emulator, control.url)));
            const { proxyUrl, caFile, identityEndpoint } = emulator;
            const addresses = { proxyUrl, caFile, identityEndpoint, controlUrl: control.url };
            const files = { credentialsFile: join(directory, "credentials.json"), environmentFile };
            process.stdout.write(`${JSON.stringify({ ...addresses, ...files, dataPlane: Boolean(registryBinary) })}\n`);
            if (!registryBinary)
                tell(
                    "no registry binary found, so *.azurecr.io is not reached; all else works. See --registry-binary.",
                );
            tell(`ready, state in ${directory}; stop it with Ctrl-C.`);
            await signal;
        } finally {
            control.close();
        }
    } finally {
        await emulator.close();
    }
}

/** Where the user is: `npm start -w emulator` changes into the workspace first. */
const workingDirectory = (): string => {
    const { npm_lifecycle_event, npm_package_name, INIT_CWD } = process.env;
    const isNpmStart = npm_lifecycle_event === "start" && npm_package_name === "acr-emulator";
    return (isNpmStart && INIT_CWD) || process.cwd();
};

const version = (): string => {
    const workspace = basename(__dirname) === "dist" ? join(__dirname, "..") : __dirname;
    return (JSON.parse(readFileSync(join(workspace, "package.json"), "utf8")) as { version: string }).version;
};

main().catch((error: unknown) => {
    const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
    tell(line ?? "");
    process.exitCode = 2;
});
