// The fake azure-native provider: speaks the real ARM REST, and treats resources as the real one does -
// asks before it creates, writes with PUT only, reads back after every write.

import { settingsOf, signIn } from "../credentials";
import { compare, followChanges } from "../plugin/difference";
import { isObject, type Properties, text, unknown } from "../plugin/property-values";
import { type CheckFailure, type CheckRequest, InitializationFailed, type Provider } from "../plugin/provider";
import { armClient, OperationFailed } from "./arm-client";
import { invoke, type Session } from "./functions";
import { secretDeletion } from "./key-vault";
import { azureSchema, parameterizedPackage, pathInputs, type ResolvedType, resolveType } from "./package";
import {
    atPaths,
    generatedName,
    importedInputs,
    inputPart,
    outputsOf,
    previewOutputs,
    requestBody,
    resourceId,
    sameMeaning,
} from "./shape";

const resourceGroupsVersion = "2020-10-01";
/** Noted in the inputs of a resource whose name was generated: it can be created while the old one is still there. */
const createBeforeDelete = "__createBeforeDelete";

/** @param version of the SDK whose resources are served. */
export function azureNative(version: string, environment: NodeJS.ProcessEnv): Provider {
    const cancelled = new AbortController();
    let packageName = "azure-native";
    let configured: Session | undefined;

    const session = (): Session => {
        if (configured) return configured;
        throw new Error("The azure-native provider was asked for a resource before it was configured.");
    };

    const write = async (type: ResolvedType, inputs: Properties, id: string, body: Properties, timeout?: number) => {
        const { arm } = session();
        let written: Properties;
        try {
            written = await arm.put(id, type.apiVersion, body, timeout);
        } catch (error) {
            if (!(error instanceof OperationFailed)) throw error;
            const known = await arm.get(id, type.apiVersion).catch(() => undefined);
            throw new InitializationFailed(id, known ? outputsOf(type, known) : {}, inputs, error);
        }
        const canonicalId = text(written.id) ?? id;
        // The answer to a write and a later read differ in places; state has to hold what a refresh will find.
        const read = await arm.get(canonicalId, type.apiVersion).catch(() => undefined);
        return { id: canonicalId, properties: outputsOf(type, read ?? written) };
    };

    return {
        get name() {
            return packageName;
        },
        version,
        schema: () => azureSchema(packageName, version),
        parameterize(parameter) {
            packageName = parameterizedPackage(parameter);
        },
        configure(_, variables) {
            const settings = ownSettings(packageName, variables);
            const chosen = signIn(settingsOf(settings, environment), "azure-native");
            configured = {
                ...chosen,
                arm: armClient(chosen.credential, cancelled.signal),
                deleteSecret: secretDeletion(chosen.credential),
                location: settings.location,
            };
        },
        async check(request) {
            const type = resolveType(request.type);
            const inputs: Properties = { azureApiVersion: type.apiVersion, ...request.inputs, ...named(type, request) };
            if (needsLocation(type) && inputs.location === undefined) {
                inputs.location = await defaultLocation(session(), request.oldInputs, inputs.resourceGroupName);
            }
            return { inputs, failures: missing(type, inputs) };
        },
        diff({ type: token, oldInputs, state, inputs }) {
            const type = resolveType(token);
            const replaceOnChanges = new Set([...pathInputs(type), ...(type.replaceOnChanges ?? [])]);
            const before = { azureApiVersion: state.azureApiVersion, ...oldInputs };
            const changes = compare(before, inputs, { replaceOnChanges, sameMeaning });
            const replaced = Object.values(changes).some(({ replace }) => replace);
            return { changes, deleteBeforeReplace: replaced && oldInputs[createBeforeDelete] !== true };
        },
        async create({ type: token, inputs, preview, timeout }) {
            const type = resolveType(token);
            if (preview) return { id: "", properties: previewOutputs(type, inputs) };
            const { arm, subscriptionId } = session();
            const id = resourceId(type, inputs, subscriptionId);
            if (await arm.get(id, type.apiVersion)) throw new Error(`cannot create already existing resource '${id}'`);
            const body = requestBody(type, inputs);
            return write(type, inputs, id, withMaintained(body, type.maintained), timeout);
        },
        async read({ type: token, id, oldInputs, state }) {
            const type = resolveType(token);
            const answer = await session().arm.get(id, type.apiVersion);
            if (!answer) return undefined;
            const outputs = outputsOf(type, answer);
            if (!oldInputs) return { id, properties: outputs, inputs: importedInputs(type, id, outputs) };
            const unset = (type.maintained ?? [])
                .map(sdkPath(type))
                .filter((path) => valueAt(oldInputs, path) === undefined);
            const part = (of: Properties) => atPaths(inputPart(type, of), unset, () => undefined);
            return { id, properties: outputs, inputs: followChanges(oldInputs, part(state), part(outputs)) };
        },
        async update({ type: token, inputs, state, preview, timeout }) {
            const type = resolveType(token);
            if (preview) return { ...previewOutputs(type, inputs), ...stable(state) };
            const { arm, subscriptionId } = session();
            const id = resourceId(type, inputs, subscriptionId);
            const present = type.maintained ? await arm.get(id, type.apiVersion) : undefined;
            const body = withMaintained(requestBody(type, inputs), type.maintained, present);
            return (await write(type, inputs, id, body, timeout)).properties;
        },
        async delete({ type: token, id, oldInputs, timeout }) {
            const type = resolveType(token);
            // The package of another API version has no deletions of its own: it asks ARM for everything.
            if (type.deletedInVault && !type.otherVersion) return session().deleteSecret(oldInputs);
            await session().arm.delete(id, type.apiVersion, timeout);
        },
        invoke: (token, args) => invoke(session(), token, args),
        cancel: () => cancelled.abort(),
    };
}

