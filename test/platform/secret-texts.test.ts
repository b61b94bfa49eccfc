// Texts of the stack config that were set with --secret: none stands in plain text in an input or a message.
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, it } from "vitest";
import { isSecret, type RecordedResource } from "../support/mocks";
import { asText, deploy, stackFile } from "./support";

/** Sets the config as the engine does. */
const withSecrets = (config: Record<string, string>, secretKeys = Object.keys(config)) => {
    pulumi.runtime.setAllConfig(config, secretKeys);
    return config;
};

/** What stands in plain text in the inputs of resources. */
const plainTexts = (resources: RecordedResource[]): string[] => {
    const texts = (value: unknown): string[] => {
        if (typeof value === "string") return [value];
        return typeof value === "object" && value !== null && !isSecret(value)
            ? Object.entries(value).flatMap(([key, item]) => (key.startsWith("__") ? [] : texts(item)))
            : [];
    };
    return resources
        .filter(({ type }) => type !== "pulumi:pulumi:StackReference")
        .flatMap(({ inputs }) => texts(inputs));
};

describe("secret stack config", () => {
    afterEach(() => pulumi.runtime.setAllConfig({}));

    it("leaves no text of the sample stack in plain text, and the same tree", async () => {
        const config = stackFile("Pulumi.local.yaml");
        const open = await deploy(config);
        // The control: without the mark, the texts are there.
        expect(plainTexts(open.resources())).toContain("koreacentral");

        const secret = await deploy(withSecrets(config));
        expect(secret.tree()).toEqual(open.tree());
        const texts = Object.values(config).flatMap((text) =>
            [...text.matchAll(/:"([^"]+)"/g)].map(([, value]) => value ?? ""),
        );
        expect(texts.length).toBeGreaterThan(30);
        const left = plainTexts(secret.resources());
        expect(texts.filter((text) => left.some((plain) => plain.includes(text)))).toEqual([]);
        // What no text of the config is part of, stays readable.
        expect(left).toContain("AzureServices");
    });

    it("keeps a marked section secret, in what is computed of it too, and nothing else", async () => {
        const config = asText({
            registries: {
                shop: { sku: "Premium", webhooks: { deploys: { serviceUri: "https://hooks.example/t0ken" } } },
            },
            repositoryTokens: {
                gateway: { registry: "shop", grants: { app: { repositories: ["project-x/app"], permission: "pull" } } },
            },
            tags: { team: "web-team" },
        });
        const recorder = await deploy(withSecrets(config, ["acr-auth:repositoryTokens"]));
        const left = plainTexts(recorder.resources());
        expect(left.filter((text) => text.includes("project-x"))).toEqual([]);
        expect(left).toContain("web-team");
        expect(recorder.inputs(":ScopeMap", "gateway-scope-map").actions).toMatchObject({
            value: ["repositories/project-x/app/content/read", "repositories/project-x/app/metadata/read"],
        });
    });

    it("is not repeated in messages", async () => {
        const config = asText({ registries: { shop: { registryName: "t0ken!" } }, location: 7 });
        await expect(deploy(config)).rejects.toThrow("t0ken!");
        await expect(deploy(withSecrets(config))).rejects.toThrow(
            /registries\.shop\.registryName: is not a registry name\. Use 5 to 50/,
        );
    });
});
