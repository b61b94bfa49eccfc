// An emulator for the tests of a file: started in a directory of its own, gone when they have ended.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { type RunningEmulator, startEmulator } from "../emulator";
import { call } from "./client";

export async function temporaryDirectory(): Promise<{ directory: string; remove(): Promise<void> }> {
    const directory = await mkdtemp(join(tmpdir(), "acr-emulator-"));
    return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

async function startTemporaryEmulator(): Promise<{ emulator: RunningEmulator; remove(): Promise<void> }> {
    const { directory, remove } = await temporaryDirectory();
    const emulator = await startEmulator({ directory });
    return {
        emulator,
        async remove() {
            await emulator.close();
            await remove();
        },
    };
}

/** Tests that share one emulator in their file. */
export const emulatorTest = test.extend(
    "emulator",
    { scope: "file" },
    // biome-ignore lint/correctness/noEmptyPattern: vitest asks for a pattern, also of a fixture that uses no other.
    async ({}, { onCleanup }) => {
        const { emulator, remove } = await startTemporaryEmulator();
        onCleanup(remove);
        return emulator;
    },
);

/** The same where tests are no fixtures: ask for the emulator inside a test. */
export function emulatorForTests(): () => RunningEmulator {
    let started: Awaited<ReturnType<typeof startTemporaryEmulator>> | undefined;
    beforeAll(async () => {
        started = await startTemporaryEmulator();
    });
    afterAll(() => started?.remove());
    return () => {
        if (!started) throw new Error("The emulator is started before the first test, not while tests are collected.");
        return started.emulator;
    };
}

export const form = (fields: Record<string, string>): URLSearchParams => new URLSearchParams(fields);

/** An access token of a deployer for a resource such as `https://graph.microsoft.com`. */
export async function deployerToken(
    emulator: RunningEmulator,
    resource: string,
    { tenantId, clientId, clientSecret } = emulator.deployer,
): Promise<string> {
    const { json } = await call(emulator, `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
        body: form({
            grant_type: "client_credentials",
            client_id: clientId,
            client_secret: clientSecret,
            scope: `${resource}/.default`,
        }),
    });
    return json.access_token;
}
