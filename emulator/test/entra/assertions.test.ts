// Entra over the wire: certificates and federated assertions.
import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect } from "vitest";
import type { FederatedCredential } from "../../state/azure-state";
import { call } from "../client";
import { type SelfSigned, selfSigned } from "../self-signed";
import { assertionType, azureCli, type Entra, github, it, refusal } from "./entra-client";

describe("certificates", () => {
    const now = () => Math.floor(Date.now() / 1000);

    interface Assertion {
        header?: Record<string, unknown>;
        alg?: string;
        claims?: Record<string, unknown>;
        signedBy?: SelfSigned;
    }

    async function signIn(
        entra: Entra,
        change: (own: SelfSigned, entra: Entra) => Assertion | Promise<Assertion>,
        validDays = 1,
    ) {
        const own = await selfSigned();
        const { client_id } = entra.addClient({
            keyCredentials: [
                {
                    keyId: randomUUID(),
                    displayName: null,
                    startDateTime: entra.daysFromNow(-1),
                    endDateTime: entra.daysFromNow(validDays),
                    certificate: own.certificate.toString(),
                },
            ],
        });
        const { header, alg = "RS256", claims, signedBy = own } = await change(own, entra);
        const assertion = await new SignJWT({
            iss: client_id,
            sub: client_id,
            aud: `https://login.microsoftonline.com/${entra.contoso}/oauth2/v2.0/token`,
            // az sends fractions.
            iat: now() + 0.25,
            exp: now() + 600.25,
            ...claims,
        })
            .setProtectedHeader({ alg, x5t: thumbprint(own, "fingerprint"), ...header })
            .sign(signedBy.key);
        return entra.clientCredentials({
            client_id,
            client_assertion: assertion,
            client_assertion_type: assertionType,
        });
    }

    const thumbprint = ({ certificate }: SelfSigned, kind: "fingerprint" | "fingerprint256") =>
        Buffer.from(certificate[kind].replaceAll(":", ""), "hex").toString("base64url");

    it.for<[string, (own: SelfSigned) => Assertion]>([
        ["named by x5t", () => ({})],
        ["named by x5t, padded", (own) => ({ header: { x5t: `${thumbprint(own, "fingerprint")}=` } })],
        [
            "named by x5t#S256 and signed with PS256",
            (own) => ({ alg: "PS256", header: { x5t: undefined, "x5t#S256": thumbprint(own, "fingerprint256") } }),
        ],
        [
            "sent along as x5c",
            ({ certificate }) => {
                const lines = certificate.raw.toString("base64").replace(/(.{64})/g, "$1\n");
                return { header: { x5t: undefined, x5c: [lines] } };
            },
        ],
        [
            "addressed to the domain",
            () => ({ claims: { aud: "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token" } }),
        ],
    ])("%s sign in", async ([, change], { entra }) => {
        expect(await entra.allowed(await signIn(entra, change))).toMatchObject({ appidacr: "2" });
    });

    it.for<[string, (own: SelfSigned, entra: Entra) => Assertion | Promise<Assertion>]>([
        ["that are not registered", () => ({ header: { x5t: "AAAA" } })],
        ["whose key did not sign", async () => ({ signedBy: await selfSigned() })],
        [
            "for another tenant",
            (_, { fabrikam }) => ({
                claims: { aud: `https://login.microsoftonline.com/${fabrikam}/oauth2/v2.0/token` },
            }),
        ],
        ["with an assertion of yesterday", () => ({ claims: { iat: now() - 86_400, exp: now() - 85_800 } })],
        ["for another subject", () => ({ claims: { sub: azureCli } })],
    ])("%s are refused", async ([, change], { entra }) => {
        expect(refusal(await signIn(entra, change))).toEqual([401, "invalid_client", 700027, 700027]);
    });

    it("past their end date are refused", async ({ entra }) => {
        expect(refusal(await signIn(entra, () => ({}), 0))).toEqual([401, "invalid_client", 700027, 700027]);
    });
});

