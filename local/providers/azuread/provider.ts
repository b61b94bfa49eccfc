// The fake azuread provider: speaks the real Microsoft Graph REST, and decides as the real one does, which
// compares the program with state.

import { settingsOf, signIn } from "../credentials";
import { compare } from "../plugin/difference";
import { type Properties, Secret, unknown } from "../plugin/property-values";
import type { Provider } from "../plugin/provider";
import { packageSchema } from "../plugin/schema";
import { comparable, pick, same } from "./fields";
import { invoke, type Session } from "./functions";
import { graphClient } from "./graph-client";
import type { Fields, GraphType } from "./resource-type";
import { graphTypes } from "./types";

/** @param version of the SDK whose resources are served. */
export function azuread(version: string, environment: NodeJS.ProcessEnv): Provider {
    let configured: Session | undefined;
    const session = (): Session => {
        if (configured) return configured;
        throw new Error("The azuread provider was asked for a resource before it was configured.");
    };

    return {
        name: "azuread",
        version,
        schema: () => schemaOf(version),
        configure(settings) {
            const chosen = signIn(settingsOf(settings, environment), "azuread");
            configured = { ...chosen, graph: graphClient(chosen.credential) };
        },
        async check({ type: token, inputs }) {
            const { fields, required } = resolveType(token);
            const defaulted = Object.keys(fields).filter(
                (name) => fields[name]?.default !== undefined && inputs[name] === undefined,
            );
            const missing = required.filter((name) => inputs[name] === undefined);
            const foreign = Object.keys(inputs).filter(
                (name) => !name.startsWith("__") && (!fields[name] || fields[name].output),
            );
            return {
                inputs: {
                    ...inputs,
                    ...Object.fromEntries(defaulted.map((name) => [name, fields[name]?.default])),
                    __defaults: defaulted,
                },
                failures: [
                    ...missing.map((property) => ({ property, reason: `missing required property '${property}'` })),
                    ...foreign.map((property) => ({
                        property,
                        reason: `The fake azuread provider does not know '${property}' of ${token}; add it to local/providers/azuread/types.ts.`,
                    })),
                ],
            };
        },
        diff({ type: token, state, inputs }) {
            const { fields } = resolveType(token);
            const names = Object.keys(fields).filter((name) => !fields[name]?.output);
            const chosen = names.filter((name) => inputs[name] !== undefined || !fields[name]?.computed);
            const part = (of: Properties) => Object.fromEntries(chosen.map((name) => [name, comparable(of[name])]));
            const replaceOnChanges = new Set(names.filter((name) => fields[name]?.replace));
            return { changes: compare(part(state), part(inputs), { replaceOnChanges }), deleteBeforeReplace: false };
        },
        async create({ type: token, inputs, preview }) {
            const { fields, operations } = resolveType(token);
            if (preview) return { id: "", properties: { ...unknownOutputs(fields), ...own(inputs) } };
            const { id, outputs } = await operations.create(session().graph, own(inputs));
            return { id, properties: withSecrets(fields, { ...keptPart(fields, inputs), ...outputs }) };
        },
        async read({ type: token, id, oldInputs, state }) {
            const { fields, operations, importable } = resolveType(token);
            if (!oldInputs && importable === false) throw new Error(`${token} does not support import.`);
            const outputs = await operations.read(session().graph, id);
            if (!outputs) return undefined;
            const properties = { ...keptPart(fields, state), ...outputs };
            const inputs = oldInputs ? refreshed(oldInputs, properties) : imported(fields, properties);
            return { id, properties: withSecrets(fields, properties), inputs };
        },
        async update({ type: token, id, inputs, state, preview }) {
            const { fields, operations } = resolveType(token);
            if (preview) return withSecrets(fields, { ...state, ...own(inputs) });
            const { graph } = session();
            await operations.update?.(graph, id, own(inputs), state);
            const outputs = (await operations.read(graph, id)) ?? {};
            return withSecrets(fields, { ...keptPart(fields, state), ...keptPart(fields, inputs), ...outputs });
        },
        async delete({ type: token, id, state }) {
            await resolveType(token).operations.delete(session().graph, id, state);
        },
        invoke: (token, args) => invoke(session(), token, args),
        cancel: () => {},
    };
}

/** @throws when the table has no such entry. */
function resolveType(token: string): GraphType {
    const [packageName, , name = ""] = token.split(":");
    const type = graphTypes[name];
    if (type && packageName === "azuread") return type;
    throw new Error(`The fake azuread provider does not know ${token}; add it to local/providers/azuread/types.ts.`);
}

/** Without the provider's own notes. */
const own = (inputs: Properties): Properties =>
    Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));

const keptPart = (fields: Fields, values: Properties): Properties => pick(fields, values, (field) => field.kept);

const unknownOutputs = (fields: Fields): Properties =>
    Object.fromEntries(
        Object.entries(fields)
            .filter(([, field]) => field.output || field.computed)
            .map(([name]) => [name, unknown]),
    );

const withSecrets = (fields: Fields, properties: Properties): Properties => ({
    ...properties,
    ...Object.fromEntries(
        Object.entries(pick(fields, properties, (field) => field.secret)).map(([name, value]) => [
            name,
            new Secret(value),
        ]),
    ),
});

/** The program's inputs with what is different now. */
const refreshed = (oldInputs: Properties, properties: Properties): Properties =>
    Object.fromEntries(
        Object.entries(oldInputs).map(([name, value]) => {
            const unchanged = name.startsWith("__") || same(value, properties[name]);
            return [name, unchanged ? value : properties[name]];
        }),
    );

const imported = (fields: Fields, properties: Properties): Properties => {
    const inputs = pick(fields, properties, (field) => !field.output);
    return {
        ...Object.fromEntries(Object.entries(inputs).filter(([, value]) => comparable(value) !== undefined)),
        __defaults: [],
    };
};

function schemaOf(version: string): Properties {
    const tokens = Object.entries(graphTypes).map(([name, { fields, required }]) => {
        const names = Object.keys(fields);
        const inputs = names.filter((field) => !fields[field]?.output);
        return [
            `azuread:index/${name[0]?.toLowerCase()}${name.slice(1)}:${name}`,
            { inputs, required, outputs: names },
        ];
    });
    return packageSchema("azuread", version, Object.fromEntries(tokens));
}
