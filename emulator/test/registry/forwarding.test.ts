// What of a request reaches the stock registry behind the front, and what of its answer comes back.
import { describe, expect } from "vitest";
import { digest, it } from "./front";

describe("what reaches the stock registry", () => {
    it("carries the registry's own prefix, and its answer none", async ({ front }) => {
        const { status, headers } = await front.pushManifest("team/app", "1");
        expect({ status, location: headers.location }).toEqual({
            status: 201,
            location: `/v2/team/app/manifests/${digest}`,
        });
        expect(front.stock.seen).toEqual([
            {
                method: "PUT",
                url: `/v2/${front.uid()}/team/app/manifests/1`,
                body: "{}",
                forwarded: "https",
                authorization: undefined,
            },
        ]);
    });

    it("is streamed in both directions", async ({ front }) => {
        front.stock.answer = { status: 202, headers: { location: `/v2/${front.uid()}/app/blobs/uploads/1?_state=x` } };
        const token = await front.tokenFor("repository:app:pull,push");
        const body = "x".repeat(1_000_000);
        const { headers } = await front.ask("PATCH", "/v2/app/blobs/uploads/1?_state=y", { token, body });
        expect(headers.location).toBe("/v2/app/blobs/uploads/1?_state=x");
        expect(front.stock.seen[0]).toMatchObject({ url: `/v2/${front.uid()}/app/blobs/uploads/1?_state=y`, body });
    });

    it("mounts only what the token may pull", async ({ front }) => {
        front.stock.answer = { status: 202 };
        const path = `/v2/app/blobs/uploads/?mount=${digest}&from=base/os`;
        await front.ask("POST", path, {
            token: await front.tokenFor("repository:app:pull,push", "repository:base/os:pull"),
        });
        await front.ask("POST", path, { token: await front.tokenFor("repository:app:pull,push") });
        expect(front.stock.seen.map(({ url }) => url)).toEqual([
            `/v2/${front.uid()}/app/blobs/uploads/?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(`${front.uid()}/base/os`)}`,
            `/v2/${front.uid()}/app/blobs/uploads/`,
        ]);
    });

    it("stays below the prefix whatever the path says", async ({ front }) => {
        for (const name of ["../other/app", "app/..", "-app", "a//b"]) {
            const token = await front.tokenFor(`repository:${name}:pull`);
            const { status } = await front.ask("GET", `/v2/${encodeURIComponent(name)}/manifests/1`, { token });
            expect({ name, status }).toEqual({ name, status: 400 });
        }
        expect(front.stock.seen).toEqual([]);
    });

    it("does not name the prefix in its errors", async ({ front }) => {
        await front.pushManifest("app", "1");
        front.stock.answer = {
            status: 404,
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ errors: [{ code: "NAME_UNKNOWN", detail: { name: `${front.uid()}/app` } }] }),
        };
        const { status, text } = await front.ask("GET", "/v2/app/manifests/2", {
            token: await front.tokenFor("repository:app:pull"),
        });
        expect({ status, body: JSON.parse(text) }).toEqual({
            status: 404,
            body: { errors: [{ code: "NAME_UNKNOWN", detail: { name: "app" } }] },
        });
    });
});
