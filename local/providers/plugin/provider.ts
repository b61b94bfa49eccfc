// What a fake provider is to the gRPC plumbing: the operations of a Pulumi provider over plain property values.
import type { Changes } from "./difference";
import type { Properties } from "./property-values";

/** Which resource of the program an operation is about. */
export interface ResourceName {
    urn: string;
    /** The type token, for example `azure-native:containerregistry:Registry`. */
    type: string;
    /** The logical name. */
    name: string;
}

/** How the engine was told to name resources that the program does not name; absent without such configuration. */
export interface Autonaming {
    mode: "propose" | "enforce" | "disable";
    proposedName: string;
}

export interface CheckRequest extends ResourceName {
    /** The inputs in state; empty for a new resource. */
    oldInputs: Properties;
    inputs: Properties;
    /** Makes generated names the same in preview and deployment. */
    randomSeed: Uint8Array;
    autonaming?: Autonaming;
}

export interface CheckFailure {
    /** The input at fault; empty when it is the resource as a whole. */
    property: string;
    reason: string;
}

export interface DiffRequest extends ResourceName {
    id: string;
    oldInputs: Properties;
    /** The outputs in state. */
    state: Properties;
    inputs: Properties;
}

export interface Difference {
    changes: Changes;
    /** Whether the old resource has to go before its replacement can be created. */
    deleteBeforeReplace: boolean;
}

export interface CreateRequest extends ResourceName {
    inputs: Properties;
    preview: boolean;
    /** Seconds the program allows. */
    timeout?: number;
}

export interface UpdateRequest extends CreateRequest {
    id: string;
    oldInputs: Properties;
    state: Properties;
}

export interface ReadRequest extends ResourceName {
    id: string;
    /** Absent when the resource is not in state yet: an import, or a `Resource.get`. */
    oldInputs?: Properties;
    state: Properties;
}

export interface ReadResult {
    id: string;
    properties: Properties;
    inputs: Properties;
}

export interface DeleteRequest extends ResourceName {
    id: string;
    oldInputs: Properties;
    state: Properties;
    timeout?: number;
}

/** The operations of a Pulumi provider. Every one may throw; the message reaches the user. */
export interface Provider {
    /** The package that this process serves; changes when the process is parameterized. */
    readonly name: string;
    readonly version: string;
    /** Pulumi package schema: enough of it for `pulumi import` and programs in YAML. */
    schema(): Properties;
    /**
     * @param settings the inputs of the provider resource.
     * @param variables the same as texts, lists and objects as JSON, each with its package: `azure-native:config:location`.
     */
    configure(settings: Properties, variables: Record<string, string>): void;
    /** Makes this process serve another package, given the arguments of `pulumi package add` or the recorded value. */
    parameterize?(parameter: string[] | Uint8Array): void;
    check(request: CheckRequest): Promise<{ inputs: Properties; failures: CheckFailure[] }>;
    diff(request: DiffRequest): Difference;
    create(request: CreateRequest): Promise<{ id: string; properties: Properties }>;
    /** `undefined` when the resource is gone. */
    read(request: ReadRequest): Promise<ReadResult | undefined>;
    update(request: UpdateRequest): Promise<Properties>;
    delete(request: DeleteRequest): Promise<void>;
    invoke(token: string, args: Properties): Promise<Properties>;
    /** Ends waits that are under way; the requests that were sent are let finish. */
    cancel(): void;
}

/**
 * The resource exists but did not come up as asked. The engine records it with what is known of it, so that the next
 * deployment continues with it rather than creating a second one.
 */
export class InitializationFailed extends Error {
    constructor(
        readonly id: string,
        readonly properties: Properties,
        readonly inputs: Properties,
        cause: Error,
    ) {
        super(cause.message, { cause });
    }
}
