import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { platform } from "../../platform/platform";
import { clientIdIn } from "../../platform/stack-references";
import { record } from "../support/mocks";

const yaml = createRequire(resolve("package.json"))("js-yaml") as { load(text: string): unknown };

/** Config of a stack file as the engine hands it to the program. */
function stackConfig(file: string): Record<string, string> {
    const { config } = yaml.load(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
    return Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
    );
}

const invokes = {
    "azuread:index/getGroup:getGroup": () => ({ objectId: "group-id" }),
    "azuread:index/getUser:getUser": () => ({ objectId: "user-id" }),
    "azure-native:authorization:getClientConfig": () => ({ tenantId: "tenant" }),
    "azuread:index/getClientConfig:getClientConfig": () => ({ tenantId: "tenant" }),
};

const clientId = "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44";
/** What the stacks that a config names have exported. */
const outputs = {
    "pulumi:pulumi:StackReference": { outputs: { crossTenantApplications: { "partner-cluster": { clientId } } } },
};

const deploy = (config: Record<string, string>, stack = "local") =>
    record(() => void platform(config), { invokes, outputs, stack });
const text = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`acr-auth:${key}`, JSON.stringify(value)]));

describe("the sample stack", () => {
    it("is exactly this tree", async () => {
        expect((await deploy(stackConfig("Pulumi.local.yaml"))).tree()).toMatchSnapshot();
    });

    it("has exactly this tree in the partner's tenant, without a resource group", async () => {
        expect((await deploy(stackConfig("Pulumi.local-partner.yaml"), "local-partner")).tree()).toEqual([
            "acr-auth:index:CrossTenantApplication partner-cluster",
            "azuread:index/application:Application partner-cluster < partner-cluster",
            "azuread:index/applicationPassword:ApplicationPassword partner-cluster-password-4 < partner-cluster",
            "azuread:index/applicationPassword:ApplicationPassword partner-cluster-password-5 < partner-cluster",
            "azuread:index/servicePrincipal:ServicePrincipal partner-cluster < partner-cluster",
        ]);
    });

    it("is the same tree on whatever day it runs", async () => {
        const config = stackConfig("Pulumi.local.yaml");
        const inputs = (await deploy(config)).resources().map(({ name, inputs }) => JSON.stringify([name, inputs]));
        const again = (await deploy(config)).resources().map(({ name, inputs }) => JSON.stringify([name, inputs]));
        expect(again).toEqual(inputs);
    });
});

