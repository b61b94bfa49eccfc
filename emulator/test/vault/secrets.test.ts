// Key Vault's data plane over the wire.
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Call, call } from "../client";
import { deployerToken, emulatorForTests } from "../running-emulator";

const emulator = emulatorForTests();
const origin = "https://delivery.vault.azure.net";
const officer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
const user = "4633458b-17de-408a-b874-0445c86b69e6";
let bearer: string;

const deployerId = () =>
    emulator().state.servicePrincipals.find(({ appId }) => appId === emulator().deployer.clientId)?.id ?? "";
const vaultId = () =>
    `/subscriptions/${emulator().deployer.subscriptionId}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/delivery`;

function addVault(properties: Record<string, unknown>): void {
    const id = vaultId();
    emulator().state.resources[id.toLowerCase()] = {
        id,
        name: "delivery",
        type: "Microsoft.KeyVault/vaults",
        properties: { tenantId: emulator().deployer.tenantId, ...properties },
    };
}

function assign(role: string): void {
    const scope = vaultId();
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${role}`;
    emulator().state.roleAssignments[id.toLowerCase()] = {
        id,
        name: role,
        scope,
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        principalId: deployerId(),
        principalType: "ServicePrincipal",
        condition: null,
        conditionVersion: null,
        description: null,
        createdOn: "2026-01-01T00:00:00Z",
        updatedOn: "2026-01-01T00:00:00Z",
    };
}

const vault = (path: string, options: Call = {}) =>
    call(emulator(), `${origin}${path}?api-version=7.4`, { bearer, ...options });
const set = (name: string, body: object) => vault(`/secrets/${name}`, { method: "PUT", body });

beforeAll(async () => {
    bearer = await deployerToken(emulator(), "https://vault.azure.net");
});

beforeEach(() => {
    const { state } = emulator();
    state.vaultSecrets = [];
    for (const id of Object.keys(state.roleAssignments)) if (id.includes("/vaults/")) delete state.roleAssignments[id];
    addVault({ enableRbacAuthorization: true });
});

describe("secrets", () => {
    beforeEach(() => assign(officer));

    it("are set in versions, and read as the latest or as one of them", async () => {
        const exp = 1_800_000_000;
        const first = await set("login", {
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
        await set("login", { value: "two" });
        expect((await vault("/secrets/login/")).json.value).toBe("two");
        expect((await vault("/secrets/login")).json.value).toBe("two");
        expect((await vault(new URL(first.json.id).pathname)).json).toEqual(first.json);
    });

    it("are listed without their values", async () => {
        await set("a", { value: "one" });
        await set("a", { value: "two" });
        await set("b", { value: "three" });
        const list = await vault("/secrets");
        expect(list.json.value.map(({ id }: { id: string }) => id)).toEqual([
            `${origin}/secrets/a`,
            `${origin}/secrets/b`,
        ]);
        const versions = await vault("/secrets/a/versions");
        expect(versions.json.value).toHaveLength(2);
        expect(list.text + versions.text).not.toMatch(/one|two|three/);
    });

    it("are 404 when nobody set them, 403 when disabled, 400 without a value", async () => {
        expect((await vault("/secrets/nothing")).json.error).toMatchObject({
            code: "SecretNotFound",
            message: expect.stringMatching(/^A secret with \(name\/id\) nothing was not found in this key vault\./),
        });
        await set("off", { value: "x", attributes: { enabled: false } });
        expect((await vault("/secrets/off")).json.error.message).toBe(
            "Operation get is not allowed on a disabled secret.",
        );
        expect((await set("empty", {})).json.error.message).toBe("The property 'value' must be a text.");
    });
});

describe("who may", () => {
    it("nobody without a token for the vault in its tenant", async () => {
        assign(officer);
        const missing = await vault("/secrets/x", { method: "PUT", bearer: undefined });
        expect([missing.status, missing.headers["www-authenticate"], missing.json.error.message]).toEqual([
            401,
            `Bearer authorization="https://login.microsoftonline.com/${emulator().deployer.tenantId}", resource="https://vault.azure.net"`,
            "AKV10000: Request is missing a Bearer or PoP token.",
        ]);
        const arm = await deployerToken(emulator(), "https://management.azure.com");
        expect((await vault("/secrets", { bearer: arm })).status).toBe(401);
        const partner = await deployerToken(emulator(), "https://vault.azure.net", emulator().partnerDeployer);
        expect((await vault("/secrets", { bearer: partner })).json.error.message).toMatch(/^AKV10032: /);
        expect((await vault("/secrets")).status).toBe(200);
    });

    it("by roles: the owner of everything reads nothing, a user reads, an officer writes", async () => {
        expect((await vault("/secrets")).status).toBe(403);
        assign(user);
        expect((await vault("/secrets")).status).toBe(200);
        expect((await set("x", { value: "y" })).status).toBe(403);
        assign(officer);
        expect((await set("x", { value: "y" })).status).toBe(200);
    });

    it("by access policies where the vault goes by them", async () => {
        assign(officer);
        addVault({ accessPolicies: [] });
        expect((await vault("/secrets")).status).toBe(403);
        addVault({ accessPolicies: [{ objectId: deployerId(), permissions: { secrets: ["Get", "Set"] } }] });
        expect((await set("x", { value: "y" })).status).toBe(200);
        expect((await vault("/secrets/x")).json.value).toBe("y");
        expect((await vault("/secrets")).status).toBe(403);
        addVault({ accessPolicies: [{ objectId: deployerId(), permissions: { secrets: ["all"] } }] });
        expect((await vault("/secrets")).status).toBe(200);
    });
});
