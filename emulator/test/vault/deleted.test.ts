// What was deleted from a Key Vault, and deleted vaults: kept under their names until recovered, purged or past retention.
import { describe, expect } from "vitest";
import { start } from "../services";
import { it, secretsUser } from "./fixtures";

const seconds = start.getTime() / 1000;
const week = 7 * 86_400;

describe("a deleted secret", () => {
    it("tells how and until when it can be recovered", async ({ vault }) => {
        const { id } = (await vault.set("login", "one")).body;
        const { status, body } = await vault.call("DELETE", "/secrets/login");
        expect({ status, body }).toEqual({
            status: 200,
            body: {
                recoveryId: "https://contoso-vault.vault.azure.net/deletedsecrets/login",
                deletedDate: seconds,
                scheduledPurgeDate: seconds + week,
                id,
                attributes: {
                    enabled: true,
                    created: seconds,
                    updated: seconds,
                    recoveryLevel: "CustomizedRecoverable+Purgeable",
                    recoverableDays: 7,
                },
                tags: {},
            },
        });
        expect((await vault.call("GET", "/secrets/login")).status).toBe(404);
        expect((await vault.call("GET", "/deletedsecrets/login")).body).toEqual(body);
        expect((await vault.call("GET", "/deletedsecrets")).body.value).toMatchObject([
            { recoveryId: body.recoveryId },
        ]);
        expect(JSON.stringify(body)).not.toContain("one");
    });

    it("keeps its name on both planes until it is recovered", async ({ azure, vault }) => {
        await vault.set("login", "one");
        await vault.call("DELETE", "/secrets/login");
        const message =
            "Secret login is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.";
        expect(await vault.set("login", "two")).toMatchObject({
            status: 409,
            body: { error: { code: "Conflict", message, innererror: { code: "ObjectIsDeletedButRecoverable" } } },
        });
        const byArm = await azure.call("PUT", `${vault.id}/secrets/login`, { properties: { value: "two" } });
        expect(byArm).toMatchObject({ status: 409, body: { error: { code: "Conflict", message } } });
        expect((await azure.call("GET", `${vault.id}/secrets/login`)).status).toBe(404);

        expect((await vault.call("POST", "/deletedsecrets/login/recover")).status).toBe(200);
        expect((await vault.call("GET", "/secrets/login")).body.value).toBe("one");
        expect((await azure.call("GET", `${vault.id}/secrets/login`)).status).toBe(200);
        expect((await vault.set("login", "two")).status).toBe(200);
    });

    it("cannot be had by ARM, which deletes no secrets", async ({ azure, vault }) => {
        await vault.set("login", "one");
        expect(await azure.call("DELETE", `${vault.id}/secrets/login`)).toMatchObject({
            status: 400,
            body: {
                error: {
                    code: "DisallowedResourceOperation",
                    message: "The operation 'delete' on resource type 'vaults/secrets' is disallowed.",
                },
            },
        });
        expect((await vault.call("GET", "/secrets/login")).status).toBe(200);
        expect((await vault.call("DELETE", "/secrets/login")).status).toBe(200);
    });

    it("is gone for good once purged", async ({ vault }) => {
        await vault.set("login", "one");
        await vault.call("DELETE", "/secrets/login");
        expect(await vault.call("DELETE", "/deletedsecrets/login")).toMatchObject({ status: 204, body: undefined });
        expect((await vault.call("GET", "/deletedsecrets/login")).status).toBe(404);
        expect((await vault.call("POST", "/deletedsecrets/login/recover")).status).toBe(404);
        expect((await vault.set("login", "two")).status).toBe(200);
        expect((await vault.call("GET", "/secrets/login/versions")).body.value).toHaveLength(1);
    });

    it("is gone for good after the vault's retention", async ({ azure, vault }) => {
        await vault.set("login", "one");
        await vault.call("DELETE", "/secrets/login");
        azure.clock.set(new Date(start.getTime() + (week - 1) * 1000));
        expect((await vault.set("login", "two")).status).toBe(409);
        azure.clock.set(new Date(start.getTime() + week * 1000));
        expect((await vault.set("login", "two")).status).toBe(200);
        expect((await vault.call("GET", "/deletedsecrets")).body.value).toEqual([]);
    });

    it("cannot be purged from a vault with purge protection", async ({ vault }) => {
        await vault.put({ enablePurgeProtection: true });
        await vault.set("login", "one");
        expect((await vault.call("DELETE", "/secrets/login")).body.attributes.recoveryLevel).toBe("Recoverable");
        expect((await vault.call("DELETE", "/deletedsecrets/login")).status).toBe(403);
    });
});

