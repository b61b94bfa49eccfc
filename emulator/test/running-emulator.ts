// An emulator for a test file: started in a directory of its own, gone when the file's tests have ended.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type RunningEmulator, startEmulator } from "../emulator";
import { call } from "./client";

export async function temporaryDirectory(): Promise<{ directory: string; remove(): Promise<void> }> {
    const directory = await mkdtemp(join(tmpdir(), "acr-emulator-"));
    return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** The emulator of the tests of this file; ask for it inside a test. */
export function emulatorForTests(): () => RunningEmulator {
    let emulator: RunningEmulator | undefined;
    let remove: (() => Promise<void>) | undefined;
    beforeAll(async () => {
        const temporary = await temporaryDirectory();
        remove = temporary.remove;
        emulator = await startEmulator({ directory: temporary.directory });
    });
    afterAll(async () => {
        await emulator?.close();
        await remove?.();
    });
    return () => {
        if (!emulator) throw new Error("The emulator is started before the first test, not while tests are collected.");
        return emulator;
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
