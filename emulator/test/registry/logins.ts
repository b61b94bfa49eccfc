// `registry`: the registry contoso of an emulator in memory, as clients log in to it; a test creates it with `azure`.
import { expect } from "vitest";
import { registryFront } from "../../registry/service";
import { it as withGroup } from "../arm/azure";
import { role, type Sent, send, type TestEmulator } from "../services";

const front = registryFront(new URL("http://127.0.0.1:9"));
export const host = "contoso.azurecr.io";
const acr = "https://containerregistry.azure.net";
export const zero = "00000000-0000-0000-0000-000000000000";

const basic = (username: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
});

function createRegistry(azure: TestEmulator) {
    const ask = (path: string, sent: Sent = {}, at = host) => send(front, azure.emulator, `https://${at}${path}`, sent);
    const post = (path: string, fields: Record<string, string>, at = host) =>
        ask(path, { body: new URLSearchParams({ service: at, ...fields }) }, at);
    const exchange = async (oid: string, claims: Record<string, unknown> = {}, fields: Record<string, string> = {}) => {
        const access_token = await azure.tokenOf(oid, { aud: acr, ...claims });
        return post("/oauth2/exchange", { grant_type: "access_token", access_token, ...fields });
    };
    return {
        ask,
        post,
        exchange,
        /** The refresh token of a principal. */
        refreshToken: async (oid: string): Promise<string> => (await exchange(oid)).body.refresh_token,
        login(username: string, password: string, ...scopes: string[]) {
            const query = new URLSearchParams({ service: host, scope: scopes.join(" ") });
            return ask(`/oauth2/token?${query}`, { headers: basic(username, password) });
        },
        /** A service principal with a role at the registry. */
        async principal(roleName: keyof typeof role, properties = {}) {
            const made = azure.addServicePrincipal();
            await azure.assign(azure.registryId(), made.id, role[roleName], properties);
            return made;
        },
    };
}

export type Registry = ReturnType<typeof createRegistry>;

export const it = withGroup.extend("registry", ({ azure }) => createRegistry(azure));

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
