// A provider for a test: the process that the engine would start, spoken to as the engine speaks to it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import type { Deployer } from "acr-emulator";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll } from "vitest";

export type Properties = Record<string, unknown>;

/** A property as it was sent: secrets still marked. */
export const secretKey = "4dabf18193072939515e22adb298388d";
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const root = join(__dirname, "../../..");
const main = join(root, "local/providers/main.ts");

export interface StartOptions {
    /** Added to an environment that holds nothing but PATH. */
    environment?: Record<string, string>;
    /** The provider's own configuration; it is not configured when absent. */
    configuration?: Properties;
    /** Given as the engine gives its address, which ties the provider's life to standard input. */
    engine?: string;
}

export async function startProvider(name: string, options: StartOptions = {}) {
    const args = ["-r", "ts-node/register/transpile-only", main, name, ...(options.engine ? [options.engine] : [])];
    const child: ChildProcess = spawn(process.execPath, args, {
        cwd: root,
        env: { PATH: process.env.PATH ?? "", ...options.environment },
        stdio: ["pipe", "pipe", "inherit"],
    });
    if (!child.stdout) throw new Error("The provider has no standard output.");
    const lines = createInterface(child.stdout);
    const [port] = await once(lines, "line");
    const client = providerClient(Number(port), name);
    if (options.configuration) await client.configure(options.configuration);
    return {
        ...client,
        child,
        async stop() {
            client.close();
            if (child.exitCode !== null) return;
            child.kill();
            await once(child, "exit");
        },
    };
}

export type RunningProvider = Awaited<ReturnType<typeof startProvider>>;

/** Providers that end with the tests of the file. */
export function providersForTests(): (name: string, options?: StartOptions) => Promise<RunningProvider> {
    const running: RunningProvider[] = [];
    afterAll(() => Promise.all(running.map((provider) => provider.stop())));
    return async (name, options) => {
        const provider = await startProvider(name, options);
        running.push(provider);
        return provider;
    };
}

export const providerEnvironment = (
    emulator: { proxyUrl: string; caFile: string },
    deployer: Deployer,
): Record<string, string> => ({
    HTTPS_PROXY: emulator.proxyUrl,
    NODE_EXTRA_CA_CERTS: emulator.caFile,
    ARM_TENANT_ID: deployer.tenantId,
    ARM_SUBSCRIPTION_ID: deployer.subscriptionId,
    ARM_CLIENT_ID: deployer.clientId,
    ARM_CLIENT_SECRET: deployer.clientSecret,
});

export const urn = (type: string, name: string): string => `urn:pulumi:test::platform::${type}::${name}`;

const struct = (properties: Properties): Struct => Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));
const plain = (message: Struct | undefined): Properties => message?.toJavaScript() ?? {};

