// A cloud for a test file: started in a directory of its own, gone when the file's tests have ended.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type RunningCloud, startCloud } from "../emulator";
import { call } from "./client";

export async function temporaryDirectory(): Promise<{ directory: string; remove(): Promise<void> }> {
    const directory = await mkdtemp(join(tmpdir(), "local-cloud-"));
    return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** The cloud of the tests of this file; ask for it inside a test. */
export function cloudForTests(): () => RunningCloud {
    let cloud: RunningCloud | undefined;
    let remove: (() => Promise<void>) | undefined;
    beforeAll(async () => {
        const temporary = await temporaryDirectory();
        remove = temporary.remove;
        cloud = await startCloud({ directory: temporary.directory });
    });
    afterAll(async () => {
        await cloud?.close();
        await remove?.();
    });
    return () => {
        if (!cloud) throw new Error("The cloud is started before the first test, not while tests are collected.");
        return cloud;
    };
}

export const form = (fields: Record<string, string>): URLSearchParams => new URLSearchParams(fields);

/** An access token of a deployer for a resource such as `https://graph.microsoft.com`. */
export async function deployerToken(
    cloud: RunningCloud,
    resource: string,
    { tenantId, clientId, clientSecret } = cloud.deployer,
): Promise<string> {
    const { json } = await call(cloud, `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
        body: form({
            grant_type: "client_credentials",
            client_id: clientId,
            client_secret: clientSecret,
            scope: `${resource}/.default`,
        }),
    });
    return json.access_token;
}
