// Logins to the registry contoso: `azure` is an emulator in memory with a resource group; the functions send what a client
// sends and read what it gets.
import { expect } from "vitest";
import { registryFront } from "../../registry/service";
import { role, send, type TestEmulator } from "../services";

export { it } from "../arm/azure";

export const front = registryFront(new URL("http://127.0.0.1:9"));
export const host = "contoso.azurecr.io";
const acr = "https://containerregistry.azure.net";
export const zero = "00000000-0000-0000-0000-000000000000";

export const form = (fields: Record<string, string>) => new URLSearchParams(fields);

export const post = (azure: TestEmulator, path: string, fields: Record<string, string>) =>
    send(front, azure.emulator, `https://${host}${path}`, { body: form(fields) });

export const exchange = async (
    azure: TestEmulator,
    oid: string,
    claims: Record<string, unknown> = {},
    fields: Record<string, string> = {},
) =>
    post(azure, "/oauth2/exchange", {
        grant_type: "access_token",
        service: host,
        access_token: await azure.tokenOf(oid, { aud: acr, ...claims }),
        ...fields,
    });

const basic = (username: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
});

export const login = (azure: TestEmulator, username: string, password: string, ...scopes: string[]) => {
    const query = new URLSearchParams({ service: host, scope: scopes.join(" ") });
    return send(front, azure.emulator, `https://${host}/oauth2/token?${query}`, { headers: basic(username, password) });
};

export const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

/** What the access token of an answer holds. */
export const accessOf = (answer: { body: { access_token: string } }) => claimsOf(answer.body.access_token).access;

export const repository = (name: string, ...actions: string[]) => ({
    Type: "repository",
    Name: name,
    Actions: actions,
});

export const everything = "repository:app:pull,push,delete,metadata_read,metadata_write";

export const later = ({ clock }: TestEmulator, seconds: number) =>
    clock.set(new Date(clock.now().getTime() + seconds * 1000));

/** A service principal with a role at the registry. */
export const principal = async (azure: TestEmulator, roleName: keyof typeof role, properties = {}) => {
    const made = azure.addServicePrincipal();
    await azure.assign(azure.registryId(), made.id, role[roleName], properties);
    return made;
};

export const refusal = {
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
