// Key Vault's data plane over the wire.
import { describe, expect } from "vitest";
import type { RunningEmulator } from "../../emulator";
import { type Call, call } from "../client";
import { deployerToken, emulatorTest } from "../running-emulator";
import { officer, secretsUser } from "./fixtures";

const origin = "https://delivery.vault.azure.net";

function createVault(emulator: RunningEmulator, bearer: string) {
    const { state, deployer } = emulator;
    const id = `/subscriptions/${deployer.subscriptionId}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/delivery`;
    const deployerId = state.servicePrincipals.find(({ appId }) => appId === deployer.clientId)?.id ?? "";
    /** One call of the data plane, as the deployer unless said otherwise. */
    const ask = (path: string, options: Call = {}) =>
        call(emulator, `${origin}${path}?api-version=7.4`, { bearer, ...options });
    return {
        deployerId,
        call: ask,
        set: (name: string, body: object) => ask(`/secrets/${name}`, { method: "PUT", body }),
        /** Writes the vault into the state. */
        put(properties: Record<string, unknown>): void {
            state.resources[id.toLowerCase()] = {
                id,
                name: "delivery",
                type: "Microsoft.KeyVault/vaults",
                properties: { tenantId: deployer.tenantId, ...properties },
            };
        },
        /** Gives the deployer a role at the vault. */
        assign(role: string): void {
            const assignment = `${id}/providers/Microsoft.Authorization/roleAssignments/${role}`;
            state.roleAssignments[assignment.toLowerCase()] = {
                id: assignment,
                name: role,
                scope: id,
                roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`,
                principalId: deployerId,
                principalType: "ServicePrincipal",
                condition: null,
                conditionVersion: null,
                description: null,
                createdOn: "2026-01-01T00:00:00Z",
                updatedOn: "2026-01-01T00:00:00Z",
            };
        },
    };
}

/** `vault` is empty before each test, and nobody has a role there. */
const it = emulatorTest
    .extend("bearer", { scope: "file" }, ({ emulator }) => deployerToken(emulator, "https://vault.azure.net"))
    .extend("vault", ({ emulator, bearer }) => {
        const { state } = emulator;
        state.vaultSecrets = [];
        for (const id of Object.keys(state.roleAssignments))
            if (id.includes("/vaults/")) delete state.roleAssignments[id];
        const vault = createVault(emulator, bearer);
        vault.put({ enableRbacAuthorization: true });
        return vault;
    });

describe("secrets", () => {
    it.beforeEach(({ vault }) => vault.assign(officer));

    it("are set in versions, and read as the latest or as one of them", async ({ vault }) => {
        const exp = 1_800_000_000;
        const first = await vault.set("login", {
            value: "one",
            contentType: "text/plain",
            tags: { by: "test" },
            attributes: { exp },
        });
        expect(first.status).toBe(200);
        expect(first.json).toEqual({
            value: "one",
            id: expect.stringMatching(/^https:\/\/delivery\.vault\.azure\.net\/secrets\/login\/[0-9a-f]{32}$/),
            contentType: "text/plain",
            tags: { by: "test" },
            attributes: {
                enabled: true,
                exp,
                created: expect.any(Number),
                updated: expect.any(Number),
                recoveryLevel: "Recoverable+Purgeable",
                recoverableDays: 90,
            },
        });
        await vault.set("login", { value: "two" });
        expect((await vault.call("/secrets/login/")).json.value).toBe("two");
        expect((await vault.call("/secrets/login")).json.value).toBe("two");
        expect((await vault.call(new URL(first.json.id).pathname)).json).toEqual(first.json);
    });

    it("are listed without their values", async ({ vault }) => {
        await vault.set("a", { value: "one" });
        await vault.set("a", { value: "two" });
        await vault.set("b", { value: "three" });
        const list = await vault.call("/secrets");
        expect(list.json.value.map(({ id }: { id: string }) => id)).toEqual([
            `${origin}/secrets/a`,
            `${origin}/secrets/b`,
        ]);
        const versions = await vault.call("/secrets/a/versions");
        expect(versions.json.value).toHaveLength(2);
        expect(list.text + versions.text).not.toMatch(/one|two|three/);
    });

    it("are 404 when nobody set them, 403 when disabled, 400 without a value", async ({ vault }) => {
        expect((await vault.call("/secrets/nothing")).json.error).toMatchObject({
            code: "SecretNotFound",
            message: expect.stringMatching(/^A secret with \(name\/id\) nothing was not found in this key vault\./),
        });
        await vault.set("off", { value: "x", attributes: { enabled: false } });
        expect((await vault.call("/secrets/off")).json.error.message).toBe(
            "Operation get is not allowed on a disabled secret.",
        );
        expect((await vault.set("empty", {})).json.error.message).toBe("The property 'value' must be a text.");
    });
});

describe("who may", () => {
    it("nobody without a token for the vault in its tenant", async ({ emulator, vault }) => {
        vault.assign(officer);
        const missing = await vault.call("/secrets/x", { method: "PUT", bearer: undefined });
        expect([missing.status, missing.headers["www-authenticate"], missing.json.error.message]).toEqual([
            401,
            `Bearer authorization="https://login.microsoftonline.com/${emulator.deployer.tenantId}", resource="https://vault.azure.net"`,
            "AKV10000: Request is missing a Bearer or PoP token.",
        ]);
        const arm = await deployerToken(emulator, "https://management.azure.com");
        expect((await vault.call("/secrets", { bearer: arm })).status).toBe(401);
        const partner = await deployerToken(emulator, "https://vault.azure.net", emulator.partnerDeployer);
        expect((await vault.call("/secrets", { bearer: partner })).json.error.message).toMatch(/^AKV10032: /);
        expect((await vault.call("/secrets")).status).toBe(200);
    });

    it("by roles: the owner of everything reads nothing, a user reads, an officer writes", async ({ vault }) => {
        expect((await vault.call("/secrets")).status).toBe(403);
        vault.assign(secretsUser);
        expect((await vault.call("/secrets")).status).toBe(200);
        expect((await vault.set("x", { value: "y" })).status).toBe(403);
        vault.assign(officer);
        expect((await vault.set("x", { value: "y" })).status).toBe(200);
    });

    it("by access policies where the vault goes by them", async ({ vault }) => {
        vault.assign(officer);
        vault.put({ accessPolicies: [] });
        expect((await vault.call("/secrets")).status).toBe(403);
        vault.put({ accessPolicies: [{ objectId: vault.deployerId, permissions: { secrets: ["Get", "Set"] } }] });
        expect((await vault.set("x", { value: "y" })).status).toBe(200);
        expect((await vault.call("/secrets/x")).json.value).toBe("y");
        expect((await vault.call("/secrets")).status).toBe(403);
        vault.put({ accessPolicies: [{ objectId: vault.deployerId, permissions: { secrets: ["all"] } }] });
        expect((await vault.call("/secrets")).status).toBe(200);
    });
});
