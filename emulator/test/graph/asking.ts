// Requests to Microsoft Graph for the tests of one file.
import { beforeAll, expect } from "vitest";
import { type Call, call } from "../client";
import { deployerToken, emulatorForTests, form } from "../running-emulator";

export function graphForTests() {
    const emulator = emulatorForTests();
    const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    let bearer: string;

    beforeAll(async () => {
        bearer = await deployerToken(emulator(), "https://graph.microsoft.com");
    });

    const graph = (path: string, options: Call = {}) =>
        call(emulator(), `https://graph.microsoft.com/v1.0${path}`, { bearer, ...options });

    async function created(collection: string, body: object) {
        const { status, json } = await graph(`/${collection}`, { body });
        expect(status).toBe(201);
        return json;
    }

    const filter = async (collection: string, expression: string) =>
        (await graph(`/${collection}?$filter=${encodeURIComponent(expression)}`)).json.value.map(
            ({ id }: { id: string }) => id,
        );

    async function userToken(userPrincipalName: string, tenantId = emulator().deployer.tenantId): Promise<string> {
        const account = emulator().users.find((user) => user.userPrincipalName === userPrincipalName);
        const { json } = await call(emulator(), `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
            body: form({
                grant_type: "password",
                client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
                username: userPrincipalName,
                password: account?.password ?? "",
                scope: "https://graph.microsoft.com//.default offline_access openid profile",
            }),
        });
        return json.access_token;
    }
    return { emulator, guid, bearer: () => bearer, graph, created, filter, userToken };
}
