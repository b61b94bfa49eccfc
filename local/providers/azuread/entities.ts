// What applications, service principals, groups and users have in common: objects of a Graph collection, read and
// written whole, with references to other objects. Owners, waits and retries are those of
// hashicorp/terraform-provider-azuread, internal/services/applications/application_resource.go and
// serviceprincipals/service_principal_resource.go.

import { type Properties, text } from "../plugin/property-values";
import { InitializationFailed } from "../plugin/provider";
import { fromGraph, readFrom, same, toGraph } from "./fields";
import { equals, type GraphClient, type Retry, readable } from "./graph-client";
import type { Fields, Operations } from "./resource-type";

export interface EntityOptions {
    /** Graph shows only some properties unless it is asked for the others. */
    selected?: true;
    /** Values for a new object that Graph demands and the program need not give. */
    defaults?: (inputs: Properties) => Properties;
    /** The input of which a tenant can have one object only; an existing one is an error, unless `useExisting`. */
    oneFor?: string;
    /** How a new object is written: azuread finds out by changing one property whether it is there yet. */
    creation?: Creation;
}

interface Creation {
    /** Sent again after such a refusal, which means that the object it refers to is not everywhere yet. */
    retryPost?: Retry;
    /** The property that is changed after the creation, and the refusals after which that is sent again. */
    confirm: { name: string; retry?: Retry };
    /** Where that property gets the made-up value that the change then replaces: in the creation, or in a change before. */
    interim: "created" | "changed";
}

/** Owners that Graph takes in the request that creates an object. */
const ownersAtCreation = 20;

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

    const setReferences = async (graph: GraphClient, path: string, name: string, to: string[]) => {
        const from = ((await graph.list(`${path}/${name}`)) ?? []).map(({ id }) => String(id));
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
        for (const name of references.filter((name) => changed.includes(name))) {
            await setReferences(graph, path, name, strings(inputs[name]));
        }
    };

    /** What azuread does with an object that Graph has just created. */
    const complete = async (graph: GraphClient, path: string, inputs: Properties, { confirm, interim }: Creation) => {
        const value = inputs[confirm.name] ?? null;
        for (const each of interim === "created" ? [value] : [interimValue(), value]) {
            await graph.patch(path, { [confirm.name]: each }, confirm.retry);
        }
        const owners = strings(inputs.owners);
        const caller = await graph.callerId();
        const others = owners.filter((owner) => owner !== caller);
        for (const owner of others.slice(ownersAtCreation - 1)) {
            await graph.post(`${path}/owners/$ref`, { "@odata.id": reference(owner) });
        }
        if (!owners.includes(caller)) await graph.delete(`${path}/owners/${caller}/$ref`);
    };

    /** Owned by the caller and the first of the others, so that the caller may go on whatever it may do by itself. */
    const owned = async (graph: GraphClient, inputs: Properties, { confirm, interim }: Creation) => {
        const caller = await graph.callerId();
        const others = strings(inputs.owners).filter((owner) => owner !== caller);
        return {
            ...(interim === "created" ? { [confirm.name]: interimValue() } : {}),
            "owners@odata.bind": [caller, ...others.slice(0, ownersAtCreation - 1)].map(reference),
        };
    };

    return {
        read,
        update,
        async create(graph, inputs) {
            const existing = await existingObject(graph, collection, fields, options, inputs);
            if (existing) {
                const id = `/${collection}/${existing}`;
                const present = (await read(graph, id)) ?? {};
                // References that the program does not give stay as they are.
                for (const name of references) delete present[name];
                await update(graph, id, inputs, present);
                return { id, outputs: await readable(id, () => read(graph, id)) };
            }
            const given = Object.keys(inputs).filter((name) => inputs[name] !== undefined);
            const body = { ...options.defaults?.(inputs), ...toGraph(fields, inputs, given) };
            for (const name of references.filter((name) => strings(inputs[name]).length > 0)) {
                body[`${name}@odata.bind`] = strings(inputs[name]).map(reference);
            }
            const { creation } = options;
            if (creation) Object.assign(body, await owned(graph, inputs, creation));
            const created = await graph.post(`/${collection}`, body, creation?.retryPost);
            const path = `/${collection}/${created.id}`;
            if (!creation) return { id: path, outputs: await readable(path, () => read(graph, path)) };
            try {
                await complete(graph, path, inputs, creation);
                const outputs = await read(graph, path);
                if (!outputs) throw new Error(`${path} was created, but can't be read.`);
                return { id: path, outputs };
            } catch (error) {
                throw new InitializationFailed(path, fromGraph(fields, created), inputs, error as Error);
            }
        },
        async delete(graph, id, { useExisting }) {
            try {
                await graph.delete(`/${collection}/${objectIdOf(collection, id)}`);
            } catch (error) {
                // azuread ignores every refusal for what it did not create itself.
                if (useExisting !== true) throw error;
            }
        },
    };
}

const interimValue = (): string => `TERRAFORM_UPDATE_${crypto.randomUUID()}`;

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
