// The calendar, read back with ical.js: the parser of Thunderbird and of many calendar servers.
import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { icalendarReport } from "../../../inventory/render/icalendar";
import { asOf } from "../report-parts";
import { sampleReport } from "../sample-report";

const events = (text: string) =>
    new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => {
        const event = new ICAL.Event(component);
        const [alarm, ...others] = component.getAllSubcomponents("valarm");
        const trigger = alarm?.getFirstPropertyValue("trigger") as ICAL.Duration;
        const due = event.startDate.clone();
        due.isDate = false;
        due.addDuration(trigger);
        return {
            uid: event.uid,
            day: event.startDate.toString(),
            end: event.endDate.toString(),
            allDay: event.startDate.isDate,
            summary: event.summary,
            description: event.description,
            sequence: event.sequence,
            reminder: due.toString(),
            alarms: others.length + 1,
        };
    });

describe("the calendar", () => {
    const parsed = events(icalendarReport(sampleReport()));

    it("has an all-day event for each rotation, each expiry and each break glass", () => {
        expect(parsed.map(({ day, summary }) => `${day} ${summary}`)).toEqual([
            "2026-12-01 Rotate factory-device (repository token)",
            "2026-12-05 Turn off the admin user of shoplegacy",
            "2026-12-06 A password of factory-device expires",
            "2026-12-09 partner-upload loses access unless rotated",
            "2027-02-11 Rotate ci-push (service principal)",
            "2027-02-16 A password of ci-push expires",
            "2027-03-25 Rotate edge-aks (AKS service principal)",
            "2027-03-30 A password of edge-aks expires",
            "2027-05-30 Rotate factory-device (repository token)",
            "2027-06-04 factory-device loses access unless rotated",
            "2027-08-10 Rotate ci-push (service principal)",
            "2027-08-15 ci-push loses access unless rotated",
            "2027-09-26 edge-aks loses access unless rotated",
            "2028-02-06 Rotate ci-push (service principal)",
        ]);
        expect(parsed.every(({ allDay, day, end }) => allDay && Date.parse(end) - Date.parse(day) === 86_400_000)).toBe(
            true,
        );
    });

    it("reminds once, two weeks before, at nine in the morning of the reader", () => {
        expect(parsed.map(({ alarms }) => alarms)).toEqual(parsed.map(() => 1));
        // No Z and no zone: whatever time zone the reader is in.
        expect(parsed[0]?.reminder).toBe("2026-11-17T09:00:00");
    });

    it("keeps the UID of an event from report to report, and numbers later reports higher", () => {
        const later = { ...sampleReport(), asOf: "2026-11-30" };
        const again = events(icalendarReport(later));
        expect(again.map(({ uid }) => uid)).toEqual(parsed.map(({ uid }) => uid));
        expect(new Set(parsed.map(({ uid }) => uid)).size).toBe(parsed.length);
        expect((again[0]?.sequence ?? 0) - (parsed[0]?.sequence ?? 0)).toBe(7);
    });

    it("moves an event rather than adding one when a schedule changes", () => {
        const moved = sampleReport();
        moved.rotations = moved.rotations.map((rotation) => ({
            ...rotation,
            on: rotation.id === "ci-push/2" ? "2027-01-04" : rotation.on,
        }));
        const now = events(icalendarReport(moved));
        const before = parsed.find(({ day, summary }) => day === "2027-02-11" && summary.startsWith("Rotate ci-push"));
        expect(now.find(({ uid }) => uid === before?.uid)?.day).toBe("2027-01-04");
    });

    it("folds lines at 75 octets without splitting a character, and unfolds to the same text", () => {
        const report = sampleReport();
        const name = "배포-파이프라인, 운영; \\o/ ".repeat(6).trim();
        report.principals = report.principals.map((principal) => ({ ...principal, name }));
        const text = icalendarReport(report);
        for (const line of text.split("\r\n")) {
            expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
            expect(line).not.toContain("\ufffd");
        }
        expect(events(text)[0]?.summary).toBe(`Rotate ${name} (repository token)`);
        expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
        expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    });

    it("leaves out what has ended and what is only planned", () => {
        const report = sampleReport();
        report.credentials = report.credentials.map((credential) => ({
            ...credential,
            expiresOn: credential.planned ? credential.expiresOn : "2026-11-01",
        }));
        report.rotations = [];
        report.breakGlass = [];
        expect(events(icalendarReport({ ...report, asOf }))).toEqual([]);
    });
});
