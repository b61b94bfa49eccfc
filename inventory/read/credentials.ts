// Passwords and federated credentials: from when until when, and, where a component rotates them, what comes next.

import { addDays, addMonthsToDay, daysBetween, formatDay } from "../../azure/days";
import { defaultLifetime, defaultPeriod, TokenPasswordName, tokenPasswordName } from "../../azure/rotation";
import { type Credential as Found, type Graph, get, type Resource, read, text, UNKNOWN } from "../../estate";
import { componentOf } from "../../estate/components";
import { groupBy } from "../../estate/group-by";
import { standsInAzure } from "../../estate/resource";
import type { Rotation } from "../model";
import { timelineMonths } from "../timeline";
import { certificates } from "./certificates";
import { federatedCredentials } from "./federated-credentials";
import type { Held } from "./given";
import { keyIdOf, keyOf, withoutKeyId } from "./key-id";
import type { PrincipalIndex } from "./principals";
import { statusOf } from "./status";

export interface Credentials {
    credentials: Held[];
    rotations: Rotation[];
}

export function readCredentials(graph: Graph, asOf: string, principals: PrincipalIndex): Credentials {
    const holderOf = indexHolders(graph);
    const existing = graph.credentials.flatMap((found): Held[] => {
        const holder = holderOf(found) ?? found.resource;
        const principal = principals.ofResource(holder) ?? principals.ofApplication(holder);
        return principal === undefined ? [] : [password(graph, found, principal.id, asOf)];
    });
    const planned = [...groupBy(existing, ({ principal, kind }) => `${principal} ${kind}`).values()].map((passwords) =>
        next(graph, passwords, asOf),
    );
    return {
        credentials: [
            ...existing,
            ...planned.flatMap(({ credentials }) => credentials),
            ...federatedCredentials(graph, principals),
            ...certificates(graph, asOf, principals),
        ],
        rotations: planned.flatMap(({ rotations }) => rotations).sort((a, b) => a.on.localeCompare(b.on)),
    };
}

