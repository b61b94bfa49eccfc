// Starts the CNCF distribution registry, which keeps the image bytes of every registry of the local Azure.
import { spawn } from "node:child_process";
import { once } from "node:events";
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
    const child = spawn(binary, ["serve", file], {
        env: { PATH: process.env.PATH, HOME: directory, OTEL_TRACES_EXPORTER: "none" },
        stdio: ["ignore", "ignore", "pipe"],
    });
    const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
    const url = await new Promise<URL>((resolve, reject) => {
        const output: string[] = [];
        createInterface(child.stderr).on("line", (line) => {
            output.push(line);
            const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
            if (address) resolve(new URL(`http://${address}`));
        });
        child.once("error", (error) => reject(new Error(`The registry ${binary} cannot be started: ${error.message}`)));
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
        close: async () => {
            if (child.exitCode === null && child.signalCode === null) {
                child.kill("SIGTERM");
                await Promise.race([closed, once(child, "exit")]);
            }
            await closed;
        },
    };
};
