// Requests to Entra, and clients to make them, for the tests of one file.
import { randomUUID } from "node:crypto";
import { afterEach, expect } from "vitest";
import type { Application, PasswordCredential, ServicePrincipal } from "../../state/azure-state";
import { secretHash } from "../../state/secrets";
import { type Answer, call } from "../client";
import { emulatorForTests, form } from "../running-emulator";

export function entraForTests() {
    const emulator = emulatorForTests();
    const arm = "https://management.azure.com/.default";
    const azureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    const github = "https://token.actions.githubusercontent.com";
    const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    const contoso = () => emulator().deployer.tenantId;
    const fabrikam = () => emulator().partnerDeployer.tenantId;

    const entra = (tenant: string, path: string, fields: Record<string, string>) =>
        call(emulator(), `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/${path}`, { body: form(fields) });

    const clientCredentials = (fields: Record<string, string>, tenant = contoso()) =>
        entra(tenant, "token", { grant_type: "client_credentials", scope: arm, ...fields });

    /** The OAuth error, the code of the text and the list of codes, which must agree. */
    const refusal = ({ status, json }: Answer) => [
        status,
        json.error,
        ...(json.error_codes ?? []),
        Number(/^AADSTS(\d+): /.exec(json.error_description ?? "")?.[1]),
    ];

    const allowed = async (answer: Answer) => {
        expect(answer.json.error_description).toBeUndefined();
        return emulator().tokens.verify(answer.json.access_token);
    };

    const day = 86_400_000;
    const daysFromNow = (days: number) => new Date(emulator().clock.now().getTime() + days * day).toISOString();

    const password = (secret: string, from: number, to: number): PasswordCredential => ({
        keyId: randomUUID(),
        displayName: null,
        startDateTime: daysFromNow(from),
        endDateTime: daysFromNow(to),
        hint: secret.slice(0, 3),
        secretHash: secretHash(secret),
    });

    /** Puts an application into the state, with a service principal in the tenants named. */
    function addClient(
        application: Partial<Application> = {},
        tenants = [contoso()],
        principal: Partial<ServicePrincipal> = {},
    ) {
        const client: Application = {
            id: randomUUID(),
            appId: randomUUID(),
            tenantId: contoso(),
            displayName: "client",
            createdDateTime: daysFromNow(0),
            signInAudience: "AzureADMyOrg",
            passwordCredentials: [],
            keyCredentials: [],
            federatedCredentials: [],
            properties: {},
            ...application,
        };
        const principals = tenants.map(
            (tenantId): ServicePrincipal => ({
                id: randomUUID(),
                appId: client.appId,
                tenantId,
                displayName: "client",
                servicePrincipalType: "Application",
                accountEnabled: true,
                createdDateTime: daysFromNow(-1),
                passwordCredentials: [],
                properties: {},
                ...principal,
            }),
        );
        emulator().state.applications.push(client);
        emulator().state.servicePrincipals.push(...principals);
        return { client_id: client.appId, principals };
    }

    afterEach(() => {
        emulator().state.clockOffset = 0;
        Object.assign(emulator().settings, { propagationDelayMs: 0, accessTokenSeconds: 3599 });
    });
    return {
        emulator,
        arm,
        azureCli,
        github,
        assertionType,
        contoso,
        fabrikam,
        entra,
        clientCredentials,
        refusal,
        allowed,
        day,
        daysFromNow,
        password,
        addClient,
    };
}
