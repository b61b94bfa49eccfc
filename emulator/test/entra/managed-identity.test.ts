// The managed identity endpoint: plain HTTP on loopback, as App Service has it.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { emulatorTest } from "../running-emulator";

const arm = "https://management.core.windows.net/";

const it = emulatorTest
    /** A user-assigned identity in the emulator's state, with its service principal. */
    .extend("identity", { scope: "file" }, ({ emulator: { state, deployer } }) => {
        const { tenantId, subscriptionId } = deployer;
        const [clientId, principalId] = [randomUUID(), randomUUID()];
        const type = "Microsoft.ManagedIdentity/userAssignedIdentities";
        const id = `/subscriptions/${subscriptionId}/resourcegroups/rg/providers/${type}/app`;
        state.resources[id.toLowerCase()] = { id, name: "app", type, properties: { clientId, principalId, tenantId } };
        state.servicePrincipals.push({
            id: principalId,
            appId: clientId,
            tenantId,
            displayName: "app",
            servicePrincipalType: "ManagedIdentity",
            accountEnabled: true,
            createdDateTime: "2026-01-01T00:00:00Z",
            passwordCredentials: [],
            properties: {},
        });
        return { clientId, principalId, id };
    })
    .extend("ask", ({ emulator }) => async (query: Record<string, string>, header?: string) => {
        const url = new URL(emulator.identityEndpoint);
        url.search = String(new URLSearchParams({ "api-version": "2019-08-01", resource: arm, ...query }));
        const reply = await fetch(url, {
            headers: { "X-IDENTITY-HEADER": header ?? emulator.identityHeader, Metadata: "true" },
        });
        return { status: reply.status, json: (await reply.json()) as Record<string, string> };
    });

describe("the managed identity endpoint", () => {
    it("is on loopback", ({ emulator }) => {
        expect(new URL(emulator.identityEndpoint).hostname).toBe("127.0.0.1");
    });

    it.for(["client_id", "object_id", "principal_id", "mi_res_id"])(
        "finds an identity by %s",
        async (name, { emulator, identity, ask }) => {
            const { clientId, principalId, id } = identity;
            const names: Record<string, string> = { client_id: clientId, mi_res_id: id.toUpperCase() };
            const { status, json } = await ask({ [name]: names[name] ?? principalId });
            expect([status, json.resource, json.token_type, json.client_id]).toEqual([200, arm, "Bearer", clientId]);
            expect(Number(json.expires_on) - Date.now() / 1000).toBeGreaterThan(86_000);
            expect(await emulator.tokens.verify(json.access_token ?? "")).toMatchObject({
                aud: arm,
                appid: clientId,
                oid: principalId,
                tid: emulator.deployer.tenantId,
                idtyp: "app",
                xms_mirid: id,
            });
        },
    );

    it.for<[string, Record<string, string>, string | undefined, number, string]>([
        ["without the header's value", { client_id: "x" }, "wrong", 401, "The X-IDENTITY-HEADER is missing or wrong."],
        [
            "for no identity",
            {},
            undefined,
            400,
            "No system-assigned identity here: name one by client_id, object_id or mi_res_id.",
        ],
        [
            "for an unknown one",
            { client_id: "00000000-0000-4000-8000-000000000000" },
            undefined,
            400,
            "No User Assigned or Delegated Managed Identity found for specified client_id.",
        ],
        ["for no resource", { resource: "" }, undefined, 400, "The parameters resource and api-version are required."],
    ])("refuses %s", async ([, query, header, status, message], { ask }) => {
        expect(await ask(query, header)).toEqual({ status, json: { statusCode: status, message } });
    });

    it("refuses a resource that Entra does not know", async ({ identity, ask }) => {
        const { status, json } = await ask({ client_id: identity.clientId, resource: "https://example.com" });
        expect([status, json.message?.slice(0, 13)]).toEqual([400, "AADSTS500011:"]);
    });

    it("forgets an identity whose service principal is gone", async ({ emulator, identity, ask }) => {
        const { state } = emulator;
        state.servicePrincipals = state.servicePrincipals.filter(({ id }) => id !== identity.principalId);
        expect((await ask({ client_id: identity.clientId })).status).toBe(400);
    });
});
