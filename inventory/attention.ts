// What a reader should see before anything else: break-glass entries, access that is about to end, passwords that never
// end, doors that stand open. One list for every renderer, the most urgent first.
import { daysBetween } from "../azure/days";
import { distance } from "./distance";
import type { AccessReport, Credential } from "./model";
import { counted } from "./summary";

/** Days ahead within which an expiry or a rotation counts as near. */
export const nearDays = 30;

export interface Attention {
    urgency: "act now" | "soon" | "keep in mind";
    kind:
        | "break glass"
        | "expiry"
        | "rotation"
        | "anonymous pull"
        | "admin user"
        | "no end date"
        | "finding"
        | "exemption";
    title: string;
    detail: string;
    /** The day it is about, where there is one. */
    on: string | null;
}

const urgencies: Attention["urgency"][] = ["act now", "soon", "keep in mind"];

/** Everything worth the reader's attention: by urgency, then by day, in the order of the list's kinds where no day decides. */
export function attention(report: AccessReport): Attention[] {
    const items = [
        ...breakGlass(report),
        ...expiries(report),
        ...rotations(report),
        ...openDoors(report),
        ...withoutEnd(report),
        ...exemptions(report),
        ...findings(report),
    ];
    // The sort is stable; an item without a day comes after those with one of the same urgency, break glass excepted.
    const rank = (item: Attention) => urgencies.indexOf(item.urgency) * 2 + (item.kind === "break glass" ? 0 : 1);
    return items.sort((a, b) => rank(a) - rank(b) || (a.on ?? "9999").localeCompare(b.on ?? "9999"));
}

function breakGlass({ breakGlass, registries, asOf }: AccessReport): Attention[] {
    const names = new Map(registries.map((registry) => [registry.id, registry.name]));
    return breakGlass
        .filter((entry) => entry.status !== "closed")
        .map((entry) => ({
            urgency: "act now",
            kind: "break glass",
            title: `The admin user of ${names.get(entry.registry) ?? entry.registry} is on`,
            detail: [
                entry.reason === null ? "Nobody gave a reason." : `Reason: ${ended(entry.reason)}`,
                entry.expiresOn === null
                    ? "It has no end date."
                    : entry.status === "past its date"
                      ? `It should have been turned off on ${entry.expiresOn}, ${distance(asOf, entry.expiresOn)}: deploy the stack to close it.`
                      : `Open until ${entry.expiresOn}, ${distance(asOf, entry.expiresOn)}.`,
            ].join(" "),
            on: entry.expiresOn,
        }));
}

/** Access that ends: the last password of a principal. A password that is followed by a valid one is part of a rotation. */
function expiries({ credentials, principals, asOf }: AccessReport): Attention[] {
    const names = new Map(principals.map((principal) => [principal.id, principal.name]));
    return lastPasswords(credentials).flatMap((credential): Attention[] => {
        const name = names.get(credential.principal) ?? credential.principal;
        const on = credential.expiresOn;
        if (on === null || daysBetween(asOf, on) > nearDays) {
            return [];
        }
        const expired = daysBetween(asOf, on) <= 0;
        return [
            {
                urgency: expired ? "act now" : "soon",
                kind: "expiry",
                title: expired ? `${name} can no longer log in` : `${name} loses access ${distance(asOf, on)}`,
                detail: `Its last ${credential.kind} (${credential.name}) ${expired ? "ended" : "ends"} on ${on}.`,
                on,
            },
        ];
    });
}

/** Per principal and kind, the existing password that ends last; none where one without an end exists. */
export function lastPasswords(credentials: Credential[]): Credential[] {
    const last = new Map<string, Credential>();
    const endless = new Set<string>();
    for (const credential of credentials) {
        const key = `${credential.principal} ${credential.kind}`;
        const before = last.get(key)?.expiresOn;
        if (credential.planned) {
            continue;
        }
        if (credential.expiresOn === null) {
            endless.add(key);
        } else if (before === undefined || before === null || before < credential.expiresOn) {
            last.set(key, credential);
        }
    }
    return [...last].filter(([key]) => !endless.has(key)).map(([, credential]) => credential);
}

function rotations({ rotations, principals, asOf }: AccessReport): Attention[] {
    const names = new Map(principals.map((principal) => [principal.id, principal.name]));
    return rotations
        .filter(({ on }) => daysBetween(asOf, on) <= nearDays)
        .map(({ principal, on, usableUntil }) => {
            const name = names.get(principal) ?? principal;
            const overdue = on <= asOf;
            return {
                urgency: overdue ? "act now" : "soon",
                kind: "rotation",
                title: overdue
                    ? `The rotation of ${name} has been due since ${on}`
                    : `${name} gets a new password ${distance(asOf, on)}`,
                detail: [
                    overdue
                        ? "Deploy the stack to create the next password."
                        : "The first deployment from then on creates it.",
                    usableUntil === null ? "" : `The one in use until then works until ${usableUntil}.`,
                ]
                    .join(" ")
                    .trim(),
                on,
            };
        });
}

function openDoors({ registries, breakGlass }: AccessReport): Attention[] {
    const documented = new Set(breakGlass.map((entry) => entry.registry));
    return registries.flatMap((registry): Attention[] => [
        ...(registry.anonymousPull === "on"
            ? [
                  {
                      urgency: "act now" as const,
                      kind: "anonymous pull" as const,
                      title: `Everyone on the internet can pull from ${registry.name}`,
                      detail: "Anonymous pull is on: no login is asked for any of its repositories.",
                      on: null,
                  },
              ]
            : []),
        ...(registry.adminUser === "on" && !documented.has(registry.id)
            ? [
                  {
                      urgency: "act now" as const,
                      kind: "admin user" as const,
                      title: `The admin user of ${registry.name} is on`,
                      detail: "One shared account that may push and pull everything, without a reason and an end date.",
                      on: null,
                  },
              ]
            : []),
    ]);
}

function withoutEnd({ credentials, principals }: AccessReport): Attention[] {
    const names = new Map(principals.map((principal) => [principal.id, principal.name]));
    return credentials
        .filter((credential) => credential.status === "never expires" && credential.kind !== "admin password")
        .map((credential) => ({
            urgency: "keep in mind",
            kind: "no end date",
            title: `A password of ${names.get(credential.principal) ?? credential.principal} never expires`,
            detail: `${credential.name} (${credential.kind}) has no end date.`,
            on: null,
        }));
}

function exemptions({ exemptions }: AccessReport): Attention[] {
    return exemptions
        .filter(({ problem }) => problem !== null)
        .map(({ rule, resource, owner, expires, problem }) => ({
            urgency: "keep in mind",
            kind: "exemption",
            title: `The exemption of ${resource || "no resource"} from ${rule} ${problem}`,
            detail: owner === null ? "It has no owner." : `Its owner is ${owner}.`,
            on: expires,
        }));
}

function findings({ findings }: AccessReport): Attention[] {
    const count = findings.filter(({ verdict, level }) => verdict === "violated" && level === "mandatory").length;
    if (count === 0) {
        return [];
    }
    return [
        {
            urgency: "act now",
            kind: "finding",
            title: `The policies find ${counted(count, "mandatory violation")}`,
            detail: "Listed under findings, each with its remedy.",
            on: null,
        },
    ];
}

const ended = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);
