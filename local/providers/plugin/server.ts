// Serves a fake provider to the Pulumi engine: pulumirpc.ResourceProvider over gRPC on 127.0.0.1.
import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { decode, encode } from "./property-values";
import { type Autonaming, InitializationFailed, type Provider, type ResourceName } from "./provider";

/** States of whole platforms come as one message; the engine itself allows as much. */
const maxMessageBytes = 400 * 1024 * 1024;

export interface RunningProvider {
    port: number;
    close(): void;
}

export async function serve(provider: Provider): Promise<RunningProvider> {
    const server = new grpc.Server({
        "grpc.max_receive_message_length": maxMessageBytes,
        "grpc.max_send_message_length": maxMessageBytes,
    });
    server.addService(providerGrpc.ResourceProviderService, handlers(provider));
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error ? reject(error) : resolve(bound),
        );
    });
    return { port, close: () => server.forceShutdown() };
}

/** Calls that no fake provider needs (components, lists, conversions) are absent, which gRPC answers with UNIMPLEMENTED. */
function handlers(provider: Provider): grpc.UntypedServiceImplementation {
    return {
        getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(provider.version)),
        attach: unary(() => new Empty()),
        cancel: unary(() => {
            provider.cancel();
            return new Empty();
        }),
        getSchema: unary(() => new rpc.GetSchemaResponse().setSchema(JSON.stringify(provider.schema()))),
        parameterize: unary((request: rpc.ParameterizeRequest) => {
            const value = request.getValue()?.getValue_asU8();
            if (!provider.parameterize) throw new Error(`${provider.name} takes no parameters.`);
            provider.parameterize(value ?? request.getArgs()?.getArgsList() ?? []);
            return new rpc.ParameterizeResponse().setName(provider.name).setVersion(provider.version);
        }),
        checkConfig: unary((request: rpc.CheckRequest) => new rpc.CheckResponse().setInputs(request.getNews())),
        diffConfig: unary(() => new rpc.DiffResponse()),
        configure: unary((request: rpc.ConfigureRequest) => {
            provider.configure(decode(request.getArgs()), Object.fromEntries(request.getVariablesMap().entries()));
            return new rpc.ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true);
        }),
        invoke: unary(async (request: rpc.InvokeRequest) => {
            const result = await provider.invoke(request.getTok(), decode(request.getArgs()));
            return new rpc.InvokeResponse().setReturn(encode(result));
        }),
        check: unary(async (request: rpc.CheckRequest) => {
            const { inputs, failures } = await provider.check({
                ...resourceName(request.getUrn()),
                oldInputs: decode(request.getOlds()),
                inputs: decode(request.getNews()),
                randomSeed: request.getRandomseed_asU8(),
                autonaming: autonaming(request.getAutonaming()),
            });
            return new rpc.CheckResponse()
                .setInputs(encode(inputs))
                .setFailuresList(
                    failures.map(({ property, reason }) =>
                        new rpc.CheckFailure().setProperty(property).setReason(reason),
                    ),
                );
        }),
        diff: unary((request: rpc.DiffRequest) => diff(provider, request)),
        create: unary(async (request: rpc.CreateRequest) => {
            const { id, properties } = await provider.create({
                ...resourceName(request.getUrn()),
                inputs: decode(request.getProperties()),
                preview: request.getPreview(),
                timeout: request.getTimeout() || undefined,
            });
            return new rpc.CreateResponse().setId(id).setProperties(encode(properties));
        }),
        read: unary(async (request: rpc.ReadRequest) => {
            const result = await provider.read({
                ...resourceName(request.getUrn()),
                id: request.getId(),
                oldInputs: request.hasInputs() ? decode(request.getInputs()) : undefined,
                state: decode(request.getProperties()),
            });
            if (!result) return new rpc.ReadResponse();
            return new rpc.ReadResponse()
                .setId(result.id)
                .setProperties(encode(result.properties))
                .setInputs(encode(result.inputs));
        }),
        update: unary(async (request: rpc.UpdateRequest) => {
            const properties = await provider.update({
                ...resourceName(request.getUrn()),
                id: request.getId(),
                oldInputs: decode(request.getOldInputs()),
                state: decode(request.getOlds()),
                inputs: decode(request.getNews()),
                preview: request.getPreview(),
                timeout: request.getTimeout() || undefined,
            });
            return new rpc.UpdateResponse().setProperties(encode(properties));
        }),
        delete: unary(async (request: rpc.DeleteRequest) => {
            await provider.delete({
                ...resourceName(request.getUrn()),
                id: request.getId(),
                oldInputs: decode(request.getOldInputs()),
                state: decode(request.getProperties()),
                timeout: request.getTimeout() || undefined,
            });
            return new Empty();
        }),
    };
}

function diff(provider: Provider, request: rpc.DiffRequest): rpc.DiffResponse {
    const { changes, deleteBeforeReplace } = provider.diff({
        ...resourceName(request.getUrn()),
        id: request.getId(),
        oldInputs: decode(request.getOldInputs()),
        state: decode(request.getOlds()),
        inputs: decode(request.getNews()),
    });
    const paths = Object.keys(changes);
    const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
    const response = new rpc.DiffResponse()
        .setChanges(paths.length > 0 ? DIFF_SOME : DIFF_NONE)
        .setReplacesList(paths.filter((path) => changes[path]?.replace))
        .setDiffsList([...new Set(paths.map(topLevel))])
        .setDeletebeforereplace(deleteBeforeReplace)
        .setHasdetaileddiff(true);
    for (const path of paths) {
        const { kind = "update", replace } = changes[path] ?? {};
        const value = new rpc.PropertyDiff().setKind(diffKinds[kind][replace ? 1 : 0]).setInputdiff(true);
        response.getDetaileddiffMap().set(path, value);
    }
    return response;
}

const { Kind } = rpc.PropertyDiff;
const diffKinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

const topLevel = (path: string): string => path.replace(/[.[].*$/s, "");

/** The parts of `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`. */
export function resourceName(urn: string): ResourceName {
    const [, , types = "", ...name] = urn.split("::");
    return { urn, type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

function autonaming(options: rpc.CheckRequest.AutonamingOptions | undefined): Autonaming | undefined {
    if (!options) return undefined;
    const { PROPOSE, ENFORCE } = rpc.CheckRequest.AutonamingOptions.Mode;
    const modes = { [PROPOSE]: "propose", [ENFORCE]: "enforce" } as const;
    const mode = modes[options.getMode() as keyof typeof modes] ?? "disable";
    return { mode, proposedName: options.getProposedName() };
}

function unary<Request, Response>(
    answer: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
    return async (call, callback) => {
        try {
            callback(null, await answer(call.request));
        } catch (error) {
            callback(serviceError(error instanceof Error ? error : new Error(String(error))));
        }
    };
}

function serviceError(error: Error): Partial<grpc.ServiceError> {
    const code = grpc.status.UNKNOWN;
    if (!(error instanceof InitializationFailed)) return { code, details: error.message };
    const detail = new rpc.ErrorResourceInitFailed()
        .setId(error.id)
        .setProperties(encode(error.properties))
        .setInputs(encode(error.inputs))
        .setReasonsList([error.message]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const description = new status.Status().setCode(code).setMessage(error.message).setDetailsList([packed]);
    const metadata = new grpc.Metadata();
    // Where gRPC for Go looks for the details of an error; gRPC for Node.js has no interface for it.
    metadata.set("grpc-status-details-bin", Buffer.from(description.serializeBinary()));
    return { code, details: error.message, metadata };
}
