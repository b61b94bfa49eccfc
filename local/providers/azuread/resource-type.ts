// What an entry of the table of azuread's resource types says: its fields, and how Graph is asked for it.

import type { Properties } from "../plugin/property-values";
import type { GraphClient } from "./graph-client";

export interface Field {
    /** Graph's property, dotted when it is inside another one. Defaults to the SDK's name. */
    graph?: string;
    /** Set by Graph alone, never an input. */
    output?: true;
    /** Graph chooses a value when the program gives none. */
    computed?: true;
    /** What the provider fills in when the program gives none. */
    default?: unknown;
    /** Only a replacement can change it. */
    replace?: true;
    /** Cannot be read back: state keeps what was written or what the creation answered. */
    kept?: true;
    /** A note for the provider, which Graph never sees. */
    local?: true;
    secret?: true;
    /** Object ids, which Graph keeps as references: read at `/<name>`, changed at `/<name>/$ref`. */
    references?: true;
    toGraph?(value: unknown): unknown;
    fromGraph?(value: unknown): unknown;
}

export interface Operations {
    create(graph: GraphClient, inputs: Properties): Promise<{ id: string; outputs: Properties }>;
    /** `undefined` when it is gone. */
    read(graph: GraphClient, id: string): Promise<Properties | undefined>;
    /** Absent where only replacing is possible. */
    update?(graph: GraphClient, id: string, inputs: Properties, state: Properties): Promise<void>;
    delete(graph: GraphClient, id: string, state: Properties): Promise<void>;
}

export interface GraphType {
    fields: Record<string, Field>;
    required: string[];
    operations: Operations;
    importable?: false;
}

export type Fields = Record<string, Field>;
