// The fake azuread provider on an emulator of its own, for the tests of one file: declares resources as a program would.
import { expect } from "vitest";
import { emulatorForTests } from "../../../../emulator/test/running-emulator";
import {
    type Properties,
    providerEnvironment,
    providersForTests,
    type RunningProvider,
    secretKey,
} from "../running-provider";

export const token = (name: string) => `azuread:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;

export const types = {
    Application: token("Application"),
    ServicePrincipal: token("ServicePrincipal"),
    ApplicationPassword: token("ApplicationPassword"),
    Federated: token("ApplicationFederatedIdentityCredential"),
    Group: token("Group"),
    GroupMember: token("GroupMember"),
    User: token("User"),
};

export function azureadForTests() {
    const emulator = emulatorForTests();
    const start = providersForTests();
    let shared: Promise<RunningProvider> | undefined;
    const provider = (): Promise<RunningProvider> => {
        shared ??= start("azuread", {
            environment: providerEnvironment(emulator(), emulator().deployer),
            configuration: {},
        });
        return shared;
    };

    async function deploy(type: string, declared: Properties) {
        const entra = await provider();
        const { inputs, failures } = await entra.check(type, "it", declared);
        expect(failures).toEqual([]);
        const { id, properties } = await entra.create(type, "it", inputs);
        return { id, inputs, state: properties };
    }

    const newApplication = () => deploy(types.Application, { displayName: `app ${crypto.randomUUID()}` });
    return { emulator, start, provider, deploy, newApplication };
}

/** What the engine has of a deployed resource: its secrets in plain text. */
export const opened = (properties: Properties): Properties =>
    Object.fromEntries(
        Object.entries(properties).map(([name, value]) => {
            const isSecret = typeof value === "object" && value !== null && secretKey in value;
            return [name, isSecret ? (value as Properties).value : value];
        }),
    );

export const objectIdOf = (id: string) => id.split("/").at(-1);
