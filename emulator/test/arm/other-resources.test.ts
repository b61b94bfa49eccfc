// Other children of registries, private endpoints, and types that are kept as written.
import { describe, expect } from "vitest";
import { role } from "../services";
import { it, location, outcome } from "./azure";

describe("a registry's other children", () => {
    it.beforeEach(({ azure }) => azure.addRegistry({}, "Premium"));

    it("webhook: the address does not come back, but for who asks for it", async ({ azure }) => {
        const path = `${azure.registryId()}/webhooks/onpush`;
        const { status, body } = await azure.call("PUT", path, {
            location,
            properties: { serviceUri: "https://example.org/hook", actions: ["push"] },
        });
        expect(status).toBe(200);
        expect(body.properties).toEqual({
            status: "enabled",
            scope: "",
            actions: ["push"],
            provisioningState: "Succeeded",
        });
        await azure.call("PATCH", path, { properties: { status: "disabled" } });
        const { body: config } = await azure.call("POST", `${path}/getCallbackConfig`);
        expect(config).toEqual({ serviceUri: "https://example.org/hook", customHeaders: {} });
    });

    it("replication: only on Premium, and once per location", async ({ azure }) => {
        const put = (name: string, registry = azure.registryId()) =>
            azure.call("PUT", `${registry}/replications/${name}`, { location: name, properties: {} });
        const { status, body, headers } = await put("northeurope");
        expect(status).toBe(201);
        expect(headers["azure-asyncoperation"]).toMatch(/operationStatuses\/replications-/);
        expect(body.properties).toMatchObject({
            provisioningState: "Creating",
            status: { timestamp: "2027-01-04T00:00:00.0000000Z" },
        });
        expect(body.properties.status).not.toHaveProperty("displayStatus");
        const replica = (await azure.call("GET", body.id)).body.properties;
        expect(replica).toMatchObject({ provisioningState: "Succeeded", status: { displayStatus: "Ready" } });
        expect((await put("westeurope")).status).toBe(409);
        expect(outcome(await azure.addRegistry({}, "Standard"))).toEqual({
            status: 400,
            code: "GeoReplicationNotSupported",
        });
        await azure.addRegistry({}, "Standard", "standard");
        expect(outcome(await put("northeurope", azure.registryId("standard")))).toEqual({
            status: 400,
            code: "GeoReplicationNotSupported",
        });
    });

    it("cache rules: no overlap, no soft delete beside them", async ({ azure }) => {
        const put = (name: string, targetRepository: string) =>
            azure.call("PUT", `${azure.registryId()}/cacheRules/${name}`, {
                properties: { sourceRepository: "docker.io/library/ubuntu", targetRepository },
            });
        expect((await put("ubuntu", "cache/*")).status).toBe(201);
        expect((await put("ubuntu2", "cache/ubuntu")).status).toBe(409);
        expect((await put("other", "mirror/ubuntu")).status).toBe(201);
        const { status, body } = await azure.call(
            "PATCH",
            azure.registryId(),
            { properties: { policies: { softDeletePolicy: { status: "enabled" } } } },
            { version: "2025-06-01-preview" },
        );
        expect({ status, code: body.error.code }).toEqual({ status: 400, code: "SoftDeletePolicyConflict" });
    });

    it("credential set: an identity that must be able to read its secrets", async ({ azure }) => {
        const vault = azure.resource("Microsoft.KeyVault/vaults", "contoso-vault");
        await azure.call("PUT", vault, {
            location,
            properties: { tenantId: azure.tenantId, sku: { name: "standard" }, enableRbacAuthorization: true },
        });
        for (const name of ["user", "password"])
            await azure.call("PUT", `${vault}/secrets/${name}`, { properties: { value: "x" } });
        const uri = (name: string) => `https://contoso-vault.vault.azure.net/secrets/${name}`;
        const path = `${azure.registryId()}/credentialSets/dockerhub`;
        const made = await azure.call("PUT", path, {
            properties: {
                loginServer: "docker.io",
                authCredentials: [
                    {
                        name: "Credential1",
                        usernameSecretIdentifier: uri("user"),
                        passwordSecretIdentifier: uri("password"),
                    },
                ],
            },
        });
        expect(made.body.identity.type).toBe("systemAssigned");
        const health = async () =>
            (await azure.call("GET", path)).body.properties.authCredentials[0].credentialHealth.status;
        expect(await health()).toBe("Unhealthy");
        await azure.assign(vault, made.body.identity.principalId, "4633458b-17de-408a-b874-0445c86b69e6", {
            principalType: "ServicePrincipal",
        });
        expect(await health()).toBe("Healthy");
    });
});

describe("what is kept as written", () => {
    it("diagnostic settings need a place to go and known categories", async ({ azure }) => {
        await azure.addRegistry();
        const put = (properties: unknown) =>
            azure.call("PUT", `${azure.registryId()}/providers/Microsoft.Insights/diagnosticSettings/audit`, {
                properties,
            });
        const logs = [{ category: "ContainerRegistryLoginEvents", enabled: true }];
        expect((await put({ logs })).body.error.message).toBe("At least one data sink needs to be specified.");
        expect((await put({ workspaceId: "/w", logs: [{ category: "Everything" }] })).status).toBe(400);
        expect((await put({ workspaceId: "/w", logs })).status).toBe(200);
    });

    it("container groups do not show registry passwords", async ({ azure }) => {
        const { status } = await azure.call(
            "PUT",
            azure.resource("Microsoft.ContainerInstance/containerGroups", "job"),
            {
                location,
                properties: {
                    osType: "Linux",
                    containers: [{ name: "job" }],
                    imageRegistryCredentials: [
                        { server: "contoso.azurecr.io", username: "build", password: "not shown" },
                    ],
                },
            },
        );
        expect(status).toBe(201);
        expect(JSON.stringify(azure.state)).not.toContain("not shown");
    });

    it("a system-assigned identity lives as long as its resource", async ({ azure }) => {
        const path = azure.resource("Microsoft.App/containerApps", "web");
        const { body } = await azure.call("PUT", path, {
            location,
            identity: { type: "SystemAssigned" },
            properties: { template: {} },
        });
        await azure.addRegistry();
        await azure.assign(azure.registryId(), body.identity.principalId, role.acrPull, {
            principalType: "ServicePrincipal",
        });
        await azure.call("DELETE", path);
        expect(azure.state.servicePrincipals.some(({ id }) => id === body.identity.principalId)).toBe(false);
    });

    it("unknown types are refused", async ({ azure }) => {
        expect(outcome(await azure.call("GET", azure.resource("Microsoft.Compute/virtualMachines", "vm")))).toEqual({
            status: 404,
            code: "InvalidResourceType",
        });
    });
});
