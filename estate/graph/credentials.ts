// Credentials that expire, or should: passwords of applications and service principals, and of repository tokens. When
// the end is not known yet, the schedule it is computed from may tell how long it lasts.
import { addMonths, DAY, parseTime } from "../../azure/days";
import { parseDuration } from "../duration";
import { dependenciesOf, get, type Resource } from "../resource";
import { isUndetermined, items, read, text, UNKNOWN, type Value } from "../value";

export interface Credential {
    resource: Resource;
    /** Property path, for messages; empty where the resource is the credential. */
    path: string;
    kind: "entraPassword" | "tokenPassword";
    /** The same for credentials that can replace each other: those of one application, service principal or token. */
    holder: string;
    /** Milliseconds since 1970. Graph sets it to the moment of creation unless told; `undefined` until it has. */
    startsAt: number | undefined | typeof UNKNOWN;
    /** `never` for a token password without expiry. */
    endsAt: number | "never" | typeof UNKNOWN;
    /** How long it is valid, in days; known even where the dates are not, if a schedule or a default says so. */
    days: number | "never" | typeof UNKNOWN;
    /** Entra's own default applies, since no end is declared. */
    endIsDefault: boolean;
}

/** What Microsoft Graph adds to the start when no end is asked for (addPassword). */
const graphDefaultMonths = 24;

export function readCredentials(resources: readonly Resource[]): Credential[] {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    // What a component has generated is told by its own resource: the token's list is as old as its last refresh.
    const generated = new Set(
        resources
            .filter(({ kind }) => kind === "tokenPassword")
            .flatMap((each) => slotOf(each, get(each, "tokenId"), get(each, "passwordName")) ?? []),
    );
    return resources.flatMap((resource) => {
        switch (resource.kind) {
            case "applicationPassword":
                return [entraPassword(resource, "", holderOf(resource, "applicationId"), byUrn)];
            case "servicePrincipalPassword":
                return [entraPassword(resource, "", holderOf(resource, "servicePrincipalId"), byUrn)];
            case "application":
                return inlinePasswords(resource).map((path) => entraPassword(resource, path, resource.urn, byUrn));
            case "token":
                return listed(resource, "credentials.passwords", resource.urn, byUrn).filter(({ path }) => {
                    const slot = slotOf(resource, resource.id, read(get(resource, path), "name"));
                    return slot === undefined || !generated.has(slot);
                });
            case "tokenPassword":
                return get(resource, "passwords") === undefined
                    ? [tokenPassword(resource, "", holderOf(resource, "tokenId"), byUrn)]
                    : listed(resource, "passwords", holderOf(resource, "tokenId"), byUrn);
            default:
                return [];
        }
    });
}

/** One of a token's two passwords, for comparison among the resources of one parent; `undefined` unless all is known. */
function slotOf({ parent }: Resource, tokenId: Value, passwordName: Value): string | undefined {
    const [id, name] = [text(tokenId), text(passwordName)];
    return id === undefined || name === undefined ? undefined : `${parent} ${id.toLowerCase()} ${name}`;
}

function inlinePasswords(application: Resource): string[] {
    return ["password", "passwords"].flatMap((path) => {
        const value = get(application, path);
        if (value === undefined) return [];
        return Array.isArray(value) ? value.map((_, index) => `${path}.${index}`) : [path];
    });
}

function listed(resource: Resource, path: string, holder: string, byUrn: Sources): Credential[] {
    const value = get(resource, path);
    if (isUndetermined(value)) return [tokenPassword(resource, path, holder, byUrn)];
    return (items(value) ?? []).map((_, index) => tokenPassword(resource, `${path}.${index}`, holder, byUrn));
}

type Sources = ReadonlyMap<string, Resource>;

