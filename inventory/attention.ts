// What a reader should see first: break-glass access, shared access, access that is about to end, passwords that never
// expire, violated policies. One list for every renderer, the most important first.
import { daysBetween } from "../azure/days";
import { type Attention, levels } from "./attention-item";
import type { AccessReport, Credential } from "./model";
import { undeclared } from "./undeclared";
import { counted, distance } from "./wording";

export { type Attention, type Level, levels } from "./attention-item";

/** Days ahead within which an expiry or a rotation counts as near. */
export const nearDays = 30;

/** By level, then by day. Break glass comes first in its level; items without a day come last. */
export function attention(report: AccessReport): Attention[] {
    const items = [
        ...breakGlass(report),
        ...expiries(report),
        ...rotations(report),
        ...sharedAccess(report),
        ...undeclared(report),
        ...withoutExpiry(report),
        ...exemptions(report),
        ...findings(report),
    ];
    const rank = ({ level, kind }: Attention) => levels.indexOf(level) * 2 + (kind === "break glass" ? 0 : 1);
    return items.sort((a, b) => rank(a) - rank(b) || (a.on ?? "9999").localeCompare(b.on ?? "9999"));
}

function breakGlass({ breakGlass, registries, asOf }: AccessReport): Attention[] {
    const names = new Map(registries.map((registry) => [registry.id, registry.name]));
    return breakGlass
        .filter((entry) => entry.status !== "closed")
        .map((entry) => ({
            level: "critical",
            kind: "break glass",
            title: `The admin user of ${names.get(entry.registry) ?? entry.registry} is on`,
            detail: [
                entry.reason === null ? "No reason is recorded." : `Reason: ${ended(entry.reason)}`,
                entry.expiresOn === null
                    ? "It has no end date."
                    : entry.status === "past its date"
                      ? `It should have been turned off on ${entry.expiresOn}, ${distance(asOf, entry.expiresOn)}: deploy the stack to turn it off.`
                      : `It is on until ${entry.expiresOn}, ${distance(asOf, entry.expiresOn)}.`,
            ].join(" "),
            on: entry.expiresOn,
        }));
}

/** Access that ends with the last password of a principal. A password with a valid successor is part of a rotation. */
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
                level: expired ? "critical" : "warning",
                kind: "expiry",
                title: expired ? `${name} can no longer log in` : `${name} loses access ${distance(asOf, on)}`,
                detail: `Its last ${credential.kind} (${credential.name}) ${expired ? "expired" : "expires"} on ${on}.`,
                on,
            },
        ];
    });
}

/** Per principal and kind, the existing password that expires last; none where one never expires. */
export function lastPasswords(credentials: Credential[]): Credential[] {
    const last = new Map<string, Credential>();
    const unlimited = new Set<string>();
    for (const credential of credentials) {
        const key = `${credential.principal} ${credential.kind}`;
        const before = last.get(key)?.expiresOn;
        if (credential.planned) {
            continue;
        }
        if (credential.expiresOn === null) {
            unlimited.add(key);
        } else if (before === undefined || before === null || before < credential.expiresOn) {
            last.set(key, credential);
        }
    }
    return [...last].filter(([key]) => !unlimited.has(key)).map(([, credential]) => credential);
}

function rotations({ rotations, principals, asOf }: AccessReport): Attention[] {
    const names = new Map(principals.map((principal) => [principal.id, principal.name]));
    return rotations
        .filter(({ on }) => daysBetween(asOf, on) <= nearDays)
        .map(({ principal, on, usableUntil }) => {
            const name = names.get(principal) ?? principal;
            const overdue = on <= asOf;
            return {
                level: overdue ? "critical" : "warning",
                kind: "rotation",
                title: overdue
                    ? `The password rotation of ${name} has been due since ${on}`
                    : `The password rotation of ${name} is due ${distance(asOf, on)}`,
                detail: [
                    overdue
                        ? "Deploy the stack to create the new password."
                        : "The first deployment on or after that day creates the new password.",
                    usableUntil === null ? "" : `The one in use before it works until ${usableUntil}.`,
                ]
                    .join(" ")
                    .trim(),
                on,
            };
        });
}

function sharedAccess({ registries, breakGlass }: AccessReport): Attention[] {
    const documented = new Set(breakGlass.map((entry) => entry.registry));
    return registries.flatMap((registry): Attention[] => [
        ...(registry.anonymousPull === "on"
            ? [
                  {
                      level: "critical" as const,
                      kind: "anonymous pull" as const,
                      title: `Everyone on the internet can pull from ${registry.name}`,
                      detail: "Anonymous pull is on: no login is needed for any repository.",
                      on: null,
                  },
              ]
            : []),
        ...(registry.adminUser === "on" && !documented.has(registry.id)
            ? [
                  {
                      level: "critical" as const,
                      kind: "admin user" as const,
                      title: `The admin user of ${registry.name} is on`,
                      detail: "A shared account that may pull, push and delete everything, with no recorded reason and no end date.",
                      on: null,
                  },
              ]
            : []),
    ]);
}

function withoutExpiry({ credentials, principals }: AccessReport): Attention[] {
    const names = new Map(principals.map((principal) => [principal.id, principal.name]));
    return credentials
        .filter((credential) => credential.status === "never expires" && credential.kind !== "admin password")
        .map((credential) => ({
            level: "info",
            kind: "no end date",
            title: `A password of ${names.get(credential.principal) ?? credential.principal} never expires`,
            detail: `${credential.name} (${credential.kind}) has no expiry date.`,
            on: null,
        }));
}

function exemptions({ exemptions }: AccessReport): Attention[] {
    return exemptions
        .filter(({ problem }) => problem !== null)
        .map(({ rule, resource, owner, expires, problem }) => ({
            level: "info",
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
            level: "critical",
            kind: "finding",
            title: counted(count, "violation of a mandatory policy", "violations of mandatory policies"),
            detail: "The findings below say how to fix each.",
            on: null,
        },
    ];
}

const ended = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);
