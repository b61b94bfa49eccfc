// Tests that ask Entra, with clients of their own in its directory.
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { RunningEmulator } from "../../emulator";
import { settingsOf } from "../../server/settings";
import type { Application, PasswordCredential, ServicePrincipal } from "../../state/azure-state";
import { secretHash } from "../../state/secrets";
import { type Answer, call } from "../client";
import { emulatorTest, form } from "../running-emulator";

export const arm = "https://management.azure.com/.default";
export const azureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
export const github = "https://token.actions.githubusercontent.com";
export const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
export const day = 86_400_000;

/** The OAuth error, the code of the text and the list of codes, which must agree. */
export const refusal = ({ status, json }: Answer) => [
    status,
    json.error,
    ...(json.error_codes ?? []),
    Number(/^AADSTS(\d+): /.exec(json.error_description ?? "")?.[1]),
];

function createEntra(emulator: RunningEmulator) {
    const { state, settings } = emulator;
    const contoso = emulator.deployer.tenantId;
    const fabrikam = emulator.partnerDeployer.tenantId;
    const daysFromNow = (days: number) => new Date(emulator.clock.now().getTime() + days * day).toISOString();

    /** `path` is below `/TENANT/oauth2/v2.0`. */
    const post = (tenant: string, path: string, fields: Record<string, string>) =>
        call(emulator, `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/${path}`, { body: form(fields) });

    return {
        contoso,
        fabrikam,
        daysFromNow,
        get: (path: string) => call(emulator, `https://login.microsoftonline.com${path}`),
        post,

        clientCredentials: (fields: Record<string, string>, tenant = contoso) =>
            post(tenant, "token", { grant_type: "client_credentials", scope: arm, ...fields }),

        passwordOf: (user: string): string =>
            emulator.users.find(({ userPrincipalName }) => userPrincipalName === user)?.password ?? "",

        /** The claims of the token that was issued. */
        allowed: async (answer: Answer) => {
            expect(answer.json.error_description).toBeUndefined();
            return emulator.tokens.verify(answer.json.access_token);
        },

        /** Valid from and to a number of days from now. */
        password: (secret: string, from: number, to: number): PasswordCredential => ({
            keyId: randomUUID(),
            displayName: null,
            startDateTime: daysFromNow(from),
            endDateTime: daysFromNow(to),
            hint: secret.slice(0, 3),
            secretHash: secretHash(secret),
        }),

        /** Puts an application into the state, with a service principal in the tenants named. */
        addClient(
            application: Partial<Application> = {},
            tenants = [contoso],
            principal: Partial<ServicePrincipal> = {},
        ) {
            const client: Application = {
                id: randomUUID(),
                appId: randomUUID(),
                tenantId: contoso,
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
            state.applications.push(client);
            state.servicePrincipals.push(...principals);
            return { client_id: client.appId, principals };
        },

        reset() {
            state.clockOffset = 0;
            Object.assign(settings, settingsOf());
        },
    };
}

export type Entra = Omit<ReturnType<typeof createEntra>, "reset">;

/** Clock and settings are as at the start again after each test. */
export const it = emulatorTest.extend("entra", ({ emulator }, { onCleanup }): Entra => {
    const entra = createEntra(emulator);
    onCleanup(entra.reset);
    return entra;
});
