// The resources around a registry: what the service adds, refuses and removes with them.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createTestEmulator, role, start, type TestEmulator } from "./services";

let azure: TestEmulator;
beforeEach(async () => {
    azure = createTestEmulator();
    await azure.addGroup();
});

const location = "westeurope";
const resource = (type: string, name: string) => `${azure.group}/providers/${type}/${name}`;
const outcome = ({ status, body }: { status: number; body: { error: { code: string } } }) => ({
    status,
    code: body.error.code,
});

describe("a user-assigned identity", () => {
    const path = () => resource("Microsoft.ManagedIdentity/userAssignedIdentities", "puller");
    const add = () => azure.call("PUT", path(), { location });
    const credential = (name: string, subject = "repo:contoso/app:ref:refs/heads/main") =>
        azure.call("PUT", `${path()}/federatedIdentityCredentials/${name}`, {
            properties: {
                issuer: "https://token.actions.githubusercontent.com",
                subject,
                audiences: ["api://AzureADTokenExchange"],
            },
        });

    it("comes with a service principal and goes with it", async () => {
        const made = await add();
        expect(made.status).toBe(201);
        expect(made.headers.location).toBe(path().replace("resourceGroups", "resourcegroups"));
        const { principalId, clientId } = made.body.properties;
        expect(made.body).toEqual({
            location,
            tags: {},
            id: path().replace("resourceGroups", "resourcegroups"),
            name: "puller",
            type: "Microsoft.ManagedIdentity/userAssignedIdentities",
            properties: { tenantId: azure.tenantId, principalId, clientId },
        });
        const again = await add();
        expect(again).toMatchObject({ status: 200, body: { properties: { principalId, clientId } } });
        expect(azure.state.servicePrincipals.find(({ id }) => id === principalId)).toMatchObject({
            appId: clientId,
            tenantId: azure.tenantId,
            servicePrincipalType: "ManagedIdentity",
        });
        expect((await azure.call("DELETE", path())).status).toBe(200);
        expect(azure.state.servicePrincipals.find(({ id }) => id === principalId)).toBeUndefined();
    });

    it("trusts a subject of an issuer once", async () => {
        await add();
        expect((await credential("main")).status).toBe(201);
        expect((await credential("main")).status).toBe(200);
        const { status, body } = await credential("main-again");
        expect({ status, message: body.error.message }).toEqual({
            status: 409,
            message: "Issuer and subject combination already exists for this Managed Identity.",
        });
    });

    it("refuses two federated credentials written at once", async () => {
        await add();
        const answers = await Promise.all([credential("main"), credential("tag", "repo:contoso/app:ref:refs/tags/v1")]);
        expect(answers.map(({ status }) => status)).toEqual([201, 409]);
        expect(answers[1]?.body.error).toEqual({
            code: "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
            message: `Too many Federated Identity Credentials are written concurrently for the managed identity '${azure.group.replace("resourceGroups", "resourcegroups")}/providers/microsoft.managedidentity/userassignedidentities/puller'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
        });
        expect((await credential("tag", "repo:contoso/app:ref:refs/tags/v1")).status).toBe(201);
    });

    it("has at most 20 federated credentials", async () => {
        await add();
        for (let index = 0; index < 20; index += 1)
            await credential(`branch-${index}`, `repo:contoso/app:environment:e${index}`);
        expect(outcome(await credential("branch-20"))).toEqual({ status: 400, code: "BadRequest" });
        expect((await azure.call("GET", `${path()}/federatedIdentityCredentials`)).body.value).toHaveLength(20);
    });
});

describe("a cluster", () => {
    const path = () => resource("Microsoft.ContainerService/managedClusters", "aks");
    const add = (body: Record<string, unknown>) =>
        azure.call("PUT", path(), {
            location,
            ...body,
            properties: { agentPoolProfiles: [{ name: "nodes" }], ...(body.properties ?? {}) },
        });

    it("has a kubelet identity made by the service, in the group of its nodes", async () => {
        const { status, body } = await add({ identity: { type: "SystemAssigned" } });
        expect(status).toBe(201);
        expect(body.identity).toEqual({
            type: "SystemAssigned",
            principalId: expect.any(String),
            tenantId: azure.tenantId,
        });
        const { kubeletidentity } = body.properties.identityProfile;
        expect(kubeletidentity.resourceId).toBe(
            `/subscriptions/${azure.subscriptionId}/resourcegroups/MC_rg_aks_westeurope/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks-agentpool`,
        );
        const principal = azure.state.servicePrincipals.find(({ id }) => id === kubeletidentity.objectId);
        expect(principal?.appId).toBe(kubeletidentity.clientId);
        await azure.call("DELETE", path());
        expect(azure.state.servicePrincipals).not.toContain(principal);
    });

    it("takes a kubelet identity only beside a user-assigned one of its own", async () => {
        const identityPath = resource("Microsoft.ManagedIdentity/userAssignedIdentities", "kubelet");
        const identity = (await azure.call("PUT", identityPath, { location })).body;
        const properties = { identityProfile: { kubeletidentity: { resourceId: identityPath } } };
        expect(outcome(await add({ identity: { type: "SystemAssigned" }, properties }))).toEqual({
            status: 400,
            code: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        });
        const userAssigned = { type: "UserAssigned", userAssignedIdentities: { [identityPath]: {} } };
        const { body } = await add({ identity: userAssigned, properties });
        expect(body.properties.identityProfile.kubeletidentity).toEqual({
            resourceId: identity.id,
            clientId: identity.properties.clientId,
            objectId: identity.properties.principalId,
        });
    });

    it("with a service principal has no kubelet identity and keeps no secret", async () => {
        const servicePrincipalProfile = { clientId: randomUUID(), secret: "not kept" };
        const { body } = await add({ properties: { servicePrincipalProfile } });
        expect(body.properties).not.toHaveProperty("identityProfile");
        expect(JSON.stringify(azure.state)).not.toContain("not kept");
    });
});

describe("a vault", () => {
    const path = (name = "contoso-vault") => resource("Microsoft.KeyVault/vaults", name);
    const properties = () => ({
        tenantId: azure.tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    });

    it("keeps secrets that ARM never shows", async () => {
        const made = await azure.call("PUT", path(), { location, properties: properties() });
        expect(made.body.properties).toMatchObject({
            vaultUri: "https://contoso-vault.vault.azure.net/",
            enableSoftDelete: true,
        });
        const secret = `${path()}/secrets/password`;
        const { status, body } = await azure.call("PUT", secret, {
            tags: { username: "build" },
            properties: { value: "s3cret", contentType: "text/plain", attributes: { exp: 1830000000 } },
        });
        expect(status).toBe(201);
        expect(body.properties).toEqual({
            contentType: "text/plain",
            attributes: {
                enabled: true,
                created: start.getTime() / 1000,
                updated: expect.any(Number),
                exp: 1830000000,
            },
            secretUri: "https://contoso-vault.vault.azure.net/secrets/password",
            secretUriWithVersion: expect.stringMatching(/\/secrets\/password\/[0-9a-f]{32}$/),
        });
        expect(JSON.stringify((await azure.call("GET", secret)).body)).not.toContain("s3cret");
        await azure.call("PUT", secret, { properties: { value: "newer" } });
        expect(azure.state.vaultSecrets.map(({ value }) => value)).toEqual(["s3cret", "newer"]);
    });

    it("has a name of its own in all of Azure", async () => {
        await azure.call("PUT", path(), { location, properties: properties() });
        await azure.call("PUT", azure.group.replace("/rg", "/other"), { location });
        const elsewhere = path().replace("/rg/", "/other/");
        expect(outcome(await azure.call("PUT", elsewhere, { location, properties: properties() }))).toEqual({
            status: 409,
            code: "VaultAlreadyExists",
        });
    });
});

describe("a registry's other children", () => {
    beforeEach(() => azure.addRegistry({}, "Premium"));

    it("webhook: the address does not come back, but for who asks for it", async () => {
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

    it("replication: only on Premium, and once per location", async () => {
        const put = (name: string, registry = azure.registryId()) =>
            azure.call("PUT", `${registry}/replications/${name}`, { location: name, properties: {} });
        const { status, body, headers } = await put("northeurope");
        expect(status).toBe(201);
        expect(headers["azure-asyncoperation"]).toMatch(/operationStatuses\/replications-/);
        expect(body.properties.provisioningState).toBe("Creating");
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

    it("cache rules: no overlap, no soft delete beside them", async () => {
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

    it("credential set: an identity that must be able to read its secrets", async () => {
        const vault = resource("Microsoft.KeyVault/vaults", "contoso-vault");
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

describe("a private endpoint", () => {
    it("connects a Premium registry to a subnet, and leaves with the connection", async () => {
        await azure.addRegistry({}, "Premium");
        const network = resource("Microsoft.Network/virtualNetworks", "vnet");
        await azure.call("PUT", network, {
            location,
            properties: {
                addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
                subnets: [{ name: "default", properties: { addressPrefix: "10.0.0.0/24" } }],
            },
        });
        const endpoint = resource("Microsoft.Network/privateEndpoints", "endpoint");
        const put = (registry: string) =>
            azure.call("PUT", endpoint, {
                location,
                properties: {
                    subnet: { id: `${network}/subnets/default` },
                    privateLinkServiceConnections: [
                        { name: "registry", properties: { privateLinkServiceId: registry, groupIds: ["registry"] } },
                    ],
                },
            });
        expect((await put(azure.registryId())).status).toBe(201);
        const connections = async () =>
            (await azure.call("GET", azure.registryId())).body.properties.privateEndpointConnections;
        expect(await connections()).toMatchObject([{ properties: { privateEndpoint: { id: endpoint } } }]);
        expect(outcome(await azure.addRegistry({}, "Standard"))).toEqual({
            status: 400,
            code: "PrivateEndpointNotSupported",
        });
        await azure.call("DELETE", endpoint);
        expect(await connections()).toEqual([]);
        await azure.addRegistry({}, "Standard", "standard");
        expect(outcome(await put(azure.registryId("standard")))).toEqual({
            status: 400,
            code: "PrivateEndpointNotSupported",
        });
    });
});

describe("what is kept as written", () => {
    it("diagnostic settings need a place to go and known categories", async () => {
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

    it("container groups do not show registry passwords", async () => {
        const { status } = await azure.call("PUT", resource("Microsoft.ContainerInstance/containerGroups", "job"), {
            location,
            properties: {
                osType: "Linux",
                containers: [{ name: "job" }],
                imageRegistryCredentials: [{ server: "contoso.azurecr.io", username: "build", password: "not shown" }],
            },
        });
        expect(status).toBe(201);
        expect(JSON.stringify(azure.state)).not.toContain("not shown");
    });

    it("a system-assigned identity lives as long as its resource", async () => {
        const path = resource("Microsoft.App/containerApps", "web");
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

    it("unknown types are refused", async () => {
        expect(outcome(await azure.call("GET", resource("Microsoft.Compute/virtualMachines", "vm")))).toEqual({
            status: 404,
            code: "InvalidResourceType",
        });
    });
});