describe("platform", () => {
    const minimal = { registries: { shop: {} } };

    it("makes a resource group, unless it is given one", async () => {
        const own = await deploy(text(minimal));
        expect(own.inputs(":ResourceGroup", "registries")).toEqual({});
        const given = await deploy({ ...text(minimal), "acr-auth:resourceGroupName": "known" });
        expect(given.tree()).toEqual([
            "acr-auth:index:ContainerRegistry shop",
            "azure-native:containerregistry:Registry shop < shop",
            "random:index/randomId:RandomId shop-suffix < shop",
        ]);
        expect(given.inputs(":Registry", "shop")).toMatchObject({ resourceGroupName: "known" });
    });

    it("puts location and tags on every registry, which may have their own", async () => {
        const recorder = await deploy({
            ...text({
                registries: { shop: { tags: { team: "web" }, location: "eastus" }, builds: {} },
                tags: { app: "a" },
            }),
            "acr-auth:location": "koreacentral",
        });
        expect(recorder.inputs(":Registry", "shop")).toMatchObject({
            location: "eastus",
            tags: { app: "a", team: "web" },
        });
        expect(recorder.inputs(":Registry", "builds")).toMatchObject({ location: "koreacentral", tags: { app: "a" } });
    });

    it("exports a password only if it is asked for by name, and as a secret", async () => {
        const grants = { shop: { registry: "shop", permission: "pull" } };
        const config = {
            ...minimal,
            servicePrincipals: { web: { grants }, batch: { grants } },
            exportPasswords: ["web"],
        };
        const exported: { passwords?: Record<string, pulumi.Output<string>> } = {};
        await record(
            () => {
                exported.passwords = platform(text(config)).passwords;
            },
            { invokes },
        );
        expect(Object.keys(exported.passwords ?? {})).toEqual(["web"]);
        for (const password of Object.values(exported.passwords ?? {})) {
            expect(await pulumi.isSecret(password)).toBe(true);
        }
    });

    it("names everything that is wrong in a well-formed config at once and declares nothing", async () => {
        const shop = { shop: { registry: "shop", permission: "pull" } };
        const deployed = deploy({
            ...text({
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
                /^ {2}acr-auth:asOf: is \d+ days from today, \d{4}-\d\d-\d\d \(given: "2020-01-01"\)\. Leave it out, or pass the day of the pipeline run to preview and up alike; allowAsOf is for demonstrations\.$/,
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

    it("names ill-formed entries and what is wrong in the others at once", async () => {
        const grants = { shop: { registry: "shop", permission: "pull" } };
        const deployed = deploy(
            text({
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

    const pulls = (entry: Record<string, unknown>) => {
        const grants = { shop: { registry: "shop", permission: "pull" } };
        return deploy(text({ ...minimal, crossTenantAksPulls: { partner: { ...entry, grants } } }));
    };

    it.each<[string, Record<string, unknown>, string | undefined]>([
        ["the config", { clientId }, undefined],
        ["another stack of the project", { application: { stack: "clusters", name: "partner-cluster" } }, "clusters"],
        ["any other stack", { application: { stack: "partner/acr/eu", name: "partner-cluster" } }, "partner/acr/eu"],
    ])("takes the client id of another tenant's application from %s", async (_, entry, stack) => {
        const recorder = await pulls(entry);
        expect(recorder.inputs(":ServicePrincipal", "partner")).toEqual({ clientId });
        const references = recorder.resources().filter(({ type }) => type === "pulumi:pulumi:StackReference");
        const path = stack === "clusters" ? "organization/acr-auth/clusters" : stack;
        expect(references.map(({ name }) => name)).toEqual(path === undefined ? [] : [path]);
    });

    it.each<[string, Record<string, unknown>, string]>([
        [
            "no application at all",
            {},
            "clientId: is missing, and so are its alternatives. Give exactly one of clientId, application.",
        ],
        [
            "two applications",
            { clientId, application: { stack: "clusters", name: "partner-cluster" } },
            "clientId: is one of several alternatives: clientId, application. Give exactly one of clientId, application.",
        ],
        [
            "what is no client id",
            { clientId: "web" },
            'clientId: is not the client id of an application (given: "web"). Give the clientId of a CrossTenantApplication, or what `az ad app show --query appId` prints.',
        ],
    ])("refuses %s", async (_, entry, problem) => {
        await expect(pulls(entry)).rejects.toThrow(
            `The config of stack local has a problem; nothing was created:\n  acr-auth:crossTenantAksPulls.partner.${problem}`,
        );
    });

    it.each([
        ["has others", { web: { clientId }, "partner-cluster": { clientId } }, "web, partner-cluster"],
        ["has none", {}, "none"],
        ["has not been brought up", undefined, "none"],
    ])("says which applications the other stack has, where it %s", (_, applications, names) => {
        expect(() => clientIdIn(applications, { stack: "clusters", name: "partner" })).toThrow(
            `Stack clusters exports no crossTenantApplications.partner; it has ${names}. Bring that stack up first, or name an application of its own.`,
        );
    });

    it("counts the tokens of a registry against its SKU", async () => {
        const token = { registry: "shop", grants: { app: { repositories: ["app"], permission: "pull" } } };
        const tokens = (count: number) =>
            Object.fromEntries(Array.from({ length: count }, (_, index) => [`token-${index}`, token]));
        const deployed = deploy(text({ registries: { shop: { sku: "Basic" } }, repositoryTokens: tokens(101) }));
        await expect(deployed).rejects.toThrow(
            'acr-auth:registries.shop.sku: allows 100 tokens, and repositoryTokens defines 101 for this registry (given: "Basic"). Choose a higher SKU, or spread the tokens over several registries.',
        );
    });

    it("says which registry was probably meant", async () => {
        const grants = { shop: { registry: "shp", permission: "pull" } };
        await expect(
            deploy(text({ ...minimal, access: { dev: { groupName: "developers", grants } } })),
        ).rejects.toThrow(
            'acr-auth:access.dev.grants.shop.registry: references an undefined registry (given: "shp"). Did you mean shop?',
        );
    });
});
