// Tests that ask Microsoft Graph, as the deployer unless they say otherwise.
import { expect } from "vitest";
import { type Answer, type Call, call } from "../client";
import { deployerToken, emulatorTest, form } from "../running-emulator";

export const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export type Graph = (path: string, options?: Call) => Promise<Answer>;

export type Created = (collection: string, body: object, options?: Call) => Promise<Answer["json"]>;

export const it = emulatorTest
    .extend("bearer", { scope: "file" }, ({ emulator }) => deployerToken(emulator, "https://graph.microsoft.com"))
    .extend(
        "graph",
        ({ emulator, bearer }): Graph =>
            (path, options) =>
                call(emulator, `https://graph.microsoft.com/v1.0${path}`, { bearer, ...options }),
    )
    /** Creates an object in a collection and answers it. */
    .extend(
        "created",
        ({ graph }): Created =>
            async (collection, body, options) => {
                const { status, json } = await graph(`/${collection}`, { ...options, body });
                expect(status).toBe(201);
                return json;
            },
    )
    /** The ids of what a `$filter` finds. */
    .extend("filter", ({ graph }) => async (collection: string, expression: string): Promise<string[]> => {
        const { json } = await graph(`/${collection}?$filter=${encodeURIComponent(expression)}`);
        return json.value.map(({ id }: { id: string }) => id);
    })
    .extend("userToken", ({ emulator }) => async (userPrincipalName: string): Promise<string> => {
        const account = emulator.users.find((user) => user.userPrincipalName === userPrincipalName);
        const url = `https://login.microsoftonline.com/${emulator.deployer.tenantId}/oauth2/v2.0/token`;
        const { json } = await call(emulator, url, {
            body: form({
                grant_type: "password",
                client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
                username: userPrincipalName,
                password: account?.password ?? "",
                scope: "https://graph.microsoft.com//.default offline_access openid profile",
            }),
        });
        return json.access_token;
    });