describe("who may", () => {
    it("at one secret touch no other", async ({ azure, vault }) => {
        await vault.set("mine", "one");
        await vault.set("other", "two");
        const { id } = azure.addServicePrincipal();
        expect((await azure.assign(`${vault.id}/secrets/mine`, id, secretsUser)).status).toBe(201);
        expect((await vault.call("GET", "/secrets/mine", { as: id })).body.value).toBe("one");
        expect((await vault.call("GET", "/secrets/other", { as: id })).status).toBe(403);
        expect((await vault.call("GET", "/secrets", { as: id })).status).toBe(403);
        expect((await vault.set("mine", "three", id)).status).toBe(403);
        expect((await vault.call("DELETE", "/secrets/mine", { as: id })).status).toBe(403);
    });

    it("by access policies purge only where it is said, even with all", async ({ azure, vault }) => {
        const policies = (...secrets: string[]) =>
            vault.put({
                enableRbacAuthorization: false,
                accessPolicies: [{ tenantId: azure.tenantId, objectId: azure.deployerId, permissions: { secrets } }],
            });
        await policies("all");
        await vault.set("login", "one");
        await vault.call("DELETE", "/secrets/login");
        expect((await vault.call("DELETE", "/deletedsecrets/login")).status).toBe(403);
        await policies("all", "purge");
        expect((await vault.call("DELETE", "/deletedsecrets/login")).status).toBe(204);
    });
});

describe("a list", () => {
    it("has 25 secrets on a page at most", async ({ vault }) => {
        for (let index = 0; index < 26; index += 1) await vault.set(`s${index}`, "x");
        const first = await vault.call("GET", "/secrets?api-version=7.4&maxresults=100");
        expect(first.body.value).toHaveLength(25);
        const next = new URL(first.body.nextLink);
        expect(next.host).toBe("contoso-vault.vault.azure.net");
        const second = await vault.call("GET", `${next.pathname}${next.search}`);
        expect(second.body).toMatchObject({ value: [{ id: expect.stringMatching(/\/s25$/) }], nextLink: null });
    });
});

describe("a deleted vault", () => {
    const deleted = (subscription: string, suffix = "") =>
        `/subscriptions/${subscription}/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/contoso-vault${suffix}`;

    it("keeps its name until it is recovered, with its secrets and without its roles", async ({ azure, vault }) => {
        await vault.set("login", "one");
        const { id } = azure.addServicePrincipal();
        await azure.assign(vault.id, id, secretsUser);
        expect((await azure.call("DELETE", vault.id)).status).toBe(200);
        expect(await vault.put()).toMatchObject({ status: 409, body: { error: { code: "ConflictError" } } });

        const { status, body } = await azure.call("GET", deleted(azure.subscriptionId));
        expect({ status, body }).toEqual({
            status: 200,
            body: {
                id: deleted(azure.subscriptionId),
                name: "contoso-vault",
                type: "Microsoft.KeyVault/deletedVaults",
                properties: {
                    vaultId: vault.id,
                    location: "westeurope",
                    tags: {},
                    deletionDate: "2027-01-04T00:00:00Z",
                    scheduledPurgeDate: "2027-01-11T00:00:00Z",
                },
            },
        });
        const list = `/subscriptions/${azure.subscriptionId}/providers/Microsoft.KeyVault/deletedVaults`;
        expect((await azure.call("GET", list)).body.value).toEqual([body]);

        expect((await vault.put({ createMode: "recover" })).status).toBe(200);
        expect((await azure.call("GET", list)).body.value).toEqual([]);
        expect((await vault.call("GET", "/secrets/login")).body.value).toBe("one");
        expect((await vault.call("GET", "/secrets/login", { as: id })).status).toBe(403);
    });

    it("frees its name when it is purged", async ({ azure, vault }) => {
        await vault.set("login", "one");
        await azure.call("DELETE", vault.id);
        const purged = await azure.call("POST", deleted(azure.subscriptionId, "/purge"));
        expect(purged.status).toBe(202);
        expect(await azure.call("GET", purged.headers.location ?? "")).toMatchObject({
            status: 200,
            body: {
                createdDateTime: "2027-01-04 00:00:00Z",
                lastActionDateTime: "2027-01-04 00:00:00Z",
                status: "Succeeded",
            },
        });
        expect((await azure.call("GET", deleted(azure.subscriptionId))).status).toBe(404);
        expect((await vault.put({ createMode: "recover" })).body.error.code).toBe("SoftDeletedVaultDoesNotExist");
        expect((await vault.put()).status).toBe(200);
        expect((await vault.call("GET", "/secrets/login")).status).toBe(404);
    });

    it("is purged by whom a role lets do so", async ({ azure, vault }) => {
        await azure.call("DELETE", vault.id);
        const keyVaultContributor = "f25e0fa2-a7c8-4377-a976-54943a77a395";
        const { id } = azure.addServicePrincipal();
        await azure.assign(`/subscriptions/${azure.subscriptionId}`, id, keyVaultContributor);
        const path = deleted(azure.subscriptionId, "/purge");
        expect((await azure.call("GET", deleted(azure.subscriptionId), undefined, { as: id })).status).toBe(200);
        expect((await azure.call("POST", path, undefined, { as: id })).status).toBe(403);
        expect((await azure.call("POST", path)).status).toBe(202);
    });

    it("with purge protection waits for its retention", async ({ azure, vault }) => {
        await vault.put({ enablePurgeProtection: true, softDeleteRetentionInDays: 7 });
        await azure.call("DELETE", vault.id);
        expect((await azure.call("POST", deleted(azure.subscriptionId, "/purge"))).status).toBe(403);
        azure.clock.set(new Date(start.getTime() + week * 1000));
        expect((await vault.put()).status).toBe(200);
    });
});