/** @param name of the package that the provider serves. */
export function providerClient(port: number, name = "test") {
    let packageName = name;
    const client = new providerGrpc.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
    });
    const ask = <Response>(
        send: (callback: (error: grpc.ServiceError | null, response: Response) => void) => void,
    ): Promise<Response> =>
        new Promise((resolve, reject) => send((error, response) => (error ? reject(error) : resolve(response))));

    return {
        close: () => client.close(),
        cancel: () => ask<Empty>((done) => client.cancel(new Empty(), done)),
        version: async () =>
            (await ask<plugin.PluginInfo>((done) => client.getPluginInfo(new Empty(), done))).getVersion(),
        /** @param namespace the package whose settings they are; that of the provider unless given. */
        configure(configuration: Properties, namespace = packageName) {
            const request = new rpc.ConfigureRequest().setArgs(struct(configuration)).setAcceptsecrets(true);
            for (const [setting, value] of Object.entries(configuration)) {
                const text = typeof value === "string" ? value : JSON.stringify(value);
                request.getVariablesMap().set(`${namespace}:config:${setting}`, text);
            }
            return ask<rpc.ConfigureResponse>((done) => client.configure(request, done));
        },
        async parameterize(parameter: string[] | { module: string; version: string }) {
            const request = new rpc.ParameterizeRequest();
            if (Array.isArray(parameter)) {
                request.setArgs(new rpc.ParameterizeRequest.ParametersArgs().setArgsList(parameter));
            } else {
                const value = Buffer.from(Buffer.from(JSON.stringify(parameter)).toString("base64"));
                request.setValue(new rpc.ParameterizeRequest.ParametersValue().setValue(value));
            }
            const served = await ask<rpc.ParameterizeResponse>((done) => client.parameterize(request, done));
            packageName = served.getName();
            return served.toObject();
        },
        async schema() {
            const response = await ask<rpc.GetSchemaResponse>((done) =>
                client.getSchema(new rpc.GetSchemaRequest(), done),
            );
            return JSON.parse(response.getSchema());
        },
        async check(type: string, name: string, inputs: Properties, olds: Properties = {}) {
            const request = new rpc.CheckRequest()
                .setUrn(urn(type, name))
                .setOlds(struct(olds))
                .setNews(struct(inputs))
                .setRandomseed(Buffer.alloc(32, 7));
            const response = await ask<rpc.CheckResponse>((done) => client.check(request, done));
            return {
                inputs: plain(response.getInputs()),
                failures: response.getFailuresList().map((failure) => failure.toObject()),
            };
        },
        async diff(
            type: string,
            name: string,
            change: { state: Properties; oldInputs: Properties; inputs: Properties },
        ) {
            const request = new rpc.DiffRequest()
                .setUrn(urn(type, name))
                .setOlds(struct(change.state))
                .setOldInputs(struct(change.oldInputs))
                .setNews(struct(change.inputs));
            const response = await ask<rpc.DiffResponse>((done) => client.diff(request, done));
            return {
                changes: response.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_SOME,
                replaces: response.getReplacesList().sort(),
                detailed: response.getDetaileddiffMap().getLength(),
                deleteBeforeReplace: response.getDeletebeforereplace(),
            };
        },
        async create(type: string, name: string, inputs: Properties, preview = false) {
            const request = new rpc.CreateRequest()
                .setUrn(urn(type, name))
                .setProperties(struct(inputs))
                .setPreview(preview);
            const response = await ask<rpc.CreateResponse>((done) => client.create(request, done));
            return { id: response.getId(), properties: plain(response.getProperties()) };
        },
        async read(type: string, name: string, id: string, known?: { inputs: Properties; state: Properties }) {
            const request = new rpc.ReadRequest().setUrn(urn(type, name)).setId(id);
            if (known) request.setInputs(struct(known.inputs)).setProperties(struct(known.state));
            const response = await ask<rpc.ReadResponse>((done) => client.read(request, done));
            return {
                id: response.getId(),
                properties: plain(response.getProperties()),
                inputs: plain(response.getInputs()),
            };
        },
        async update(
            type: string,
            name: string,
            change: { id: string; state: Properties; oldInputs: Properties; inputs: Properties; preview?: boolean },
        ) {
            const request = new rpc.UpdateRequest()
                .setUrn(urn(type, name))
                .setId(change.id)
                .setOlds(struct(change.state))
                .setOldInputs(struct(change.oldInputs))
                .setNews(struct(change.inputs))
                .setPreview(change.preview ?? false);
            return plain((await ask<rpc.UpdateResponse>((done) => client.update(request, done))).getProperties());
        },
        async delete(type: string, name: string, id: string, state: Properties = {}, oldInputs: Properties = {}) {
            const request = new rpc.DeleteRequest()
                .setUrn(urn(type, name))
                .setId(id)
                .setProperties(struct(state))
                .setOldInputs(struct(oldInputs));
            await ask<Empty>((done) => client.delete(request, done));
        },
        async invoke(token: string, args: Properties = {}) {
            const request = new rpc.InvokeRequest().setTok(token).setArgs(struct(args));
            return plain((await ask<rpc.InvokeResponse>((done) => client.invoke(request, done))).getReturn());
        },
    };
}