/** The application, service principal or token that a password belongs to. */
function indexHolders(graph: Graph): (found: Found) => Resource | undefined {
    const holders = graph.ofKind("application", "servicePrincipal", "token");
    const byId = new Map<string, Resource>();
    const byParent = groupBy(
        holders.filter(({ kind, parent }) => kind !== "servicePrincipal" && parent !== undefined),
        ({ parent }) => parent,
    );
    for (const holder of holders) {
        for (const id of [holder.id, text(get(holder, "objectId")), holder.urn]) {
            if (id !== undefined) {
                byId.set(id.toLowerCase().replace(/^\/(applications|serviceprincipals)\//, ""), holder);
            }
        }
    }
    return ({ resource, holder }) => {
        const named = text(get(resource, "tokenId")) ?? holder;
        const dependency = ["tokenId", "applicationId", "servicePrincipalId"].flatMap((property) =>
            (resource.propertyDependencies[property] ?? []).flatMap((urn) => byId.get(urn.toLowerCase()) ?? []),
        )[0];
        const [sibling, ...others] = byParent.get(resource.parent) ?? [];
        return (
            byId.get(named.toLowerCase().replace(/^\/(applications|serviceprincipals)\//, "")) ??
            dependency ??
            (others.length === 0 ? sibling : undefined)
        );
    };
}

function password(
    graph: Graph,
    { resource, path, kind, startsAt, endsAt }: Found,
    principal: string,
    asOf: string,
): Held {
    const generation = generationOf(resource);
    const expiresOn = typeof endsAt === "number" ? formatDay(endsAt) : null;
    const lifetime =
        generation === null || expiresOn === null
            ? null
            : daysOf(componentOf(graph, resource), "lifetime", defaultLifetime);
    const slot = text(get(resource, "passwordName")) ?? nameInList(resource, path);
    return {
        id: idOf(graph, resource, path, generation),
        identity: kind === "tokenPassword" ? madeIn(slot, startsAt) : `password ${keyIdOf(resource) ?? path}`,
        principal,
        kind: kind === "tokenPassword" ? "token password" : "application password",
        name: slot ?? (generation === null ? (path === "" ? ownName(resource) : path) : `generation ${generation}`),
        generation,
        // By the schedule, because a deployment may have created the generation later.
        startsOn:
            expiresOn !== null && lifetime !== null
                ? addDays(expiresOn, -lifetime)
                : typeof startsAt === "number"
                  ? formatDay(startsAt)
                  : kind === "entraPassword" && startsAt === undefined
                    ? asOf // yet to be made
                    : null,
        expiresOn,
        removedOn: null,
        status: endsAt === UNKNOWN ? "unknown" : statusOf(expiresOn, asOf),
        declaration: null,
        planned: false,
        note: null,
        resource: withoutKeyId(resource.urn),
    };
}

/** A password that was read from Azure is named by its key id, unless it has a display name. */
const ownName = (resource: Resource): string =>
    standsInAzure(resource) ? (text(get(resource, "displayName")) ?? "password") : resource.name;

/** A password of a token stands in one of two slots; one that was generated again has another time. */
const madeIn = (slot: string | undefined, startsAt: Found["startsAt"]): string =>
    `${slot} ${typeof startsAt === "number" ? startsAt : ""}`;

/** A generation has the same id while it is planned and once it exists. */
function idOf(graph: Graph, resource: Resource, path: string, generation: number | null): string {
    const component = componentOf(graph, resource);
    return component !== undefined && generation !== null
        ? `${component.urn}#${generation}`
        : path === ""
          ? keyOf(resource)
          : `${resource.urn}#${path}`;
}

/** Passwords listed in their token or application have names of their own. */
function nameInList(resource: Resource, path: string): string | undefined {
    const entry = path === "" ? undefined : get(resource, path);
    return text(read(entry, "name")) ?? text(read(entry, "displayName"));
}

/** Components number their passwords: in an input of their own, or at the end of the name. */
function generationOf(resource: Resource): number | null {
    const input = get(resource, "generation");
    const suffix = /-password-(\d+)$/.exec(resource.name)?.[1];
    return typeof input === "number" ? input : suffix === undefined ? null : Number(suffix);
}

function daysOf(component: Resource | undefined, input: string, otherwise: number): number | null {
    const days = component && read(component.inputs, input);
    return component === undefined ? null : typeof days === "number" ? days : otherwise;
}

/**
 * The generations that later deployments will create, as far as the timeline reaches, and the days on which they are due.
 * A deployment keeps the current generation and the one before it, so that each is removed two rotations after its own.
 * Of several rotations that were missed, only the last one is still due.
 */
function next(graph: Graph, passwords: Held[], asOf: string): Credentials {
    const numbered = passwords.filter(({ generation, startsOn }) => generation !== null && startsOn !== null);
    const last = numbered.sort((a, b) => (a.generation ?? 0) - (b.generation ?? 0)).at(-1);
    const component = last?.resource ? componentOf(graph, graph.byUrn(last.resource)) : undefined;
    const period = daysOf(component, "period", defaultPeriod);
    const lifetime = daysOf(component, "lifetime", defaultLifetime);
    if (
        last?.startsOn == null ||
        last.generation === null ||
        component === undefined ||
        period === null ||
        lifetime === null
    ) {
        return { credentials: [], rotations: [] };
    }
    const horizon = addMonthsToDay(asOf, timelineMonths);
    const first = Math.max(1, Math.floor(daysBetween(last.startsOn, asOf) / period));
    const credentials: Held[] = [];
    const rotations: Rotation[] = [];
    let before = last.expiresOn;
    for (const password of numbered) {
        password.removedOn = password.startsOn && addDays(password.startsOn, 2 * period);
    }
    for (let step = first; addDays(last.startsOn, step * period) <= horizon; step++) {
        const generation = last.generation + step;
        const on = addDays(last.startsOn, step * period);
        const id = `${component.urn}#${generation}`;
        credentials.push({
            ...last,
            id,
            name: last.kind === "token password" ? slotOf(component, generation) : `generation ${generation}`,
            generation,
            startsOn: on,
            expiresOn: addDays(on, lifetime),
            removedOn: addDays(on, 2 * period),
            status: "upcoming",
            planned: true,
            resource: component.urn,
        });
        rotations.push({
            id,
            principal: last.principal,
            on,
            generation,
            usableUntil: earlier(before, addDays(on, period)),
            resource: component.urn,
        });
        before = addDays(on, lifetime);
    }
    return { credentials, rotations };
}

/** Which of its two passwords a token's generation will be. */
function slotOf(component: Resource, generation: number): string {
    const { password1, password2 } = TokenPasswordName;
    const first = read(component.inputs, "firstPassword") === password2 ? password2 : password1;
    return tokenPasswordName(generation, first);
}

const earlier = (day: string | null, other: string): string => (day === null || day > other ? other : day);
