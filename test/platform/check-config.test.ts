import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { asText, deploy } from "./support";

describe("a config with mistakes", () => {
    it("is refused with all of them at once, and nothing is declared", async () => {
        const shop = { shop: { registry: "shop", permission: "pull" } };
        const deployed = deploy({
            ...asText({
                registries: { shop: { registryName: "my-registry", dataEndpoint: true } },
                access: {
                    dev: { groupName: "developers", grants: shop },
                    ops: { groupName: "Developers", grants: { again: { registry: "shop", permission: "delete" } } },
                },
                servicePrincipals: { ci: { grants: shop, lifetime: 400, period: 300 } },
                repositoryTokens: {
                    edge: {
                        registry: "shop",
                        grants: { app: { repositories: ["a/*/b"], permission: "pull" } },
                        startsOn: "2999-01-01",
                    },
                },
                exportPasswords: ["ci", "nobody"],
            }),
            "acr-auth:asOf": "2020-01-01",
        });
        const error = await deployed.then(
            () => undefined,
            (reason: unknown) => reason,
        );
        expect(pulumi.RunError.isInstance(error)).toBe(true);
        expect((error as Error).message.split("\n")).toEqual([
            "The config of stack local has 11 problems; nothing was created:",
            expect.stringMatching(
                /^ {2}acr-auth:asOf: is \d+ days from today, \d{4}-\d\d-\d\d \(given: "2020-01-01"\)\. Leave it out, or pass the date of the pipeline run to both preview and up; allowAsOf is for demonstrations\.$/,
            ),
            '  acr-auth:exportPasswords[1]: references an undefined credential (given: "nobody"). Use one of ci, edge.',
            '  acr-auth:registries.shop.registryName: is not a registry name (given: "my-registry"). Use 5 to 50 letters and digits, and no other characters.',
            "  acr-auth:registries.shop.dataEndpoint: needs the Premium SKU, and this registry has Standard (given: true). Set sku to Premium, or leave dataEndpoint out.",
            "  acr-auth:servicePrincipals.ci.lifetime: is longer than 365 days (given: 400). Set it to at most 365.",
            "  acr-auth:servicePrincipals.ci.period: is more than half of the lifetime of 400 days, so that two generations would not overlap long enough (given: 300). Set it to at most 182.",
            expect.stringContaining("acr-auth:servicePrincipals.ci.startsOn: is after 2020-01-01"),
            '  acr-auth:repositoryTokens.edge.tokenName: is not a token name (given: "edge"). Use 5 to 50 letters, digits and hyphens, and no other characters.',
            '  acr-auth:repositoryTokens.edge.grants.app.repositories[0]: has a wildcard that is not the last part of the name (given: "a/*/b"). Use a wildcard only as the whole last part, as in team/*.',
            expect.stringContaining("acr-auth:repositoryTokens.edge.startsOn: is after 2020-01-01"),
            "  acr-auth:access.ops.grants.again: assigns AcrPull on the same registry as access.dev.grants.shop. Grant a registry once, with the widest permission and all its repositories.",
        ]);
    });

    it("is refused with invalid entries and what is wrong in the valid ones at once", async () => {
        const grants = { shop: { registry: "shop", permission: "pull" } };
        const deployed = deploy(
            asText({
                registries: { shop: { sku: "Gold" }, builds: { registryName: "my-registry", skus: "red" } },
                acess: {},
                servicePrincipals: { ci: { grants, lifetime: "long" }, web: { grants, lifetime: 400 } },
                exportPasswords: "ci",
            }),
        );
        await expect(deployed).rejects.toThrow(
            [
                "The config of stack local has 7 problems; nothing was created:",
                '  acr-auth:registries.shop.sku: is not an allowed value (given: "Gold"). Use one of Basic, Standard, Premium.',
                "  acr-auth:registries.builds.skus: is not a known key. Did you mean sku?",
                '  acr-auth:servicePrincipals.ci.lifetime: is not a number (given: "long"). Write it as a number, without quotes.',
                '  acr-auth:exportPasswords: is not a list (given: "ci"). Write it as a list.',
                "  acr-auth:acess: is not a known key. Did you mean access?",
                '  acr-auth:registries.builds.registryName: is not a registry name (given: "my-registry"). Use 5 to 50 letters and digits, and no other characters.',
                "  acr-auth:servicePrincipals.web.lifetime: is longer than 365 days (given: 400). Set it to at most 365.",
            ].join("\n"),
        );
    });
});