/**
 * What the engine hands over for this package: each has a namespace, and what is set for another one is not seen. Before
 * pulumi/pulumi-azure-native#4755, engines from 3.245.0 on left a package of another API version without any settings.
 */
function ownSettings(packageName: string, variables: Record<string, string>): Record<string, string> {
    const prefix = `${packageName}:config:`;
    const own = Object.entries(variables).filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** The input that names the resource: the program's, the one in state, or a generated one. */
function named(type: ResolvedType, { name, inputs, oldInputs, randomSeed, autonaming }: CheckRequest): Properties {
    const input = pathInputs(type).at(-1) ?? "";
    if (inputs[input] !== undefined) return {};
    if (oldInputs[input] !== undefined) {
        return { [input]: oldInputs[input], [createBeforeDelete]: oldInputs[createBeforeDelete] };
    }
    if (autonaming?.mode === "disable") return {};
    if (autonaming && (autonaming.mode === "enforce" || type.naming !== "uuid")) {
        return { [input]: autonaming.proposedName, [createBeforeDelete]: true };
    }
    const generated = { [input]: generatedName(type.naming, name, randomSeed) };
    return type.naming === "copy" ? generated : { ...generated, [createBeforeDelete]: true };
}

/** The location in state, the configured one, or that of the resource group, which a preview may not know yet. */
async function defaultLocation(session: Session, oldInputs: Properties, group: unknown): Promise<unknown> {
    const chosen = oldInputs.location ?? session.location;
    if (chosen !== undefined || group === undefined) return chosen;
    if (group === unknown) return unknown;
    const id = `/subscriptions/${session.subscriptionId}/resourceGroups/${group}`;
    return (await session.arm.get(id, resourceGroupsVersion).catch(() => undefined))?.location;
}

const needsLocation = (type: ResolvedType): boolean => !type.global && type.envelope?.includes("location") === true;

function missing(type: ResolvedType, inputs: Properties): CheckFailure[] {
    const required = [...pathInputs(type), ...(type.required ?? []), ...(needsLocation(type) ? ["location"] : [])];
    const hint = ". Either set it explicitly or configure it with 'pulumi config set azure-native:location <value>'.";
    return required
        .filter((name) => inputs[name] === undefined)
        .map((name) => ({
            property: name,
            reason: `missing required property '${name}'${name === "location" ? hint : ""}`,
        }));
}

/** What an update never changes, so that a preview may count on it. */
const stable = (state: Properties): Properties =>
    Object.fromEntries(["name", "location"].filter((name) => name in state).map((name) => [name, state[name]]));

/** The body with the lists that other resources fill: as they are at present, or empty for a new resource. */
function withMaintained(body: Properties, paths: string[] = [], present?: Properties): Properties {
    const unset = paths.filter((path) => valueAt(body, path) === undefined);
    return unset.reduce((result, path) => {
        const value = present ? valueAt(present, path) : [];
        return value === undefined ? result : atPaths(result, [path], () => value, "also absent");
    }, body);
}

/** A path of the request body as the SDK has it. */
const sdkPath =
    (type: ResolvedType) =>
    (path: string): string =>
        type.nested ? path : path.replace(/^properties\./, "");

const valueAt = (value: Properties, path: string): unknown =>
    path.split(".").reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), value);
