// The client against a server of this machine's own making would prove little: what is sent when is tried on the emulator,
// and what is decided without sending is tried here.
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createHttpHeaders } from "@azure/core-rest-pipeline";
import { describe, expect, it, vi } from "vitest";
import { createClient, failureOf, patience } from "../../../../estate/sources/subscription/client";

const answered = (status: number, retryAfter?: string, retryCount = 0) =>
    patience({
        response: { status, headers: createHttpHeaders(retryAfter === undefined ? {} : { "retry-after": retryAfter }) },
        retryCount,
    });

describe("a request is sent again", () => {
    it.each([
        [429, "7", 7_000],
        [503, "0", 0],
        [500, undefined, 500],
        [408, undefined, 500],
    ])("after %i with Retry-After %s", (status, retryAfter, delay) => {
        expect(answered(status, retryAfter)).toEqual({ retryAfterInMs: delay });
    });

    it("later each time where the service names no time", () => {
        expect(answered(503, undefined, 2)).toEqual({ retryAfterInMs: 2_000 });
    });

    it("after a dropped connection, and not for a name that does not exist", () => {
        expect(patience({ responseError: { code: "ECONNRESET" }, retryCount: 0 })).toEqual({ retryAfterInMs: 500 });
        expect(patience({ responseError: { code: "ENOTFOUND" }, retryCount: 0 })).toEqual({ skipStrategy: true });
    });

    it.each([200, 401, 403, 404, 501])("never after %i", (status) => {
        expect(answered(status)).toEqual({ skipStrategy: true });
    });

    it("never where the service asks for more patience than anybody has", () => {
        expect(answered(429, "3600")).toEqual({ skipStrategy: true });
    });
});

describe("requests", () => {
    it("leave no timer behind where connections break, which would keep the process alive", async ({
        onTestFinished,
    }) => {
        const broken = createServer((socket) => socket.destroy());
        await once(broken.listen(0, "127.0.0.1"), "listening");
        onTestFinished(() => void broken.close());
        vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${(broken.address() as AddressInfo).port}`);
        onTestFinished(() => void vi.unstubAllEnvs());
        const client = createClient({ accessTokens: async () => "token" });
        const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
        const before = timers();
        const answer = await client.get("management.azure.com", "/");
        expect(answer).toMatchObject({ failure: { cause: "failed" } });
        expect(timers()).toBeLessThanOrEqual(before);
    });

    it("are under way six at a time", async () => {
        const waiting: (() => void)[] = [];
        const accessTokens = () =>
            new Promise<string>((_, reject) => {
                waiting.push(() => reject(new Error("none")));
            });
        const client = createClient({ accessTokens });
        const answers = Array.from({ length: 20 }, () => client.get("management.azure.com", "/"));
        expect(waiting).toHaveLength(6);
        let most = 0;
        for (let done = 0; done < answers.length; done += 1) {
            await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
            most = Math.max(most, waiting.length);
            waiting.shift()?.();
        }
        expect(await Promise.all(answers)).toHaveLength(20);
        expect(most).toBe(6);
    });
});

describe("an answer", () => {
    it("is a refusal in the service's own words only: a proxy's is a failure", () => {
        const error = { code: "AuthorizationFailed", message: "does not have authorization\r\nCorrelation ID: 1" };
        expect(failureOf("management.azure.com", 403, { error })).toEqual({
            cause: "notAllowed",
            why: "management.azure.com answered 403 AuthorizationFailed: does not have authorization",
            code: "AuthorizationFailed",
            status: 403,
        });
        expect(failureOf("management.azure.com", 403, undefined)).toMatchObject({ cause: "failed", code: "" });
    });

    it("is that there is no token, and nothing is sent", async () => {
        const accessTokens = () => Promise.reject(new Error("nobody has logged in"));
        const client = createClient({ accessTokens });
        expect(await client.list("graph.microsoft.com", "/v1.0/users")).toEqual({
            items: [],
            failure: {
                cause: "notAllowed",
                why: "no access token for graph.microsoft.com: nobody has logged in",
                code: "",
                status: undefined,
            },
        });
        expect(client.requests()).toBe(0);
    });

    it.each([
        ["https://elsewhere.example/v1.0/users", "graph.microsoft.com answered a page of another host"],
        ["https://graph.microsoft.com.elsewhere.example/", "graph.microsoft.com answered a page of another host"],
        ["http://graph.microsoft.com/v1.0/users", "graph.microsoft.com answered a page of another host"],
    ])("with a next page at %s is a list cut short: the token goes nowhere else", async (nextLink, why) => {
        const client = createClient({ accessTokens: async () => "token" });
        const list = await client.rest("graph.microsoft.com", { body: { value: [1], "@odata.nextLink": nextLink } });
        expect(list).toMatchObject({ items: [1], failure: { cause: "failed", why } });
        expect(client.requests()).toBe(0);
    });

    it("without a list is a failure, and not an empty list", async () => {
        const client = createClient({ accessTokens: async () => "token" });
        expect(await client.rest("management.azure.com", { body: {} })).toMatchObject({
            items: [],
            failure: { cause: "failed", why: "management.azure.com answered no list" },
        });
    });
});
