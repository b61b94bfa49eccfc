// The functions of azuread: an object looked up by one of its names, and who the provider is.

import type { SignIn } from "../credentials";
import { type Properties, text } from "../plugin/property-values";
import { fromGraph, readFrom } from "./fields";
import { claimsOf, equals, type GraphClient } from "./graph-client";
import type { Fields } from "./resource-type";
import { graphTypes } from "./types";

/** A configured provider: who it works as, and its client for Graph. */
export interface Session extends SignIn {
    graph: GraphClient;
}

interface Lookup {
    collection: string;
    /** What an error calls it. */
    noun: string;
    fields: Fields;
    /** Arguments that identify an object, and Graph's property for each. */
    keys: Record<string, string>;
}

const fieldsOf = (name: string): Fields => graphTypes[name]?.fields ?? {};

const lookups: Record<string, Lookup> = {
    getUser: {
        collection: "users",
        noun: "user",
        fields: fieldsOf("User"),
        keys: {
            objectId: "id",
            userPrincipalName: "userPrincipalName",
            mail: "mail",
            mailNickname: "mailNickname",
            employeeId: "employeeId",
        },
    },
    getGroup: {
        collection: "groups",
        noun: "group",
        fields: fieldsOf("Group"),
        keys: {
            objectId: "id",
            displayName: "displayName",
            mailNickname: "mailNickname",
            mailEnabled: "mailEnabled",
            securityEnabled: "securityEnabled",
        },
    },
    getApplication: {
        collection: "applications",
        noun: "application",
        fields: fieldsOf("Application"),
        keys: { objectId: "id", clientId: "appId", displayName: "displayName" },
    },
    getServicePrincipal: {
        collection: "servicePrincipals",
        noun: "service principal",
        fields: fieldsOf("ServicePrincipal"),
        keys: { objectId: "id", clientId: "appId", displayName: "displayName" },
    },
};

/** Answers a function of the SDK, for example `azuread:index/getGroup:getGroup`. */
export async function invoke(session: Session, token: string, args: Properties): Promise<Properties> {
    const name = token.split(":").at(-1) ?? "";
    if (name === "getClientConfig") return clientConfig(session);
    const lookup = lookups[name];
    if (lookup) return find(session, lookup, args);
    throw new Error(
        `The fake azuread provider does not know ${token}; add it to local/providers/azuread/functions.ts.`,
    );
}

async function find(
    { graph }: Session,
    { collection, noun, fields, keys }: Lookup,
    args: Properties,
): Promise<Properties> {
    const given = Object.entries(args).filter(([name, value]) => name in keys && value !== undefined);
    const described = given.map(([name, value]) => `${name} "${value}"`).join(", ");
    const wanted = given.map(([name, value]) =>
        typeof value === "boolean" ? `${keys[name]} eq ${value}` : equals(keys[name] ?? name, String(value)),
    );
    const byId = text(args.objectId);
    const select = collection === "users" ? readFrom(fields) : undefined;
    const found = byId
        ? [await graph.get(`/${collection}/${byId}`, select)].filter((object) => object !== undefined)
        : ((await graph.list(`/${collection}`, { filter: wanted.join(" and "), select })) ?? []);
    const [object, ...others] = found;
    if (!object) throw new Error(`No ${noun} found with ${described}.`);
    if (others.length > 0) throw new Error(`More than one ${noun} found with ${described}.`);
    const path = `/${collection}/${object.id}`;
    const outputs: Properties = { ...fromGraph(fields, object), id: path };
    for (const [name, field] of Object.entries(fields)) {
        if (field.references) outputs[name] = ((await graph.list(`${path}/${name}`)) ?? []).map(({ id }) => id);
    }
    return outputs;
}

async function clientConfig({ credential, clientId, tenantId }: Session): Promise<Properties> {
    const claims = await claimsOf(credential);
    const client = { tenantId: tenantId ?? claims.tid, clientId: clientId ?? claims.appid, objectId: claims.oid };
    return { ...client, id: Object.values(client).join("-") };
}
