// Whose settings a registry in abac mode is made with: its API version is a package of its own, which the engine gives
// neither the azure-native settings of the stack nor the azure-native provider of the component.
import { Provider } from "@pulumi/azure-native";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it } from "vitest";
import { ContainerRegistry } from "../../../components";
import { type MockOptions, type Recorder, record } from "../../support/mocks";

const packageName = "azure-native_containerregistry_v20250601preview";
const providerType = `pulumi:providers:${packageName}`;

/** A provider of the package, as the SDK that `pulumi package add` generates has it. */
class OwnProvider extends pulumi.ProviderResource {
    constructor(name: string, settings: pulumi.Inputs) {
        super(packageName, name, settings);
    }
}

const abac = (name: string, opts?: pulumi.ComponentResourceOptions) =>
    new ContainerRegistry(name, { resourceGroupName: "rg", roleAssignmentMode: "abac" }, opts);

const declare = (
    program: () => void,
    config: Record<string, string> = {},
    secretKeys: string[] = [],
    options?: MockOptions,
) =>
    record(() => {
        pulumi.runtime.setAllConfig(config, secretKeys);
        program();
    }, options);

const providers = (recorder: Recorder) => recorder.tree().filter((line) => line.startsWith("pulumi:providers:"));

/** URN and id of the provider that a registry was declared with. */
const providerOf = (recorder: Recorder, name: string) =>
    recorder.resources().find((each) => each.name === name && each.type.endsWith(":containerregistry:Registry"))
        ?.provider;

/** As the engine is told of a secret. */
const secret = (value: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

describe("the provider of a registry in abac mode", () => {
    afterEach(() => pulumi.runtime.setAllConfig({}));

    it("has the stack's azure-native settings, and is one for all registries", async () => {
        const recorder = await declare(
            () => {
                abac("shop");
                abac("other");
            },
            {
                "azure-native:subscriptionId": "B",
                "azure-native:location": "koreacentral",
                "azure-native:clientSecret": "s3cret",
                "azure-native:useOidc": "true",
                "azure-native:partnerId": "partner",
                "azuread:tenantId": "another package's",
            },
            ["azure-native:partnerId"],
        );
        expect(providers(recorder)).toEqual([`${providerType} acr-auth`]);
        expect(recorder.inputs(providerType, "acr-auth")).toEqual({
            subscriptionId: "B",
            location: "koreacentral",
            clientSecret: secret("s3cret"),
            useOidc: "true",
            partnerId: secret("partner"),
        });
        expect(providerOf(recorder, "shop")).toContain(`${providerType}::acr-auth::id-of-acr-auth`);
        expect(providerOf(recorder, "other")).toBe(providerOf(recorder, "shop"));
    });

    it("takes what the stack says of the package itself before what it says of azure-native", async () => {
        const recorder = await declare(() => void abac("shop"), {
            "azure-native:subscriptionId": "B",
            "azure-native:location": "koreacentral",
            [`${packageName}:subscriptionId`]: "C",
        });
        expect(recorder.inputs(providerType, "acr-auth")).toEqual({ subscriptionId: "C", location: "koreacentral" });
    });

    it("is the engine's own where nothing is configured, and for legacy registries", async () => {
        expect(providers(await declare(() => void abac("shop")))).toEqual([]);
        const legacy = () => void new ContainerRegistry("shop", { resourceGroupName: "rg" });
        expect(providers(await declare(legacy, { "azure-native:location": "koreacentral" }))).toEqual([]);
    });

    it("has the settings of the component's provider, and is one for all that have it", async () => {
        const recorder = await declare(
            () => {
                const provider = new Provider("own", { subscriptionId: "P", clientSecret: "s3cret", useOidc: true });
                const another = new Provider("another", { subscriptionId: "Q" });
                abac("shop", { provider });
                abac("other", { providers: [provider] });
                abac("third", { provider: another });
            },
            { "azure-native:subscriptionId": "B" },
        );
        expect(providers(recorder)).toEqual([
            "pulumi:providers:azure-native another",
            "pulumi:providers:azure-native own",
            `${providerType} another < another`,
            `${providerType} own < own`,
        ]);
        expect(recorder.inputs(providerType, "own")).toEqual({
            subscriptionId: "P",
            clientSecret: secret("s3cret"),
            environment: "public",
            useOidc: "true",
        });
        expect(providerOf(recorder, "other")).toBe(providerOf(recorder, "shop"));
        expect(providerOf(recorder, "third")).toContain(`${providerType}::another`);
    });

    it("previews what its provider was not given as absent, not as unknown", async () => {
        const recorder = await declare(
            () => void abac("shop", { provider: new Provider("own", { subscriptionId: "P" }) }),
            {},
            [],
            { preview: true },
        );
        expect(recorder.inputs(providerType, "own")).toEqual({ subscriptionId: "P", environment: "public" });
    });

    it("is one of the package where the component was given one", async () => {
        const recorder = await declare(
            () => {
                abac("shop", {
                    providers: [new Provider("own", {}), new OwnProvider("newer", { subscriptionId: "N" })],
                });
            },
            { "azure-native:subscriptionId": "B" },
        );
        expect(providers(recorder)).toEqual(["pulumi:providers:azure-native own", `${providerType} newer`]);
        expect(providerOf(recorder, "shop")).toContain(`${providerType}::newer`);
    });

    it("can't be made of a reference to a provider, which is all that a program in another language hands over", async () => {
        /** What `Construct` makes of a reference. */
        class Reference extends pulumi.ProviderResource {
            constructor() {
                super("azure-native", "", {}, {}, true);
                const urn = pulumi.output("urn:pulumi:test::acr-auth::pulumi:providers:azure-native::own");
                Object.assign(this, { urn, id: pulumi.output("id-of-own") });
            }
        }
        await expect(declare(() => void abac("shop", { providers: [new Reference()] }))).rejects.toThrow(
            "roleAssignmentMode: needs the settings of the component's azure-native provider, which a program in another language does not hand over " +
                `(given: "abac"). Give the component a provider of the package ${packageName} as well, ` +
                "or configure azure-native in the stack's config and give the component no provider.",
        );
    });
});
