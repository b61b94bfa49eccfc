// Identities, clusters and vaults over the wire.
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { start } from "../services";
import { resourcesForTests } from "./asking-resources";

const { azure, location, resource, outcome } = resourcesForTests();

describe("a user-assigned identity", () => {
    const path = () => resource("Microsoft.ManagedIdentity/userAssignedIdentities", "puller");
    const add = () => azure().call("PUT", path(), { location });
    const credential = (name: string, subject = "repo:contoso/app:ref:refs/heads/main") =>
        azure().call("PUT", `${path()}/federatedIdentityCredentials/${name}`, {
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
            properties: { tenantId: azure().tenantId, principalId, clientId },
        });
        const again = await add();
        expect(again).toMatchObject({ status: 200, body: { properties: { principalId, clientId } } });
        expect(azure().state.servicePrincipals.find(({ id }) => id === principalId)).toMatchObject({
            appId: clientId,
            tenantId: azure().tenantId,
            servicePrincipalType: "ManagedIdentity",
        });
        expect((await azure().call("DELETE", path())).status).toBe(200);
        expect(azure().state.servicePrincipals.find(({ id }) => id === principalId)).toBeUndefined();
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
            message: `Too many Federated Identity Credentials are written concurrently for the managed identity '${azure().group.replace("resourceGroups", "resourcegroups")}/providers/microsoft.managedidentity/userassignedidentities/puller'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
        });
        expect((await credential("tag", "repo:contoso/app:ref:refs/tags/v1")).status).toBe(201);
    });

    it("has at most 20 federated credentials", async () => {
        await add();
        for (let index = 0; index < 20; index += 1)
            await credential(`branch-${index}`, `repo:contoso/app:environment:e${index}`);
        expect(outcome(await credential("branch-20"))).toEqual({ status: 400, code: "BadRequest" });
        expect((await azure().call("GET", `${path()}/federatedIdentityCredentials`)).body.value).toHaveLength(20);
    });
});

describe("a cluster", () => {
    const path = () => resource("Microsoft.ContainerService/managedClusters", "aks");
    const add = (body: Record<string, unknown>) =>
        azure().call("PUT", path(), {
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
            tenantId: azure().tenantId,
        });
        const { kubeletidentity } = body.properties.identityProfile;
        expect(kubeletidentity.resourceId).toBe(
            `/subscriptions/${azure().subscriptionId}/resourcegroups/MC_rg_aks_westeurope/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks-agentpool`,
        );
        const principal = azure().state.servicePrincipals.find(({ id }) => id === kubeletidentity.objectId);
        expect(principal?.appId).toBe(kubeletidentity.clientId);
        await azure().call("DELETE", path());
        expect(azure().state.servicePrincipals).not.toContain(principal);
    });

    it("takes a kubelet identity only beside a user-assigned one of its own", async () => {
        const identityPath = resource("Microsoft.ManagedIdentity/userAssignedIdentities", "kubelet");
        const identity = (await azure().call("PUT", identityPath, { location })).body;
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
        expect(JSON.stringify(azure().state)).not.toContain("not kept");
    });
});

describe("a vault", () => {
    const path = (name = "contoso-vault") => resource("Microsoft.KeyVault/vaults", name);
    const properties = () => ({
        tenantId: azure().tenantId,
        sku: { family: "A", name: "standard" },
        enableRbacAuthorization: true,
    });

    it("keeps secrets that ARM never shows", async () => {
        const made = await azure().call("PUT", path(), { location, properties: properties() });
        expect(made.body.properties).toMatchObject({
            vaultUri: "https://contoso-vault.vault.azure.net/",
            enableSoftDelete: true,
        });
        const secret = `${path()}/secrets/password`;
        const { status, body } = await azure().call("PUT", secret, {
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
        expect(JSON.stringify((await azure().call("GET", secret)).body)).not.toContain("s3cret");
        await azure().call("PUT", secret, { properties: { value: "newer" } });
        expect(azure().state.vaultSecrets.map(({ value }) => value)).toEqual(["s3cret", "newer"]);
    });

    it("has a name of its own in all of Azure", async () => {
        await azure().call("PUT", path(), { location, properties: properties() });
        await azure().call("PUT", azure().group.replace("/rg", "/other"), { location });
        const elsewhere = path().replace("/rg/", "/other/");
        expect(outcome(await azure().call("PUT", elsewhere, { location, properties: properties() }))).toEqual({
            status: 409,
            code: "VaultAlreadyExists",
        });
    });
});
