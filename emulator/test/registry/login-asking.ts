// Logins to a registry for the tests of one file.
import { beforeEach, expect } from "vitest";
import { registryFront } from "../../registry/service";
import { createTestEmulator, role, send, type TestEmulator } from "../services";

export function loginForTests() {
    let azure: TestEmulator;
    beforeEach(async () => {
        azure = createTestEmulator();
        await azure.addGroup();
    });

    const front = registryFront(new URL("http://127.0.0.1:9"));
    const host = "contoso.azurecr.io";
    const acr = "https://containerregistry.azure.net";
    const zero = "00000000-0000-0000-0000-000000000000";

    const form = (fields: Record<string, string>) => new URLSearchParams(fields);
    const post = (path: string, fields: Record<string, string>) =>
        send(front, azure.emulator, `https://${host}${path}`, { body: form(fields) });
    const exchange = async (oid: string, claims: Record<string, unknown> = {}, fields: Record<string, string> = {}) =>
        post("/oauth2/exchange", {
            grant_type: "access_token",
            service: host,
            access_token: await azure.tokenOf(oid, { aud: acr, ...claims }),
            ...fields,
        });
    const basic = (username: string, password: string) => ({
        authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
    });
    const login = (username: string, password: string, ...scopes: string[]) => {
        const query = new URLSearchParams({ service: host, scope: scopes.join(" ") });
        return send(front, azure.emulator, `https://${host}/oauth2/token?${query}`, {
            headers: basic(username, password),
        });
    };
    const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const accessOf = (answer: { body: { access_token: string } }) => claimsOf(answer.body.access_token).access;
    const repository = (name: string, ...actions: string[]) => ({ Type: "repository", Name: name, Actions: actions });
    const later = (seconds: number) => azure.clock.set(new Date(azure.clock.now().getTime() + seconds * 1000));
    const everything = "repository:app:pull,push,delete,metadata_read,metadata_write";

    /** A service principal with a role at the registry. */
    const principal = async (roleName: keyof typeof role, properties = {}) => {
        const made = azure.addServicePrincipal();
        await azure.assign(azure.registryId(), made.id, role[roleName], properties);
        return made;
    };

    const refusal = {
        status: 401,
        body: {
            errors: [
                {
                    code: "UNAUTHORIZED",
                    message: expect.stringMatching(
                        /^authentication required, visit https:\/\/aka\.ms\/acr\/authorization for more information\. CorrelationId: [0-9a-f-]{36}$/,
                    ),
                },
            ],
        },
    };
    return {
        azure: () => azure,
        front,
        host,
        acr,
        zero,
        form,
        post,
        exchange,
        basic,
        login,
        claimsOf,
        accessOf,
        repository,
        later,
        everything,
        principal,
        refusal,
    };
}
