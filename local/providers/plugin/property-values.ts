// Property values as the Pulumi engine sends them over gRPC, and as the fake providers work with them: plain JSON,
// in which a value that a preview does not know yet is one fixed string and a secret to be sent is a `Secret`.
import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

export type Properties = Record<string, unknown>;

/** What the engine sends, and expects, for a value that is not known before the deployment. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Marks a value that the engine has to encrypt in state and to mask in its output. */
export class Secret {
    constructor(readonly value: unknown) {}
}

export const isObject = (value: unknown): value is Properties =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Secret);

/** The properties in a message, without nulls and with secrets opened: the fake providers decide by value alone. */
export function decode(message: Struct | undefined): Properties {
    const value = opened(message?.toJavaScript() ?? {});
    return isObject(value) ? value : {};
}

/** The message for properties; `undefined` and null in an object are left out. */
export const encode = (properties: Properties): Struct => Struct.fromJavaScript(toMessage(properties) as never);

/** A text that is known. */
export const text = (value: unknown): string | undefined =>
    typeof value === "string" && value !== unknown ? value : undefined;

function opened(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(opened);
    if (!isObject(value)) return value;
    if (value[signatureKey] === secretSignature) return opened(value.value);
    return mapPresent(value, opened);
}

function toMessage(value: unknown): unknown {
    if (value instanceof Secret) return { [signatureKey]: secretSignature, value: toMessage(value.value) };
    if (Array.isArray(value)) return value.map((item) => toMessage(item ?? null));
    return isObject(value) ? mapPresent(value, toMessage) : value;
}

const mapPresent = (value: Properties, change: (value: unknown) => unknown): Properties =>
    Object.fromEntries(
        Object.entries(value)
            .filter(([, item]) => item !== undefined && item !== null)
            .map(([name, item]) => [name, change(item)]),
    );
