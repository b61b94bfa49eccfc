// What takes a while in Entra, if the emulator is told so: new credentials, and the end of deleted ones.
import { describe, expect } from "vitest";
import type { RunningEmulator } from "../../emulator";
import { call } from "../client";
import { deployerToken } from "../running-emulator";
import { assertionType, it as entraTest, github, refusal } from "./entra-client";

const subject = "repo:contoso/app:ref:refs/heads/main";
const trust = { name: "main", issuer: github, subject, audiences: ["api://AzureADTokenExchange"] };

const later = ({ clock }: RunningEmulator, seconds: number) =>
    clock.set(new Date(clock.now().getTime() + seconds * 1000));

const it = entraTest
    .extend("graph", async ({ emulator }) => {
        const bearer = await deployerToken(emulator, "https://graph.microsoft.com");
        return async (method: string, path: string, body?: object) =>
            (await call(emulator, `https://graph.microsoft.com/v1.0${path}`, { method, body, bearer })).json;
    })
    /** An application and its service principal, made through Graph. */
    .extend("client", async ({ graph }) => {
        const application = await graph("POST", "/applications", { displayName: "client" });
        const principal = await graph("POST", "/servicePrincipals", { appId: application.appId });
        return { path: `/applications/${application.id}`, principal, client_id: application.appId };
    })
    .extend("bySecret", ({ entra, client }) => {
        return (client_secret: string) => entra.clientCredentials({ client_id: client.client_id, client_secret });
    })
    .extend("byAssertion", ({ emulator, entra, client }) => async () => {
        const client_assertion = await emulator.issueFederatedToken({ subject });
        const fields = { client_id: client.client_id, client_assertion, client_assertion_type: assertionType };
        return entra.clientCredentials(fields);
    });

const wrongSecret = [401, "invalid_client", 7000215, 7000215];
const noTrust = [401, "invalid_client", 700213, 700213];

describe("a new credential is unknown at first", () => {
    it.for(["application", "service principal"])(
        "a password of the %s",
        async (holder, { emulator, graph, client, bySecret }) => {
            emulator.settings.applicationPasswordSeconds = 18;
            const path = holder === "application" ? client.path : `/servicePrincipals/${client.principal.id}`;
            const { secretText } = await graph("POST", `${path}/addPassword`, {});
            later(emulator, 17);
            expect(refusal(await bySecret(secretText))).toEqual(wrongSecret);
            later(emulator, 1);
            expect((await bySecret(secretText)).status).toBe(200);
        },
    );

    it("a federated credential, also when it was changed", async ({ emulator, graph, client, byAssertion }) => {
        emulator.settings.federatedCredentialSeconds = 120;
        const list = `${client.path}/federatedIdentityCredentials`;
        await graph("POST", list, { ...trust, subject: "other" });
        later(emulator, 120);
        await graph("PATCH", `${list}/main`, { subject });
        later(emulator, 119);
        expect(refusal(await byAssertion())).toEqual(noTrust);
        later(emulator, 1);
        expect((await byAssertion()).status).toBe(200);
    });
});

describe("what was deleted works for a while", () => {
    it("a password", async ({ emulator, graph, client, bySecret }) => {
        emulator.settings.deletionSeconds = 60;
        const { secretText, keyId } = await graph("POST", `${client.path}/addPassword`, {});
        await graph("POST", `${client.path}/removePassword`, { keyId });
        expect((await graph("GET", client.path)).passwordCredentials).toEqual([]);
        later(emulator, 59);
        expect((await bySecret(secretText)).status).toBe(200);
        later(emulator, 1);
        expect(refusal(await bySecret(secretText))).toEqual(wrongSecret);
    });

    it("a federated credential", async ({ emulator, graph, client, byAssertion }) => {
        emulator.settings.deletionSeconds = 60;
        const list = `${client.path}/federatedIdentityCredentials`;
        await graph("POST", list, trust);
        await graph("DELETE", `${list}/main`);
        later(emulator, 59);
        expect((await byAssertion()).status).toBe(200);
        later(emulator, 1);
        expect(refusal(await byAssertion())).toEqual(noTrust);
    });

    it("an application", async ({ emulator, graph, client, bySecret }) => {
        emulator.settings.deletionSeconds = 60;
        const { secretText } = await graph("POST", `${client.path}/addPassword`, {});
        await graph("DELETE", client.path);
        later(emulator, 59);
        expect((await bySecret(secretText)).status).toBe(200);
        later(emulator, 1);
        expect(refusal(await bySecret(secretText))).toEqual([400, "unauthorized_client", 700016, 700016]);
    });

    it("nothing of it, unless the emulator is told so", async ({ graph, client, bySecret }) => {
        const { secretText, keyId } = await graph("POST", `${client.path}/addPassword`, {});
        await graph("POST", `${client.path}/removePassword`, { keyId });
        expect(refusal(await bySecret(secretText))).toEqual(wrongSecret);
    });
});
