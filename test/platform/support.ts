// The platform program under mocks, with the config of a test or of a sample stack.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { platform } from "../../platform/platform";
import { type Recorder, record } from "../support/mocks";

const yaml = createRequire(resolve("package.json"))("js-yaml") as { load(text: string): unknown };

/** Config as the engine hands it over: everything is text. */
export function asText(values: Record<string, unknown>, prefix = "acr-auth:"): Record<string, string> {
    return Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
            `${prefix}${key}`,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
}

/** Config of a stack file as the engine hands it to the program. */
export function stackFile(file: string): Record<string, string> {
    const { config } = yaml.load(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    return asText(config, "");
}

export const invokes = {
    "azuread:index/getGroup:getGroup": () => ({ objectId: "group-id" }),
    "azuread:index/getUser:getUser": () => ({ objectId: "user-id" }),
    "azure-native:authorization:getClientConfig": () => ({
        tenantId: "tenant",
        objectId: "deployer",
        clientId: "00000000-0000-0000-0000-00000000c11e",
    }),
};

export const clientId = "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44";

/** What the stacks that a config names have exported. */
const outputs = {
    "pulumi:pulumi:StackReference": { outputs: { crossTenantApplications: { "partner-cluster": { clientId } } } },
};

/** The resources that the program declares for a config. */
export function deploy(config: Record<string, string>, stack = "local"): Promise<Recorder> {
    return record(() => void platform(config), { invokes, outputs, stack });
}