describe("federated assertions", () => {
    const trusted: FederatedCredential = {
        id: randomUUID(),
        name: "main",
        issuer: github,
        subject: "repo:contoso/app:ref:refs/heads/main",
        audiences: ["api://AzureADTokenExchange"],
    };
    const { subject } = trusted;

    const exchange = (entra: Entra, client_id: string, client_assertion: string) =>
        entra.clientCredentials({ client_id, client_assertion, client_assertion_type: assertionType });

    it.for<[string, { issuer?: string; subject: string; audience?: string; lifetimeSeconds?: number }, unknown]>([
        ["the subject trusted", { subject }, undefined],
        ["another branch", { subject: `${subject}2` }, 700213],
        ["a subject in capitals", { subject: subject.toUpperCase() }, 7002138],
        ["another issuer", { subject, issuer: "https://gitlab.com" }, 700211],
        ["the issuer with a slash", { subject, issuer: `${github}/` }, 700211],
        ["another audience", { subject, audience: "api://azureadtokenexchange" }, 700212],
        ["an assertion past its end", { subject, lifetimeSeconds: -1 }, 700024],
    ])("%s", async ([_, request, code], { emulator, entra }) => {
        const { client_id } = entra.addClient({ federatedCredentials: [trusted] });
        const answer = await exchange(entra, client_id, await emulator.issueFederatedToken(request));
        if (code) expect(refusal(answer)).toEqual([401, "invalid_client", code, code]);
        else expect(await entra.allowed(answer)).toMatchObject({ appid: client_id, appidacr: "2" });
    });

    it("signed by anyone but the issuer, malformed, or for a client that trusts nobody are refused", async ({
        emulator,
        entra,
    }) => {
        const { client_id } = entra.addClient({ federatedCredentials: [trusted] });
        const { key } = await selfSigned();
        const forged = await new SignJWT({ iss: github, sub: subject, aud: trusted.audiences })
            .setProtectedHeader({ alg: "RS256" })
            .setExpirationTime("10m")
            .sign(key);
        expect(refusal(await exchange(entra, client_id, forged))).toEqual([401, "invalid_client", 700024, 700024]);
        expect(refusal(await exchange(entra, client_id, "nonsense"))).toEqual([400, "invalid_request", 50027, 50027]);
        const { client_id: lonely } = entra.addClient();
        const assertion = await emulator.issueFederatedToken({ subject });
        expect(refusal(await exchange(entra, lonely, assertion))).toEqual([401, "invalid_client", 700213, 700213]);
    });

    it("sign a user-assigned identity in that trusts them by an ARM resource", async ({ emulator, entra }) => {
        const id = `/subscriptions/${emulator.deployer.subscriptionId}/resourcegroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/runner`;
        const type = "Microsoft.ManagedIdentity/userAssignedIdentities";
        const clientId = randomUUID();
        const { state } = emulator;
        state.resources[id.toLowerCase()] = {
            id,
            name: "runner",
            type,
            properties: { clientId, tenantId: entra.contoso },
        };
        const credential = `${id}/federatedIdentityCredentials/main`;
        const { issuer, audiences } = trusted;
        state.resources[credential.toLowerCase()] = {
            id: credential,
            name: "main",
            type: `${type}/federatedIdentityCredentials`,
            properties: { issuer, subject, audiences },
        };
        const [base] = state.servicePrincipals;
        if (!base) throw new Error("The seed has service principals.");
        state.servicePrincipals.push({
            ...base,
            id: randomUUID(),
            appId: clientId,
            servicePrincipalType: "ManagedIdentity",
        });
        const ask = async (wanted: string) =>
            exchange(entra, clientId, await emulator.issueFederatedToken({ subject: wanted }));
        expect(await entra.allowed(await ask(subject))).toMatchObject({ appid: clientId, tid: entra.contoso });
        expect(refusal(await ask(`${subject}2`))).toEqual([401, "invalid_client", 700213, 700213]);
    });

    it("of GitHub can be checked with the keys GitHub publishes", async ({ emulator }) => {
        const get = (path: string) => call(emulator, `${github}${path}`);
        const { json } = await get("/.well-known/openid-configuration");
        expect([json.issuer, json.jwks_uri]).toEqual([github, `${github}/.well-known/jwks`]);
        expect((await get("/.well-known/jwks")).json).toEqual(await emulator.federation.jwks());
        expect((await get("/other")).status).toBe(404);
    });
});
