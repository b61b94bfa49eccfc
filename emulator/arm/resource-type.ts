// What Azure Resource Manager has to know of one type of resource. The dispatch in `service.ts` does the rest: ids,
// authorization, parents, locks, status codes, lists.
import type { Json } from "../json";
import type { Emulator, Reply, Request } from "../server/service";
import type { ArmResource } from "../state/azure-state";
import type { Caller } from "./caller";
import type { Shape } from "./shape";

/** One request for one resource, whose id is in Azure's own spelling. */
export interface Call {
    emulator: Emulator;
    request: Request;
    caller: Caller;
    apiVersion: string;
    id: string;
    name: string;
    /** The resource that holds this one: a registry for its tokens, a scope for a lock. */
    parent: ArmResource | undefined;
}

export interface Write extends Call {
    method: "PUT" | "PATCH";
    /** What the resource shall be: the body of a PUT, or what is there with a PATCH applied to it. */
    body: Json;
    existing: ArmResource | undefined;
}

/** How an answer to a write looks: at once, or as an operation to poll. */
export interface Completion {
    status: 200 | 201;
    /** Given for operations: the first part of the operation's id, such as `registries`. */
    operation?: string;
    /** Without an operation: the resource's own state while it is still being made, which its GET tells. */
    provisioningState?: string;
}

export interface ResourceType {
    /** In Azure's spelling: `Microsoft.ContainerRegistry/registries/tokens`. */
    type: string;
    /** True for types that hang on any scope, such as locks. */
    extension?: boolean;
    /**
     * What a list at a scope holds. Default: what is there and below it; `inherited`: what is above it as well; `own`: nothing
     * but what is there.
     */
    listed?: "inherited" | "own";
    /** Checks the body and gives the resource as it shall be kept; throws `ArmError`. It may change the state beside it. */
    write(write: Write): ArmResource;
    /** The answer's body. Default: the resource as kept. */
    show?(resource: ArmResource, call: Pick<Call, "emulator" | "apiVersion">): Json;
    /** Default: 201 at once. */
    created?: Completion;
    /** Default: 200 at once. */
    updated?: Completion;
    /** How the answer to a creation differs from those that follow. */
    creating?(answer: Json): Json;
    /** True where a 201 carries the resource's relative path as `location`. */
    locationHeader?: boolean;
    /** PATCH is answered 405 where this is false. Default: true. */
    patch?: boolean;
    /** Given where DELETE is an operation to poll: the first part of its id. */
    deleteOperation?(resource: ArmResource): string | undefined;
    /** For types of which some cannot be written at once: the refusal of the second, given what they share. */
    oneAtATime?(shared: string): Error;
    /** What those share, in the body of a write. Default: their parent's id. */
    shared?(body: unknown): string | undefined;
    /** The form of the body; unchecked unless given. */
    shape?: Shape;
    /** True where the service is recorded to answer writes and deletions with 200 at once as well; a setting chooses. */
    mayAnswerAtOnce?: boolean;
    /** True where ARM itself deletes none of these, whether there or not. */
    refusesDeletion?: boolean;
    /** Throws `ArmError` where the service refuses a deletion. */
    beforeDelete?(call: Call, resource: ArmResource): void;
    /** What goes with the resource. What is below its id goes anyway. */
    deleted?(context: { emulator: Emulator; removeTree(id: string): void }, resource: ArmResource): void;
    /** Resources that are there without being made. */
    builtIn?(parent: ArmResource): ArmResource[];
    /** The same of a type that hangs on any scope, until they are written. */
    builtInAt?(scope: string): ArmResource[];
    /** POST below the resource, by name in lower case. */
    actions?: Record<string, Action>;
    /** GET below the resource that is neither a child nor a list of children, by name in lower case. */
    reads?: Record<string, Read>;
}

export interface Action {
    /** In Azure's spelling, as authorization knows it: `generateCredentials`. */
    name: string;
    run(call: Call & { resource: ArmResource; body: Json }): Reply | Promise<Reply>;
}

export interface Read {
    /** In Azure's spelling, as authorization knows it: `listUsages`. */
    name: string;
    run(call: Call & { resource: ArmResource }): Reply;
}
