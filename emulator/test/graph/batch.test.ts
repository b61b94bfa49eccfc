// Batches of Graph: how many requests, in which order, each with an answer of its own.
import { describe, expect } from "vitest";
import type { Answer } from "../services";
import { type Directory, denied, it, refusal } from "./directory";

const all = ["Directory.Read.All"];
const send = (directory: Directory, requests: object[], permissions = all) =>
    directory.ask(permissions, "/$batch", { body: { requests } });
const users = (id: string, more: object = {}) => ({ id, method: "GET", url: "/users", ...more });
const statuses = ({ body }: Answer): [string, number][] =>
    body.responses.map(({ id, status }: { id: string; status: number }) => [id, status]).sort();

describe("a batch", () => {
    it("has up to 20 requests, and each is answered for itself", async ({ directory }) => {
        const { id } = directory.addApplication("app");
        const nowhere = "00000000-0000-4000-8000-ffffffffffff";
        const answer = await send(directory, [
            { id: "found", method: "GET", url: `/applications/${id}?$select=displayName` },
            { id: "missing", method: "GET", url: `applications/${nowhere}` },
            {
                id: "refused",
                method: "PATCH",
                url: `/applications/${id}`,
                headers: { "Content-Type": "application/json" },
                body: { displayName: "x" },
            },
            {
                id: "asked",
                method: "POST",
                url: "/directoryObjects/getByIds",
                headers: { "content-type": "application/json" },
                body: { ids: [id] },
            },
        ]);
        expect(statuses(answer)).toEqual([
            ["asked", 200],
            ["found", 200],
            ["missing", 404],
            ["refused", 403],
        ]);
        const of = (name: string) => answer.body.responses.find((reply: { id: string }) => reply.id === name).body;
        expect(of("found").displayName).toBe("app");
        expect(of("asked").value).toMatchObject([{ id, "@odata.type": "#microsoft.graph.application" }]);
        expect(of("refused").error.code).toBe("Authorization_RequestDenied");
        const twenty = Array.from({ length: 20 }, (_, index) => users(String(index)));
        expect(statuses(await send(directory, twenty))).toHaveLength(20);
        expect(refusal(await send(directory, [...twenty, users("20")]))).toEqual([400, "MaximumValueExceeded"]);
    });

    it("is answered in another order than it was asked", async ({ directory }) => {
        const { body } = await send(directory, [users("1"), users("2")]);
        expect(body.responses.map(({ id }: { id: string }) => id)).toEqual(["2", "1"]);
    });

    it("asks by the rights of its caller", async ({ directory }) => {
        const requests = [users("u"), { id: "g", method: "GET", url: "/groups" }];
        const { body } = await send(directory, requests, ["User.Read.All"]);
        expect(body.responses.map(({ id, status }: { id: string; status: number }) => [id, status])).toEqual([
            ["g", 403],
            ["u", 200],
        ]);
        expect(refusal(await directory.ask(all, "/$batch", { body: { requests }, bearer: "nobody" }))).toEqual([
            401,
            "InvalidAuthenticationToken",
        ]);
    });

    it("does what depends on another after it, and not at all if that one failed", async ({ directory }) => {
        const missing = { id: "missing", method: "GET", url: "/users/nobody" };
        const answer = await send(directory, [
            users("last", { dependsOn: ["first"] }),
            users("never", { dependsOn: ["missing"] }),
            users("nor this", { dependsOn: ["never"] }),
            users("first"),
            missing,
        ]);
        expect(statuses(answer)).toEqual([
            ["first", 200],
            ["last", 200],
            ["missing", 404],
            ["never", 424],
            ["nor this", 424],
        ]);
    });

    it("can be throttled in one of its requests", async ({ directory }) => {
        directory.emulator.faults.push({
            host: /^graph\.microsoft\.com$/,
            path: /\/groups$/,
            effect: { status: 429, headers: { "retry-after": "3" }, body: { error: { code: "TooManyRequests" } } },
        });
        const requests = [users("u"), { id: "g", method: "GET", url: "/groups" }];
        const { status, body } = await send(directory, requests);
        expect([status, body.responses.map(({ status: each }: { status: number }) => each)]).toEqual([200, [429, 200]]);
        expect(body.responses[0]).toMatchObject({ id: "g", headers: { "retry-after": "3" } });
        expect(statuses(await send(directory, requests))).toEqual([
            ["g", 200],
            ["u", 200],
        ]);
    });

    it.for<[string, object[]]>([
        ["no request", []],
        ["ids that differ by case only", [users("a"), users("A")]],
        ["a request without id", [{ method: "GET", url: "/users" }]],
        ["an absolute address", [users("a", { url: "https://graph.microsoft.com/v1.0/users" })]],
        [
            "a body without its type",
            [{ id: "a", method: "POST", url: "/directoryObjects/getByIds", body: { ids: [] } }],
        ],
        ["a dependency that is not in it", [users("a", { dependsOn: ["b"] })]],
        ["a circle of dependencies", [users("a", { dependsOn: ["b"] }), users("b", { dependsOn: ["a"] })]],
    ])("is refused with %s", async ([_, requests], { directory }) => {
        expect(refusal(await send(directory, requests))).toEqual([400, "Request_BadRequest"]);
    });

    it("needs a permission for each thing it asks", async ({ directory }) => {
        const { body } = await send(directory, [{ id: "1", method: "GET", url: "/applications" }], []);
        expect([body.responses[0].status, body.responses[0].body.error.code]).toEqual(denied);
    });
});
