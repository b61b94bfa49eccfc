// Starts the CNCF distribution registry, which keeps the image bytes of every registry of the emulator.
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface RegistryBackend {
    url: URL;
    close(): Promise<void>;
}

/** Relative URLs, because the front has another name and TLS; deletion on, because ACR has it. */
const configuration = (directory: string): string => `version: 0.1
log:
  level: info
  formatter: json
  accesslog:
    disabled: true
storage:
  filesystem:
    rootdirectory: ${JSON.stringify(join(directory, "images"))}
  delete:
    enabled: true
http:
  addr: 127.0.0.1:0
  relativeurls: true
`;

/** Keeps its own input as descriptor 3: shells give a command in the background no input. */
const untilInputEnds = 'exec 3<&0; { read -r _ <&3; kill $$; } >/dev/null 2>&1 & exec "$@" 3<&- </dev/null';

/**
 * Runs a program that ends when our end of its input closes: however this process ends, even killed, the program does
 * not outlive it.
 */
export const spawnUntilInputEnds = (command: string[], env: NodeJS.ProcessEnv) =>
    spawn("/bin/sh", ["-c", untilInputEnds, "sh", ...command], { env, stdio: ["pipe", "ignore", "pipe"] });

/**
 * Starts the binary on a free loopback port with its data under `directory` and resolves once it listens. Fails with
 * the end of its output when it does not.
 */
export const startRegistryBackend = async ({
    binary,
    directory,
}: {
    binary: string;
    directory: string;
}): Promise<RegistryBackend> => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, "registry.yml");
    await writeFile(file, configuration(directory), { mode: 0o600 });
    const child = spawnUntilInputEnds([binary, "serve", file], {
        PATH: process.env.PATH,
        HOME: directory,
        OTEL_TRACES_EXPORTER: "none",
    });
    const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
    // The registry may end before its input does.
    child.stdin.on("error", () => undefined);
    const url = await new Promise<URL>((resolve, reject) => {
        const output: string[] = [];
        createInterface(child.stderr).on("line", (line) => {
            output.push(line);
            const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
            if (address) resolve(new URL(`http://${address}`));
        });
        child.once("close", (code) =>
            reject(
                new Error(
                    `The registry ${binary} ended with ${code} before it listened:\n${output.slice(-5).join("\n")}`,
                ),
            ),
        );
    });
    return {
        url,
        close: () => {
            child.stdin.end();
            return closed;
        },
    };
};
