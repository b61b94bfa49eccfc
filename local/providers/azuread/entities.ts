// What applications, service principals, groups and users have in common: objects of a Graph collection, read and
// written whole, with references to other objects.

import { type Properties, text } from "../plugin/property-values";
import { fromGraph, readFrom, same, toGraph } from "./fields";
import { equals, type GraphClient, readable } from "./graph-client";
import type { Fields, Operations } from "./resource-type";

export interface EntityOptions {
    /** Graph shows only some properties unless it is asked for the others. */
    selected?: true;
    /** Values for a new object that Graph demands and the program need not give. */
    defaults?: (inputs: Properties) => Properties;
    /** The input of which a tenant can have one object only; an existing one is an error, unless `useExisting`. */
    oneFor?: string;
}

const reference = (objectId: unknown): string => `https://graph.microsoft.com/v1.0/directoryObjects/${objectId}`;
const strings = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** The id of an object as azuread has it: `/applications/<object id>`. */
export function objectIdOf(collection: string, id: unknown, property = "id"): string {
    const objectId = new RegExp(`^/${collection}/([^/]+)$`).exec(String(id))?.[1];
    if (objectId) return objectId;
    throw new Error(`${property} has to be of the form /${collection}/<object id>, but is "${id}".`);
}

export function entity(collection: string, fields: Fields, options: EntityOptions = {}): Operations {
    const references = Object.keys(fields).filter((name) => fields[name]?.references);

    const read = async (graph: GraphClient, id: string): Promise<Properties | undefined> => {
        const path = `/${collection}/${objectIdOf(collection, id)}`;
        const body = await graph.get(path, options.selected && readFrom(fields));
        if (!body) return undefined;
        const outputs = fromGraph(fields, body);
        for (const name of references) {
            outputs[name] = ((await graph.list(`${path}/${name}`)) ?? []).map((item) => item.id);
        }
        return outputs;
    };

    const setReferences = async (graph: GraphClient, path: string, name: string, from: string[], to: string[]) => {
        for (const objectId of to.filter((item) => !from.includes(item))) {
            await graph.post(`${path}/${name}/$ref`, { "@odata.id": reference(objectId) });
        }
        for (const objectId of from.filter((item) => !to.includes(item))) {
            await graph.delete(`${path}/${name}/${objectId}/$ref`);
        }
    };

    const update = async (graph: GraphClient, id: string, inputs: Properties, state: Properties) => {
        const path = `/${collection}/${objectIdOf(collection, id)}`;
        const changed = Object.keys(fields).filter(
            (name) => !same(inputs[name], state[name]) && (name in inputs || !fields[name]?.computed),
        );
        const body = toGraph(fields, inputs, changed, state);
        if (Object.keys(body).length > 0) await graph.patch(path, body);
        for (const name of references.filter((name) => name in inputs)) {
            await setReferences(graph, path, name, strings(state[name]), strings(inputs[name]));
        }
    };

    return {
        read,
        update,
        async create(graph, inputs) {
            const existing = await existingObject(graph, collection, fields, options, inputs);
            if (existing) {
                const id = `/${collection}/${existing}`;
                await update(graph, id, inputs, (await read(graph, id)) ?? {});
                return { id, outputs: await readable(id, () => read(graph, id)) };
            }
            const given = Object.keys(inputs).filter((name) => inputs[name] !== undefined);
            const body = { ...options.defaults?.(inputs), ...toGraph(fields, inputs, given) };
            for (const name of references.filter((name) => strings(inputs[name]).length > 0)) {
                body[`${name}@odata.bind`] = strings(inputs[name]).map(reference);
            }
            const created = await graph.post(`/${collection}`, body);
            const id = `/${collection}/${created.id}`;
            return { id, outputs: await readable(id, () => read(graph, id)) };
        },
        delete: (graph, id) => graph.delete(`/${collection}/${objectIdOf(collection, id)}`),
    };
}

/** The object id of what is there already and is to be used. */
async function existingObject(
    graph: GraphClient,
    collection: string,
    fields: Fields,
    { oneFor }: EntityOptions,
    inputs: Properties,
): Promise<string | undefined> {
    const key = oneFor ?? (inputs.preventDuplicateNames === true ? "displayName" : undefined);
    if (!key) return undefined;
    const filter = equals(fields[key]?.graph ?? key, String(inputs[key]));
    const found = await graph.list(`/${collection}`, { filter });
    const objectId = text(found?.[0]?.id);
    if (!objectId || inputs.useExisting === true) return objectId;
    throw new Error(
        `A resource with the ID "/${collection}/${objectId}" already exists: it has ${key} "${inputs[key]}". ` +
            `Import it${oneFor ? ", or set useExisting" : ""} to manage it with Pulumi.`,
    );
}
