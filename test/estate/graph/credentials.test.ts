// Credentials: when they start and end, how long they last, and which of them can replace each other.
import { describe, expect, it } from "vitest";
import type { RawResource } from "../../../estate/resource";
import { UNKNOWN } from "../../../estate/value";
import { applicationPassword, rotating, token, tokenPassword, unknown, urnOf } from "../../policies/support/resources";
import { graphOf, only } from "./graph-of";

describe("a credential", () => {
    const password = (inputs: Record<string, unknown>, more: Partial<RawResource> = {}) =>
        only(
            graphOf(
                rotating("schedule", { rotationDays: 90 }),
                applicationPassword("ci", { applicationId: "a", ...inputs }, more),
            ).credentials,
        );

    it.each([
        ["its dates", { startDate: "2026-01-01T00:00:00Z", endDate: "2026-07-01T00:00:00Z" }, 181],
        ["a relative end", { endDateRelative: "2160h" }, 90],
        ["Entra's default", { startDate: "2026-01-01T00:00:00Z" }, 730],
        ["Entra's default without a start", {}, 730],
        ["an end alone", { endDate: "2026-07-01T00:00:00Z" }, UNKNOWN],
    ])("lasts as long as %s say", (_, inputs, days) => {
        expect(password(inputs).days).toBe(days);
    });

    it.each<[string, Record<string, unknown>, Record<string, unknown>, unknown]>([
        ["what Graph answered", { startDate: "2026-01-01T00:00:00Z" }, { startDate: "2026-01-02T08:00:00Z" }, 2],
        ["what was asked for, while Graph has not answered", { startDate: "2026-01-01T00:00:00Z" }, {}, 1],
        ["nothing that is known before it is made", {}, { startDate: unknown }, undefined],
    ])("starts with %s", (_, inputs, outputs, day) => {
        const { startsAt } = password(inputs, { outputs });
        expect(typeof startsAt === "number" ? new Date(startsAt).getUTCDate() : startsAt).toBe(day);
    });

    it("lasts as long as the schedule that its end is computed from", () => {
        const propertyDependencies = { endDate: [urnOf("time:index/rotating:Rotating", "schedule")] };
        expect(password({ endDate: unknown }, { propertyDependencies }).days).toBe(90);
    });

    it("can replace another of the same holder", () => {
        const graph = graphOf(
            applicationPassword("one", { applicationId: "a" }),
            applicationPassword("two", { applicationId: "a" }),
            tokenPassword("password1", { tokenId: unknown }, { propertyDependencies: { tokenId: ["urn:token"] } }),
            tokenPassword("password2", { tokenId: unknown }, { propertyDependencies: { tokenId: ["urn:token"] } }),
            token("edge", { credentials: { passwords: [{ name: "password1" }] } }),
        );
        expect(graph.credentials.map(({ holder }) => holder)).toEqual([
            "a",
            "a",
            "urn:token",
            "urn:token",
            urnOf("azure-native:containerregistry:Token", "edge"),
        ]);
    });

    it("of a token is told by what generated it, and not by the older list in the token", () => {
        const tokenId = "/subscriptions/s/resourceGroups/g/registries/r/tokens/edge";
        const passwords = [{ name: "password1" }, { name: "password2" }];
        const listed = token("edge", { credentials: { passwords } }, { id: tokenId });
        const inputs = { tokenId: tokenId.toUpperCase(), passwordName: "password1", expiresOn: "2027-01-01T00:00:00Z" };
        const told = (...resources: Parameters<typeof graphOf>) =>
            graphOf(...resources).credentials.map(({ resource, path }) => `${resource.name} ${path}`);
        expect(told(listed, tokenPassword("edge-password1", inputs))).toEqual([
            "edge credentials.passwords.1",
            "edge-password1 ",
        ]);
        // What Azure answers is another resource than the one that the component declares, and says what is there now.
        expect(told({ ...listed, parent: "urn:other" }, tokenPassword("edge-password1", inputs))).toHaveLength(3);
        expect(told(listed, tokenPassword("edge-password1", { ...inputs, tokenId: unknown }))).toHaveLength(3);
    });
});