function entraPassword(resource: Resource, path: string, holder: string, byUrn: Sources): Credential {
    const at = (name: string) => get(resource, path ? `${path}.${name}` : name);
    const startsAt = dateOf(answered(resource, path ? `${path}.startDate` : "startDate"));
    const end = at("endDate");
    const relative = at("endDateRelative");
    const base = { resource, path, kind: "entraPassword", holder, startsAt, endIsDefault: false } as const;
    if (end === undefined && relative === undefined) {
        if (isUndetermined(get(resource, path || "displayName")) && path)
            return { ...base, endsAt: UNKNOWN, days: UNKNOWN };
        const from = typeof startsAt === "number" ? startsAt : undefined;
        const endsAt = from === undefined ? UNKNOWN : addMonths(from, graphDefaultMonths);
        return { ...base, endsAt, days: from === undefined ? 730 : days(from, endsAt), endIsDefault: true };
    }
    const duration = text(relative) === undefined ? undefined : parseDuration(text(relative) ?? "");
    if (end === undefined && duration !== undefined) {
        const endsAt = typeof startsAt === "number" ? startsAt + duration : UNKNOWN;
        return { ...base, endsAt, days: Math.ceil(duration / DAY) };
    }
    return { ...base, ...fromEnd(resource, path || "endDate", end, startsAt, byUrn) };
}

function tokenPassword(resource: Resource, path: string, holder: string, byUrn: Sources): Credential {
    const at = (name: string) =>
        path ? (get(resource, path) === UNKNOWN ? UNKNOWN : read(get(resource, path), name)) : get(resource, name);
    const end = at("expiry") ?? at("expiresOn");
    const startsAt = dateOf(at("creationTime") ?? at("createdOn"));
    const base = { resource, path, kind: "tokenPassword", holder, startsAt, endIsDefault: false } as const;
    if (end === undefined) return { ...base, endsAt: "never", days: "never" };
    return { ...base, ...fromEnd(resource, path || "expiry", end, startsAt, byUrn) };
}

function fromEnd(
    resource: Resource,
    path: string,
    end: Value,
    startsAt: Credential["startsAt"],
    byUrn: Sources,
): Pick<Credential, "endsAt" | "days"> {
    const endsAt = dateOf(end) ?? UNKNOWN;
    if (typeof endsAt === "number")
        return { endsAt, days: typeof startsAt === "number" ? days(startsAt, endsAt) : UNKNOWN };
    const property = path.replace(/[.[].*$/, "");
    const schedules = dependenciesOf(resource, property).flatMap((urn) => scheduleDays(byUrn.get(urn)) ?? []);
    return { endsAt, days: schedules.length === 1 ? (schedules[0] ?? UNKNOWN) : UNKNOWN };
}

/** How far a `time` resource reaches ahead, in days; months and years counted long, so that a bound stays one. */
function scheduleDays(resource: Resource | undefined): number | undefined {
    if (resource?.kind !== "rotation") return undefined;
    const units: readonly (readonly [string, number])[] = [
        ["Minutes", 1 / 1440],
        ["Hours", 1 / 24],
        ["Days", 1],
        ["Months", 31],
        ["Years", 366],
    ];
    const counts = units.flatMap(([unit, length]) => {
        const count = get(resource, `rotation${unit}`) ?? get(resource, `offset${unit}`);
        return typeof count === "number" ? [count * length] : [];
    });
    // Twelve months or one year are a year of the calendar, not 366 days.
    if (get(resource, "rotationYears") === 1 || get(resource, "offsetYears") === 1) return 365;
    if (get(resource, "rotationMonths") === 12 || get(resource, "offsetMonths") === 12) return 365;
    return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function holderOf(resource: Resource, property: string): string {
    const value = get(resource, property);
    const [source] = dependenciesOf(resource, property);
    return typeof value === "string" ? value : (source ?? resource.parent ?? resource.urn);
}

/** What the provider answered; what was asked for, until it has. */
function answered(resource: Resource, path: string): Value {
    const actual = read(resource.outputs, path);
    return actual === undefined || isUndetermined(actual) ? read(resource.inputs, path) : actual;
}

function dateOf(value: Value): number | undefined | typeof UNKNOWN {
    if (value === undefined) return undefined;
    return typeof value === "string" ? (parseTime(value) ?? UNKNOWN) : UNKNOWN;
}

function days(from: number, to: number | typeof UNKNOWN): number | typeof UNKNOWN {
    return to === UNKNOWN ? UNKNOWN : Math.round(((to - from) / DAY) * 1000) / 1000;
}
