// Certificates with which an application or a service principal logs in, from states and from Azure.
import { formatDay, parseTime } from "../../azure/days";
import { dependenciesOf, type Graph, get, type Resource, text } from "../../estate";
import type { Held } from "./given";
import { keyIdOf, keyOf, withoutKeyId } from "./key-id";
import type { PrincipalIndex } from "./principals";
import { statusOf } from "./status";

export function certificates(graph: Graph, asOf: string, principals: PrincipalIndex): Held[] {
    const holderOf = indexHolders(graph);
    return graph.ofKind("applicationCertificate", "servicePrincipalCertificate").flatMap((resource): Held[] => {
        const holder = holderOf(resource);
        const principal = holder && (principals.ofResource(holder) ?? principals.ofApplication(holder))?.id;
        if (principal === undefined) return [];
        const end = get(resource, "endDate");
        const expiresOn = dayOf(end);
        return [
            {
                id: keyOf(resource),
                identity: `certificate ${keyIdOf(resource) ?? resource.urn}`,
                principal,
                kind: "application certificate",
                name:
                    text(get(resource, "displayName")) ??
                    (resource.urn.startsWith("/") ? "certificate" : resource.name),
                generation: null,
                startsOn: dayOf(get(resource, "startDate")),
                expiresOn,
                removedOn: null,
                status: expiresOn === null ? "unknown" : statusOf(expiresOn, asOf),
                declaration: null,
                planned: false,
                note: null,
                resource: withoutKeyId(resource.urn),
            },
        ];
    });
}

/** By id, by object id, and by what the id was computed from. */
function indexHolders(graph: Graph): (certificate: Resource) => Resource | undefined {
    const holders = new Map<string, Resource>();
    for (const holder of graph.ofKind("application", "servicePrincipal")) {
        for (const id of [holder.id, text(get(holder, "objectId")), holder.urn]) {
            if (id !== undefined) holders.set(bare(id), holder);
        }
    }
    return (certificate) =>
        ["applicationId", "servicePrincipalId"]
            .flatMap((property) => [text(get(certificate, property)), ...dependenciesOf(certificate, property)])
            .flatMap((id) => (id === undefined ? [] : (holders.get(bare(id)) ?? [])))[0];
}

const bare = (id: string): string => id.toLowerCase().replace(/^\/(applications|serviceprincipals)\//, "");

function dayOf(value: unknown): string | null {
    const time = typeof value === "string" ? parseTime(value) : undefined;
    return time === undefined ? null : formatDay(time);
}
