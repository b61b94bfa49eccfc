import { describe, expect, it } from "vitest";
import { problemText } from "../../components/inputs/validation";
import { readConfig } from "../../platform/read-config";
import { asText } from "./support";

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
            'allowAsOf: is not a boolean (given: "yes"). Write true or false, without quotes.',
            'registries.shop.sku: is not an allowed value (given: "Standart"). Use one of Basic, Standard, Premium.',
            "registries.shop.tag: is not a known key. Did you mean tags?",
            'registries.1st shop: is not a valid key (given: "1st shop"). Use letters, digits and hyphens, beginning with a letter, at most 50 characters: keys become parts of resource names.',
            "access.dev.groupName: is not a string (given: 7). Write it as a string, in quotes where YAML would read it as something else.",
            'access.dev.grants.shop.permission: is not an allowed value (given: "read"). Use one of pull, push, delete, manage.',
            "repositoryTokens.edge.grants.app.repositories: is missing. Set it; it is required.",
            "repositoryTokens.edge.lifetme: is not a known key. Did you mean lifetime?",
            'exportPasswords: is not a list (given: "edge"). Write it as a list.',
            "registris: is not a known key. Did you mean registries?",
        ]);
    });

    it("asks for the registries where there are none", () => {
        expect(problemsOf({})).toEqual(["registries: is missing. Set it; it is required."]);
    });

    it("says which keys there are where a key is like none of them", () => {
        expect(problemsOf({ registries: { shop: { colour: "red" } } })).toEqual([
            expect.stringMatching(
                /^registries\.shop\.colour: is not a known key\. Use one of registryName, resourceGroupName, location, sku, /,
            ),
        ]);
    });
});
