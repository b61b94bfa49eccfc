import { describe, expect, it } from "vitest";
import type { Http } from "../../proofs/http";
import { pushBlob } from "../../proofs/oci";
import { accessToken, exchange, grantedActions } from "../../proofs/registry";

const token = (claims: unknown) => `header.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
const access = (name: string, ...actions: string[]) => ({ type: "repository", name, actions });

describe("what a registry's token grants on team/app", () => {
    it.each<[string, string, string[] | undefined]>([
        ["what its entry lists", token({ access: [access("team/app", "pull", "push")] }), ["pull", "push"]],
        [
            "with the capitals that Azure writes",
            token({ access: [{ Type: "repository", Name: "team/app", Actions: ["metadata_read", "delete"] }] }),
            ["delete"],
        ],
        [
            "what several entries list",
            token({ access: [access("team/app", "push"), access("team/app", "pull")] }),
            ["pull", "push"],
        ],
        ["what is granted everywhere", token({ access: [access("*", "pull")] }), ["pull"]],
        ["everything for a star", token({ access: [access("team/app", "*")] }), ["pull", "push", "delete"]],
        ["nothing of another repository", token({ access: [access("team/app2", "pull")] }), []],
        ["nothing of the catalog", token({ access: [{ type: "registry", name: "team/app", actions: ["*"] }] }), []],
        ["nothing when it lists nothing", token({ access: null }), []],
        ["nothing when it has no list", token({}), []],
        ["unknown when it is no token", "opaque", undefined],
        ["unknown when the list is of another kind", token({ access: "pull" }), undefined],
    ])("is %s", (_, given, expected) => {
        const granted = grantedActions(given, "team/app");
        expect(granted && [...granted]).toEqual(expected);
    });
});

describe("a login server that is none of Azure", () => {
    const nobody: Http = ({ url }) => Promise.reject(new Error(`sent to ${url}`));

    it.each([
        "contoso.azurecr.io.example.com",
        "contoso.azurecr.io@example.com",
        "CONTOSO.azurecr.io",
        "contoso.azurecr.io:5000",
        "example.com/.azurecr.io",
    ])("gets nothing: %s", async (loginServer) => {
        const message = `the state names '${loginServer}' as login server, which is not NAME.azurecr.io; nothing was sent there`;
        const refused = { outcome: { actual: "error", evidence: { code: "NOT_A_REGISTRY", message } } };
        const password = { kind: "password", username: "device", password: "hush" } as const;
        expect(await accessToken(nobody, loginServer, password)).toEqual(refused);
        expect(await accessToken(nobody, loginServer, { kind: "refreshToken", refreshToken: "hush" })).toEqual(refused);
        expect(await exchange(nobody, loginServer, "hush")).toEqual(refused);
        const there = { http: nobody, loginServer, repository: "app", token: "hush" };
        expect(await pushBlob(there, Buffer.from("{}"))).toEqual(refused);
    });

    it("gets no blob either when a registry points to it", async () => {
        const sent: string[] = [];
        const http: Http = async ({ url }) => {
            sent.push(url);
            const header = () => "https://example.com/v2/app/blobs/uploads/1";
            return { status: 202, header, text: "" };
        };
        const there = { http, loginServer: "contoso.azurecr.io", repository: "app", token: "hush" };
        const message = "the registry wants the blob sent to example.com; nothing was sent there";
        expect(await pushBlob(there, Buffer.from("{}"))).toEqual({
            outcome: { actual: "error", evidence: { status: 202, code: "UPLOAD_ELSEWHERE", message } },
        });
        expect(sent).toEqual(["https://contoso.azurecr.io/v2/app/blobs/uploads/"]);
    });

    it("leaves the registry itself to be asked", async () => {
        const answer = await accessToken(nobody, "contoso.azurecr.io", { kind: "anonymous" });
        expect(answer).toMatchObject({ outcome: { evidence: { message: expect.stringMatching(/^sent to https:/) } } });
    });
});
