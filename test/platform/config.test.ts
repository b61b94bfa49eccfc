import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { problemText } from "../../components/validation";
import { asOfProblems } from "../../platform/as-of";
import { nearest } from "../../platform/nearest";
import { readConfig } from "../../platform/read-config";

/** Config as the engine hands it over: everything is text. */
function asText(values: Record<string, unknown>): Record<string, string> {
    return Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
            `acr-auth:${key}`,
            typeof value === "string" ? value : JSON.stringify(value),
        ]),
    );
}

const problemsOf = (values: Record<string, unknown>): string[] =>
    readConfig("acr-auth", asText(values)).problems.map(problemText);

describe("readConfig", () => {
    it("reads text as text and everything else as JSON, of its own project only", () => {
        const read = readConfig("acr-auth", {
            ...asText({ location: "koreacentral", allowAsOf: true, registries: { shop: { sku: "Basic" } } }),
            "azure-native:location": "westeurope",
        });
        expect(read).toEqual({
            config: { location: "koreacentral", allowAsOf: true, registries: { shop: { sku: "Basic" } } },
            problems: [],
        });
    });

    it("names every problem at once, by path, with a remedy", () => {
        expect(
            problemsOf({
                registris: {},
                allowAsOf: "yes",
                registries: { shop: { sku: "Standart", tag: { a: "b" } }, "1st shop": {} },
                access: { dev: { groupName: 7, grants: { shop: { registry: "shop", permission: "read" } } } },
                repositoryTokens: { edge: { registry: "shop", grants: { app: { permission: "pull" } }, lifetme: 30 } },
                exportPasswords: "edge",
            }),
        ).toEqual([
            'acr-auth:allowAsOf: is not a boolean (given: "yes"). Write true or false, without quotes.',
            'acr-auth:registries.shop.sku: is not a value it can have (given: "Standart"). Use one of Basic, Standard, Premium.',
            "acr-auth:registries.shop.tag: is not a known key. Did you mean tags?",
            'acr-auth:registries.1st shop: is not a usable key (given: "1st shop"). Use letters, digits and hyphens, beginning with a letter, at most 50: keys become parts of resource names.',
            "acr-auth:access.dev.groupName: is not a text (given: 7). Write it as text, in quotes where YAML would read it as something else.",
            'acr-auth:access.dev.grants.shop.permission: is not a value it can have (given: "read"). Use one of pull, push, delete, manage.',
            "acr-auth:repositoryTokens.edge.grants.app.repositories: is missing. Set it: it is required.",
            "acr-auth:repositoryTokens.edge.lifetme: is not a known key. Did you mean lifetime?",
            'acr-auth:exportPasswords: is not a list (given: "edge"). Write it as a list.',
            "acr-auth:registris: is not a known key. Did you mean registries?",
        ]);
    });

    it("asks for the registries where there are none", () => {
        expect(problemsOf({})).toEqual(["acr-auth:registries: is missing. Set it: it is required."]);
    });

    it("says which keys there are where a key is like none of them", () => {
        expect(problemsOf({ registries: { shop: { colour: "red" } } })).toEqual([
            expect.stringMatching(
                /^acr-auth:registries\.shop\.colour: is not a known key\. Use one of registryName, location, sku, /,
            ),
        ]);
    });
});

describe("asOfProblems", () => {
    it.each(["2026-11-22", "2026-11-23", "2026-11-24"])("takes %s on 2026-11-23", (asOf) => {
        expect(asOfProblems("asOf", asOf, false, "2026-11-23")).toEqual([]);
    });

    it("refuses two days off, unless that is allowed", () => {
        expect(asOfProblems("asOf", "2026-11-21", false, "2026-11-23").map(problemText)).toEqual([
            'asOf: is 2 days from today, 2026-11-23 (given: "2026-11-21"). Leave it out, or pass the day of the pipeline run to preview and up alike; allowAsOf is for demonstrations.',
        ]);
        expect(asOfProblems("asOf", "2030-01-01", true, "2026-11-23")).toEqual([]);
    });

    it("refuses what is no day even where any day is allowed", () => {
        expect(asOfProblems("asOf", "2026-13-01", true, "2026-11-23").map(problemText)).toEqual([
            'asOf: is not a date (given: "2026-13-01"). Write it as YYYY-MM-DD, such as 2026-05-31.',
        ]);
    });
});

describe("nearest", () => {
    it.each([
        ["regisrties", "registries"],
        ["Acces", "access"],
        ["quarantine", undefined],
    ])("of %s is %s", (name, expected) => {
        expect(nearest(name, ["registries", "access", "tags"])).toBe(expected);
    });
});

describe.each(["Pulumi.local.yaml", "Pulumi.local-partner.yaml"])("%s", (file) => {
    it("holds no secret and names no password to export", () => {
        const text = readFileSync(file, "utf8");
        expect(text).not.toMatch(/secure:|encryptionsalt|exportPasswords|clientSecret/i);
    });
});
