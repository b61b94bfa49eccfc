// What needs attention, by level.
import { describe, expect, it } from "vitest";
import { attention } from "../../inventory/attention";
import { sampleReport } from "./sample-report";

describe("attention", () => {
    const titles = (change: Partial<ReturnType<typeof sampleReport>>) =>
        attention({ ...sampleReport(), ...change }).map(({ level, title }) => `${level}: ${title}`);

    it("puts break glass first, then shared access and violations, then what is due soon", () => {
        expect(titles({})).toEqual([
            "critical: The admin user of shoplegacy is on",
            "critical: Everyone on the internet can pull from shoplegacy",
            "critical: 1 violation of a mandatory policy",
            "warning: The password rotation of factory-device is due in 8 days",
            "warning: partner-upload loses access in 16 days",
            "info: The exemption of public* from anonymous-pull-disabled expired on 2026-10-01",
        ]);
    });

    it("names who lost access and which rotation was missed", () => {
        expect(titles({ asOf: "2026-12-09", breakGlass: [], registries: [], findings: [], exemptions: [] })).toEqual([
            "critical: The password rotation of factory-device has been due since 2026-12-01",
            "critical: partner-upload can no longer log in",
        ]);
    });

    it("does not call a password that is followed by another the end of access", () => {
        expect(
            titles({
                asOf: "2027-02-10",
                breakGlass: [],
                registries: [],
                findings: [],
                exemptions: [],
                rotations: [],
            }).join(),
        ).not.toContain("ci-push");
    });

    it("is empty where nothing needs it", () => {
        expect(
            titles({ breakGlass: [], registries: [], credentials: [], rotations: [], findings: [], exemptions: [] }),
        ).toEqual([]);
    });
});
