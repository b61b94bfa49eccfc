// Rotations and expiries as a calendar: all-day events, which fall on the same day in every time zone, with a reminder two
// weeks before. A credential keeps its UID from report to report, so that importing or subscribing again updates events
// rather than adding them. RFC 5545 and RFC 7986.
import { createHash } from "node:crypto";
import { addDays, daysBetween } from "../../azure/days";
import { lastPasswords } from "../attention";
import type { AccessReport } from "../model";
import { plain } from "../wording";

interface Event {
    uid: string;
    on: string;
    summary: string;
    description: string;
    category: "ROTATION" | "EXPIRY" | "BREAK GLASS";
}

export function icalendarReport(report: AccessReport): string {
    const events = [...rotations(report), ...expiries(report), ...breakGlass(report)].sort((a, b) =>
        a.on.localeCompare(b.on),
    );
    const stamp = `${digits(report.asOf)}T000000Z`;
    // Grows from report to report, so that calendars prefer the newer one.
    const sequence = daysBetween("2020-01-01", report.asOf);
    const lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//acr-auth//access report//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Registry credentials",
        "X-WR-CALNAME:Registry credentials",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        ...events.flatMap(({ uid, on, summary, description, category }) => [
            "BEGIN:VEVENT",
            `UID:${uid}`,
            `DTSTAMP:${stamp}`,
            `LAST-MODIFIED:${stamp}`,
            `SEQUENCE:${sequence}`,
            `DTSTART;VALUE=DATE:${digits(on)}`,
            `DTEND;VALUE=DATE:${digits(addDays(on, 1))}`,
            `SUMMARY:${text(summary)}`,
            `DESCRIPTION:${text(description)}`,
            `CATEGORIES:${category}`,
            "STATUS:CONFIRMED",
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            `DESCRIPTION:${text(summary)}`,
            // Fourteen days before, at nine in the morning: an all-day event starts at midnight.
            "TRIGGER:-P13DT15H",
            "END:VALARM",
            "END:VEVENT",
        ]),
        "END:VCALENDAR",
    ];
    return `${lines.map(folded).join("\r\n")}\r\n`;
}

function rotations({ rotations, principals }: AccessReport): Event[] {
    const owners = new Map(principals.map((principal) => [principal.id, principal]));
    return rotations.map(({ id, principal, on, usableUntil }) => {
        const owner = owners.get(principal);
        return {
            uid: uidOf("rotation", id),
            on,
            summary: `Rotate ${owner?.name} (${owner?.method})`,
            description: [
                `The first deployment on or after this day creates a new password for ${owner?.name}.`,
                usableUntil === null
                    ? ""
                    : `The one in use before it works until ${usableUntil}: by then, every client must have fetched the new one.`,
            ]
                .join(" ")
                .trim(),
            category: "ROTATION",
        };
    });
}

/** Every password's end, and whether access ends with it. */
function expiries({ credentials, principals, asOf }: AccessReport): Event[] {
    const owners = new Map(principals.map((principal) => [principal.id, principal]));
    const last = new Set(lastPasswords(credentials));
    return credentials.flatMap((credential): Event[] => {
        const { id, principal, kind, name, expiresOn, planned } = credential;
        if (expiresOn === null || planned || expiresOn < asOf) {
            return [];
        }
        const owner = owners.get(principal);
        return [
            {
                uid: uidOf("expiry", id),
                on: expiresOn,
                summary: last.has(credential)
                    ? `${owner?.name} loses access unless rotated`
                    : `A password of ${owner?.name} expires`,
                description: `${kind} ${name} of ${owner?.name} (${owner?.method}) expires on this day. ${last.has(credential) ? "It is the last one." : "A newer one exists: make sure that no client still uses this one."}`,
                category: "EXPIRY",
            },
        ];
    });
}

function breakGlass({ breakGlass, registries }: AccessReport): Event[] {
    const names = new Map(registries.map(({ id, name }) => [id, name]));
    return breakGlass.flatMap(({ registry, reason, expiresOn, status, resource }): Event[] =>
        expiresOn === null || status === "closed"
            ? []
            : [
                  {
                      uid: uidOf("break glass", resource ?? registry),
                      on: expiresOn,
                      summary: `Turn off the admin user of ${names.get(registry)}`,
                      description: `Break-glass access ends on this day; a deployment turns the admin user off.${reason === null ? "" : ` Reason: ${reason}`}`,
                      category: "BREAK GLASS",
                  },
              ],
    );
}

/** Does not reveal the resource's name: calendars are shared more widely than reports. */
const uidOf = (kind: string, id: string): string =>
    `${createHash("sha256").update(`${kind}\0${id}`).digest("hex").slice(0, 32)}@acr-auth`;

const digits = (day: string): string => day.replaceAll("-", "");

/** RFC 5545, 3.3.11. */
const text = (value: string): string => plain(value).replace(/[\\;,]/g, "\\$&");

/** RFC 5545, 3.1: at most 75 octets a line, and no character split. */
function folded(line: string): string {
    const parts: string[] = [];
    let part = "";
    let octets = 0;
    for (const character of line) {
        const size = Buffer.byteLength(character);
        if (octets + size > 75) {
            parts.push(part);
            part = " ";
            octets = 1;
        }
        part += character;
        octets += size;
    }
    return [...parts, part].join("\r\n");
}
