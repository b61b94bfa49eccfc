// A caller's secrets stay secret: no text that is given as one stands in plain text in an input, of the component or below it.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ContainerRegistry, RepositoryToken } from "../../../components";
import { isSecret, record, registryReference } from "../../support/mocks";

/** A text that nothing else holds, as a secret or not. */
const texts = (wrap: (text: string) => pulumi.Input<string>) => {
    let count = 0;
    return (before = "", after = "") => {
        count += 1;
        return wrap(`${before}t0ken${count}${after}`);
    };
};

const plainTexts = (value: unknown): string[] => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null && !isSecret(value)
        ? Object.entries(value).flatMap(([key, item]) => (key.startsWith("__") ? [] : [key, ...plainTexts(item)]))
        : [];
};

const leaks = async (wrap: (text: string) => pulumi.Input<string>): Promise<string[]> => {
    const text = texts(wrap);
    const subnet = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/";
    const recorder = await record(() => {
        const registry = new ContainerRegistry("shop", {
            resourceGroupName: text(),
            registryName: text("shop"),
            location: text(),
            sku: "Premium",
            tags: { team: text() },
            logWorkspaceResourceId: text("/"),
            customerManagedKey: { keyUri: text(), identityResourceId: text("/"), identityClientId: text() },
            privateEndpoints: {
                hub: {
                    subnetResourceId: text(subnet),
                    location: text(),
                    resourceGroupName: text(),
                    dnsZoneResourceIds: [text("/")],
                },
            },
            webhooks: {
                deploys: { serviceUri: text("https://"), scope: text(), customHeaders: { authorization: text() } },
            },
            cacheCredentials: {
                "docker-login": { loginServer: "docker.io", usernameSecretUri: text(), passwordSecretUri: text() },
            },
            replications: { japaneast: {} },
            lock: "CanNotDelete",
        });
        new RepositoryToken("device", {
            registry: registry.reference,
            grants: { app: { repositories: ["app"], permission: "pull" } },
        });
        const { resourceId, roleAssignmentMode } = registryReference("shop");
        new RepositoryToken("device-two", {
            registry: {
                resourceId: wrap(resourceId.replace("shop", "t0ken")),
                loginServer: text(),
                roleAssignmentMode,
            },
            grants: { app: { repositories: ["app"], permission: "pull" } },
        });
    });
    // The registry's id is what Azure answers, and no secret.
    const given = (found: string) => found.includes("t0ken") && !/\/registries\/shopt0ken\d+/.test(found);
    return recorder.resources().flatMap(({ name, type, inputs }) =>
        plainTexts(inputs)
            .filter(given)
            .map((found) => `${type} ${name}: ${found}`),
    );
};

describe("texts given as secrets", () => {
    it("stand nowhere in plain text", async () => {
        expect(await leaks((text) => pulumi.secret(text))).toEqual([]);
    });

    it("would be seen otherwise", async () => {
        expect((await leaks((text) => text)).length).toBeGreaterThan(30);
    });
});
