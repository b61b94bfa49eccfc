import { describe, expect, it } from "vitest";
import { asText, clientId, deploy } from "../support";

describe("crossTenantAksPulls", () => {
    const pulls = (entry: Record<string, unknown>) => {
        const grants = { shop: { registry: "shop", permission: "pull" } };
        return deploy(asText({ registries: { shop: {} }, crossTenantAksPulls: { partner: { ...entry, grants } } }));
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
});
