// Identities, clusters and vaults over the wire.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { start, type TestEmulator } from "../services";
import { it, location, outcome } from "./azure";

describe("a user-assigned identity", () => {
    const path = (azure: TestEmulator) => azure.resource("Microsoft.ManagedIdentity/userAssignedIdentities", "puller");
    const add = (azure: TestEmulator) => azure.call("PUT", path(azure), { location });
    const credential = (azure: TestEmulator, name: string, subject = "repo:contoso/app:ref:refs/heads/main") =>
        azure.call("PUT", `${path(azure)}/federatedIdentityCredentials/${name}`, {
            properties: {
                issuer: "https://token.actions.githubusercontent.com",
                subject,
                audiences: ["api://AzureADTokenExchange"],
            },
        });

    it("comes with a service principal and goes with it", async ({ azure }) => {
        const made = await add(azure);
        expect(made.status).toBe(201);
        expect(made.headers.location).toBe(path(azure).replace("resourceGroups", "resourcegroups"));
        const { principalId, clientId } = made.body.properties;
        expect(made.body).toEqual({
            location,
            tags: {},
            id: path(azure).replace("resourceGroups", "resourcegroups"),
            name: "puller",
            type: "Microsoft.ManagedIdentity/userAssignedIdentities",
            properties: { tenantId: azure.tenantId, principalId, clientId },
        });
        const again = await add(azure);
        expect(again).toMatchObject({ status: 200, body: { properties: { principalId, clientId } } });
        expect(azure.state.servicePrincipals.find(({ id }) => id === principalId)).toMatchObject({
            appId: clientId,
            tenantId: azure.tenantId,
            servicePrincipalType: "ManagedIdentity",
        });
        expect((await azure.call("DELETE", path(azure))).status).toBe(200);
        expect(azure.state.servicePrincipals.find(({ id }) => id === principalId)).toBeUndefined();
    });

    it("trusts a subject of an issuer once", async ({ azure }) => {
        await add(azure);
        expect((await credential(azure, "main")).status).toBe(201);
        expect((await credential(azure, "main")).status).toBe(200);
        const { status, body } = await credential(azure, "main-again");
        expect({ status, message: body.error.message }).toEqual({
            status: 409,
            message: "Issuer and subject combination already exists for this Managed Identity.",
        });
    });

    it("refuses two federated credentials written at once", async ({ azure }) => {
        await add(azure);
        const answers = await Promise.all([
            credential(azure, "main"),
            credential(azure, "tag", "repo:contoso/app:ref:refs/tags/v1"),
        ]);
        expect(answers.map(({ status }) => status)).toEqual([201, 409]);
        expect(answers[1]?.body.error).toEqual({
            code: "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
            message: `Too many Federated Identity Credentials are written concurrently for the managed identity '${azure.group.replace("resourceGroups", "resourcegroups")}/providers/microsoft.managedidentity/userassignedidentities/puller'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
        });
        expect((await credential(azure, "tag", "repo:contoso/app:ref:refs/tags/v1")).status).toBe(201);
    });

    it("has at most 20 federated credentials", async ({ azure }) => {
        await add(azure);
        for (let index = 0; index < 20; index += 1)
            await credential(azure, `branch-${index}`, `repo:contoso/app:environment:e${index}`);
        expect(outcome(await credential(azure, "branch-20"))).toEqual({ status: 400, code: "BadRequest" });
        expect((await azure.call("GET", `${path(azure)}/federatedIdentityCredentials`)).body.value).toHaveLength(20);
    });
});

describe("a cluster", () => {
    const path = (azure: TestEmulator) => azure.resource("Microsoft.ContainerService/managedClusters", "aks");
    const add = (azure: TestEmulator, body: Record<string, unknown>) =>
        azure.call("PUT", path(azure), {
            location,
            ...body,
            properties: { agentPoolProfiles: [{ name: "nodes" }], ...(body.properties ?? {}) },
        });

    it("has a kubelet identity made by the service, in the group of its nodes", async ({ azure }) => {
        const { status, body } = await add(azure, { identity: { type: "SystemAssigned" } });
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
        await azure.call("DELETE", path(azure));
        expect(azure.state.servicePrincipals).not.toContain(principal);
    });

    it("takes a kubelet identity only beside a user-assigned one of its own", async ({ azure }) => {
        const identityPath = azure.resource("Microsoft.ManagedIdentity/userAssignedIdentities", "kubelet");
        const identity = (await azure.call("PUT", identityPath, { location })).body;
        const properties = { identityProfile: { kubeletidentity: { resourceId: identityPath } } };
        expect(outcome(await add(azure, { identity: { type: "SystemAssigned" }, properties }))).toEqual({
            status: 400,
            code: "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        });
        const userAssigned = { type: "UserAssigned", userAssignedIdentities: { [identityPath]: {} } };
        const { body } = await add(azure, { identity: userAssigned, properties });
        expect(body.properties.identityProfile.kubeletidentity).toEqual({
            resourceId: identity.id,
            clientId: identity.properties.clientId,
            objectId: identity.properties.principalId,
        });
    });

    it("with a service principal has no kubelet identity and keeps no secret", async ({ azure }) => {
        const servicePrincipalProfile = { clientId: randomUUID(), secret: "not kept" };
        const { body } = await add(azure, { properties: { servicePrincipalProfile } });
        expect(body.properties).not.toHaveProperty("identityProfile");
        expect(JSON.stringify(azure.state)).not.toContain("not kept");
    });
});

describe("a vault", () => {
    const path = (azure: TestEmulator, name = "contoso-vault") => azure.resource("Microsoft.KeyVault/vaults", name);
    const properties = (azure: TestEmulator) => ({
        tenantId: azure.tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    });

    it("keeps secrets that ARM never shows", async ({ azure }) => {
        const made = await azure.call("PUT", path(azure), { location, properties: properties(azure) });
        expect(made.body.properties).toMatchObject({
            vaultUri: "https://contoso-vault.vault.azure.net/",
            enableSoftDelete: true,
        });
        const secret = `${path(azure)}/secrets/password`;
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

    it("tells by its own state that it is still being made", async ({ azure }) => {
        azure.emulator.settings.operationPolls = 1;
        const put = () => azure.call("PUT", path(azure), { location, properties: properties(azure) });
        const state = (answer: { body: { properties: { provisioningState: string } } }) =>
            answer.body.properties.provisioningState;
        const made = await put();
        expect([made.status, state(made)]).toEqual([200, "RegisteringDns"]);
        const get = () => azure.call("GET", path(azure));
        expect([state(await get()), state(await get())]).toEqual(["RegisteringDns", "Succeeded"]);
        expect(state(await put())).toBe("Succeeded");
    });

    it("has a name of its own in all of Azure", async ({ azure }) => {
        await azure.call("PUT", path(azure), { location, properties: properties(azure) });
        await azure.call("PUT", azure.group.replace("/rg", "/other"), { location });
        const elsewhere = path(azure).replace("/rg/", "/other/");
        expect(outcome(await azure.call("PUT", elsewhere, { location, properties: properties(azure) }))).toEqual({
            status: 409,
            code: "VaultAlreadyExists",
        });
    });
});
