// What lives inside an Entra object: passwords, federated credentials, group memberships.

import { isObject, type Properties } from "../plugin/property-values";
import { objectIdOf } from "./entities";
import { fromGraph, toGraph } from "./fields";
import { type GraphClient, readable } from "./graph-client";
import type { Fields, Operations } from "./resource-type";

/** The two ids in `<object id>/<kind>/<id>`. */
function partsOf(kind: string, id: string): { owner: string; part: string } {
    const [owner = "", found, part = "", ...more] = id.split("/");
    if (found === kind && owner && part && more.length === 0) return { owner, part };
    throw new Error(`"${id}" is not of the form <object id>/${kind}/<id>.`);
}

/** Passwords of applications and of service principals. Graph shows the text once, in the answer to the creation. */
export function password(collection: "applications" | "servicePrincipals", ownerInput: string): Operations {
    const read = async (graph: GraphClient, id: string): Promise<Properties | undefined> => {
        const { owner, part: keyId } = partsOf("password", id);
        const object = await graph.get(`/${collection}/${owner}`);
        const all = Array.isArray(object?.passwordCredentials) ? object.passwordCredentials.filter(isObject) : [];
        const credential = all.find((item) => item.keyId === keyId);
        if (!credential) return undefined;
        return {
            [ownerInput]: `/${collection}/${owner}`,
            displayName: credential.displayName ?? undefined,
            startDate: wholeSeconds(String(credential.startDateTime)),
            endDate: wholeSeconds(String(credential.endDateTime)),
            keyId,
        };
    };
    return {
        read,
        async create(graph, inputs) {
            const owner = objectIdOf(collection, inputs[ownerInput], ownerInput);
            const { displayName, startDate, endDate, endDateRelative } = inputs;
            const endDateTime = endDate ?? (endDateRelative ? relativeEnd(startDate, endDateRelative) : undefined);
            const passwordCredential = { displayName, startDateTime: startDate, endDateTime };
            if (collection === "applications" && !(await graph.get(`/applications/${owner}`))) {
                throw new Error(`applicationId: application ${owner} was not found.`);
            }
            const added = await graph.post(`/${collection}/${owner}/addPassword`, { passwordCredential });
            const id = `${owner}/password/${added.keyId}`;
            const outputs = await readable(`password ${added.keyId} of ${owner}`, () => read(graph, id));
            return { id, outputs: { ...outputs, value: added.secretText } };
        },
        async delete(graph, id) {
            const { owner, part: keyId } = partsOf("password", id);
            await graph.post(`/${collection}/${owner}/removePassword`, { keyId });
        },
    };
}

export function federatedCredential(fields: Fields): Operations {
    const pathOf = (id: string): string => {
        const { owner, part } = partsOf("federatedIdentityCredential", id);
        return `/applications/${owner}/federatedIdentityCredentials/${part}`;
    };
    const sent = Object.keys(fields).filter((name) => name !== "applicationId");
    const read = async (graph: GraphClient, id: string): Promise<Properties | undefined> => {
        const body = await graph.get(pathOf(id));
        const { owner } = partsOf("federatedIdentityCredential", id);
        return body && { ...fromGraph(fields, body), applicationId: `/applications/${owner}` };
    };
    return {
        read,
        async create(graph, inputs) {
            const owner = objectIdOf("applications", inputs.applicationId, "applicationId");
            const body = toGraph(fields, inputs, sent);
            const created = await graph.post(`/applications/${owner}/federatedIdentityCredentials`, body);
            const id = `${owner}/federatedIdentityCredential/${created.id}`;
            return { id, outputs: await readable(id, () => read(graph, id)) };
        },
        update: (graph, id, inputs) =>
            graph.patch(
                pathOf(id),
                toGraph(
                    fields,
                    inputs,
                    sent.filter((name) => !fields[name]?.replace),
                ),
            ),
        delete: (graph, id) => graph.delete(pathOf(id)),
    };
}

const isMember = async (graph: GraphClient, groupId: string, memberId: string): Promise<boolean> =>
    ((await graph.list(`/groups/${groupId}/members`)) ?? []).some(({ id }) => id === memberId);

export const groupMember: Operations = {
    async create(graph, { groupObjectId, memberObjectId }) {
        const id = `${groupObjectId}/member/${memberObjectId}`;
        if (await isMember(graph, String(groupObjectId), String(memberObjectId))) {
            throw new Error(`A resource with the ID "${id}" already exists. Import it to manage it with Pulumi.`);
        }
        await graph.post(`/groups/${groupObjectId}/members/$ref`, {
            "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${memberObjectId}`,
        });
        return { id, outputs: await readable(id, () => groupMember.read(graph, id)) };
    },
    async read(graph, id) {
        const { owner: groupObjectId, part: memberObjectId } = partsOf("member", id);
        return (await isMember(graph, groupObjectId, memberObjectId)) ? { groupObjectId, memberObjectId } : undefined;
    },
    async delete(graph, id) {
        const { owner, part } = partsOf("member", id);
        await graph.delete(`/groups/${owner}/members/${part}/$ref`);
    },
};

/** Graph's times with fractions, as azuread writes them into state: `2026-05-30T00:00:00Z`. */
const wholeSeconds = (time: string | number): string => new Date(time).toISOString().replace(/\.\d+Z$/, "Z");

const milliseconds = { h: 3_600_000, m: 60_000, s: 1_000 } as const;

/** @param duration hours, minutes and seconds: `240h`, `2400h30m`. */
export function relativeEnd(startDate: unknown, duration: unknown): string {
    if (!/^(\d+[hms])+$/.test(String(duration))) {
        throw new Error(`endDateRelative has to be a duration such as 240h or 2400h30m, but is "${duration}".`);
    }
    const start = typeof startDate === "string" ? Date.parse(startDate) : Date.now();
    const length = [...String(duration).matchAll(/(\d+)([hms])/g)].reduce(
        (sum, [, count, unit]) => sum + Number(count) * milliseconds[unit as keyof typeof milliseconds],
        0,
    );
    return wholeSeconds(start + length);
}
