// Questions to Microsoft Graph: how many there are, and that a part of a batch is asked again by itself.
import { describe, expect, it } from "vitest";
import type { Answer, Client } from "../../../../estate/sources/subscription/client";
import { byIds, byValues, lists } from "../../../../estate/sources/subscription/graph";

/** A client that answers by `answer`, and what it was asked. */
function asked(answer: (path: string, body: unknown) => unknown) {
    const questions: { path: string; body?: unknown }[] = [];
    const ask = async (path: string, body?: unknown): Promise<Answer> => {
        questions.push({ path, body });
        return { body: answer(path, body) };
    };
    const rest: Client["rest"] = async (_, given) =>
        "failure" in given
            ? { items: [], failure: given.failure }
            : { items: (given.body as { value: unknown[] }).value };
    const client: Client = {
        get: (_, path) => ask(path),
        post: (_, path, body) => ask(path, body),
        rest,
        list: async (host, path) => rest(host, await ask(path)),
        requests: () => questions.length,
    };
    return { client, questions };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

interface BatchBody {
    requests: { id: string; url: string }[];
}

describe("Graph is asked", () => {
    it("for objects by at most 1,000 ids", async () => {
        const { client, questions } = asked((_, body) => ({ value: (body as { ids: string[] }).ids }));
        const { items } = await byIds(client, numbers(2_001), ["user"]);
        expect(items).toHaveLength(2_001);
        expect(questions.map(({ body }) => (body as { ids: string[] }).ids.length)).toEqual([1_000, 1_000, 1]);
    });

    it("for objects by at most 15 values of a property, quoted", async () => {
        const { client, questions } = asked(() => ({ value: [] }));
        await byValues(client, "applications", "appId", [...numbers(16), "o'hara"], ["id", "appId"]);
        expect(questions).toHaveLength(2);
        expect(decodeURIComponent(questions[1]?.path ?? "")).toBe(
            "/v1.0/applications?$filter=appId in ('15','o''hara')&$select=id,appId",
        );
    });

    it("single questions by at most 20 in a batch, answered in their order", async () => {
        const { client, questions } = asked((_, body) => ({
            responses: (body as BatchBody).requests
                .map(({ id, url }) => ({ id, status: 200, body: { value: [url] } }))
                .reverse(),
        }));
        const answers = await lists(client, numbers(41));
        expect(answers.map(({ items }) => items[0])).toEqual(numbers(41));
        expect(questions.map(({ body }) => (body as BatchBody).requests.length)).toEqual([20, 20, 1]);
    });

    it("again for the parts of a batch that are throttled, and for no other", async () => {
        let times = 0;
        const { client, questions } = asked((_, body) => {
            times += 1;
            return {
                responses: (body as BatchBody).requests.map(({ id, url }) =>
                    url === "busy" && times === 1
                        ? {
                              id,
                              status: 429,
                              headers: { "Retry-After": "0" },
                              body: { error: { code: "TooManyRequests" } },
                          }
                        : { id, status: 200, body: { value: [url] } },
                ),
            };
        });
        const answers = await lists(client, ["idle", "busy"]);
        expect(answers).toEqual([{ items: ["idle"] }, { items: ["busy"] }]);
        expect(questions.map(({ body }) => (body as BatchBody).requests.map(({ url }) => url))).toEqual([
            ["idle", "busy"],
            ["busy"],
        ]);
    });

    it("and says which part of a batch was refused", async () => {
        const { client } = asked((_, body) => ({
            responses: (body as BatchBody).requests.map(({ id }) => ({
                id,
                status: 403,
                body: { error: { code: "Authorization_RequestDenied", message: "Insufficient privileges" } },
            })),
        }));
        const [answer] = await lists(client, ["secret"]);
        expect(answer?.failure).toMatchObject({
            cause: "notAllowed",
            code: "Authorization_RequestDenied",
            status: 403,
        });
    });
});
