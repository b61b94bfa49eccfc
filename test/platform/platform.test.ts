import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { platform } from "../../platform/platform";
import { type Recorder, record } from "../support/mocks";
import { asText, deploy, invokes, stackFile } from "./support";

describe("the sample stack", () => {
    it("is exactly this tree", async () => {
        expect((await deploy(stackFile("Pulumi.local.yaml"))).tree()).toMatchSnapshot();
    });

    it("has exactly this tree in the partner's tenant, without a resource group", async () => {
        expect((await deploy(stackFile("Pulumi.local-partner.yaml"), "local-partner")).tree()).toEqual([
            "acr-auth:index:CrossTenantApplication partner-cluster",
            "azuread:index/application:Application partner-cluster < partner-cluster",
            "azuread:index/applicationPassword:ApplicationPassword partner-cluster-password-4 < partner-cluster",
            "azuread:index/applicationPassword:ApplicationPassword partner-cluster-password-5 < partner-cluster",
            "azuread:index/servicePrincipal:ServicePrincipal partner-cluster < partner-cluster",
        ]);
    });

    it("is the same tree on whatever day it runs", async () => {
        const config = stackFile("Pulumi.local.yaml");
        const inputs = (await deploy(config)).resources().map(({ name, inputs }) => JSON.stringify([name, inputs]));
        const again = (await deploy(config)).resources().map(({ name, inputs }) => JSON.stringify([name, inputs]));
        expect(again).toEqual(inputs);
    });
});

describe("platform", () => {
    const minimal = { registries: { shop: {} } };

    it("makes a resource group, unless it is given one", async () => {
        const own = await deploy(asText(minimal));
        expect(own.inputs(":ResourceGroup", "registries")).toEqual({});
        const given = await deploy({ ...asText(minimal), "acr-auth:resourceGroupName": "known" });
        expect(given.tree()).toEqual([
            "acr-auth:index:ContainerRegistry shop",
            "azure-native:containerregistry:Registry shop < shop",
            "random:index/randomId:RandomId shop-suffix < shop",
        ]);
        expect(given.inputs(":Registry", "shop")).toMatchObject({ resourceGroupName: "known" });
    });

    it("leaves a registry in a resource group of its own, and makes none that nothing needs", async () => {
        const recorder = await deploy(asText({ registries: { shop: { resourceGroupName: "old" } } }));
        expect(recorder.inputs(":Registry", "shop")).toMatchObject({ resourceGroupName: "old" });
        expect(recorder.tree().filter((line) => line.includes("ResourceGroup"))).toEqual([]);
    });

    it("puts location and tags on every registry, which may have their own", async () => {
        const recorder = await deploy({
            ...asText({
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
                exported.passwords = platform(asText(config)).passwords;
            },
            { invokes },
        );
        expect(Object.keys(exported.passwords ?? {})).toEqual(["web"]);
        for (const password of Object.values(exported.passwords ?? {})) {
            expect(await pulumi.isSecret(password)).toBe(true);
        }
    });

    it.for([
        ["a day that the config allows", { asOf: "2020-01-01", allowAsOf: true }, "2020-01-01"],
        ["no day where it allows none", { asOf: new Date().toISOString().slice(0, 10) }, undefined],
        ["no day where it has none", { allowAsOf: true }, undefined],
    ] as const)("exports %s", async ([_, date, expected]) => {
        const exported: { day?: string } = {};
        await record(() => {
            exported.day = platform(asText({ ...minimal, ...date })).allowedAsOf;
        });
        expect(exported.day).toBe(expected);
    });

    it("starts no generation before its day has come in UTC, whatever date a pipeline passes", async () => {
        vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-06-29T20:00:00Z") });
        onTestFinished(() => void vi.useRealTimers());
        const grants = { shop: { registry: "shop", permission: "pull" } };
        const recorder = await deploy(
            asText({
                ...minimal,
                asOf: "2026-06-30",
                // The second generation starts on 2026-06-30.
                servicePrincipals: { web: { startsOn: "2026-01-01", grants } },
            }),
        );
        expect(recorder.resources().flatMap(({ name }) => (name.includes("-password-") ? [name] : []))).toEqual([
            "web-password-0",
        ]);
    });

    describe("the vault", () => {
        const config = {
            ...minimal,
            servicePrincipals: { web: { grants: { shop: { registry: "shop", permission: "pull" } } } },
            vaultSecrets: {
                "web-login": { credential: "web", readers: { team: { groupName: "Shop developers" } } },
            },
        };
        const assignments = (recorder: Recorder) =>
            recorder
                .resources()
                .filter(({ name, type }) => type.endsWith(":RoleAssignment") && name !== "web-shop-AcrPull");

        it("lets the deployer delete secrets, before there is one", async () => {
            const recorder = await deploy(asText(config));
            expect(recorder.inputs(":RoleAssignment", "vault-deployer")).toMatchObject({
                principalId: "deployer",
                principalType: "ServicePrincipal",
                scope: expect.stringMatching(/\/vaults\/vault$/),
                roleDefinitionId: expect.stringMatching(/\/b86a8fe4-44ce-4948-aee5-eccb2c155cd7$/),
            });
            const login = recorder.resources().find(({ type }) => type.endsWith(":CredentialVault"));
            expect(namesOf(login?.options.dependsOn)).toEqual(["vault-deployer"]);
        });

        it("of the config is left as it is, and readers get its secret", async () => {
            const vault = { name: "known", resourceGroupName: "vaults" };
            const recorder = await deploy(asText({ ...config, vault }));
            expect(assignments(recorder).map(({ name, inputs }) => [name, inputs.principalId, inputs.scope])).toEqual([
                ["web-login-reader-team", "group-id", expect.stringMatching(/\/vaults\/known\/secrets\/web-login$/)],
            ]);
        });

        it("names the reader that can't be one", async () => {
            const readers = { team: {} };
            const wrong = { ...config, vaultSecrets: { "web-login": { credential: "web", readers } } };
            await expect(deploy(asText(wrong))).rejects.toThrow(
                "  acr-auth:vaultSecrets.web-login.readers.team.principalId: is missing, and so are its alternatives.",
            );
        });
    });
});

/** Names of the resources that an option refers to. */
function namesOf(resources: unknown): unknown[] {
    return [resources].flat().map((resource) => (resource as { __name?: string }).__name);
}
