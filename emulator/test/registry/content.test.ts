// What a registry tells of its repositories, tags and manifests.
import { describe, expect } from "vitest";
import { digest, type Front, host, it } from "./front";

describe("what the registry tells of its content", () => {
    const all = "repository:app:pull,push,delete,metadata_read,metadata_write";
    const json = async ({ ask, tokenFor }: Front, path: string, ...scopes: string[]) => {
        const { status, headers, text } = await ask("GET", path, { token: await tokenFor(...scopes) });
        return { status, link: headers.link, body: JSON.parse(text) };
    };

    it("lists repositories page by page", async ({ front }) => {
        for (const name of ["zoo", "app", "library/busybox"]) await front.pushManifest(name, "1");
        expect(await json(front, "/acr/v1/_catalog?n=2", "registry:catalog:*")).toEqual({
            status: 200,
            link: '</acr/v1/_catalog?last=library%2Fbusybox&n=2&orderby=>; rel="next"',
            body: { repositories: ["app", "library/busybox"] },
        });
        expect(await json(front, "/acr/v1/_catalog?last=library%2Fbusybox&n=2&orderby=", "registry:catalog:*")).toEqual(
            {
                status: 200,
                link: undefined,
                body: { repositories: ["zoo"] },
            },
        );
    });

    it("keeps two registries apart", async ({ front }) => {
        await front.pushManifest("app", "1");
        await front.azure.call("DELETE", front.azure.registryId());
        await front.azure.addRegistry({ adminUserEnabled: true });
        expect((await json(front, "/v2/_catalog", "registry:catalog:*")).body).toEqual({ repositories: [] });
        expect(
            (await front.ask("GET", "/v2/app/manifests/1", { token: await front.tokenFor("repository:app:pull") }))
                .status,
        ).toBe(404);
    });

    it("lists tags, and tells of one tag and one manifest", async ({ front }) => {
        await front.pushManifest("app", "2");
        await front.pushManifest("app", "1");
        expect((await json(front, "/v2/app/tags/list", all)).body).toEqual({ name: "app", tags: ["1", "2"] });
        const times = { createdTime: "2027-01-04T00:00:00.0000000Z", lastUpdateTime: "2027-01-04T00:00:00.0000000Z" };
        const changeableAttributes = { deleteEnabled: true, writeEnabled: true, readEnabled: true, listEnabled: true };
        expect((await json(front, "/acr/v1/app/_tags/1", all)).body).toEqual({
            registry: host,
            imageName: "app",
            tag: { name: "1", digest, ...times, signed: false, changeableAttributes },
        });
        expect((await json(front, `/acr/v1/app/_manifests/${digest}`, all)).body).toEqual({
            registry: host,
            imageName: "app",
            manifest: {
                digest,
                mediaType: "application/vnd.oci.image.manifest.v1+json",
                imageSize: 2,
                ...times,
                changeableAttributes,
                tags: ["1", "2"],
            },
        });
        expect(await json(front, "/acr/v1/app/_tags/3", all)).toMatchObject({
            status: 404,
            body: { errors: [{ code: "TAG_UNKNOWN", message: "the specified tag does not exist" }] },
        });
    });

    it("forgets a tag, a manifest, a repository, and so does the stock registry", async ({ front }) => {
        const other = digest.replaceAll("a", "b");
        for (const [tag, of] of [
            ["1", digest],
            ["2", digest],
            ["3", other],
        ] as const)
            await front.pushManifest("app", tag, of);
        front.stock.seen.length = 0;
        front.stock.answer = { status: 202 };
        const token = await front.tokenFor(all);
        const untagged = await front.ask("DELETE", "/acr/v1/app/_tags/1", { token });
        expect({ status: untagged.status, digest: untagged.headers["x-ms-int-docker-content-digest"] }).toEqual({
            status: 202,
            digest,
        });
        expect((await front.ask("DELETE", `/v2/app/manifests/${digest}`, { token })).status).toBe(202);
        expect((await json(front, "/v2/app/tags/list", all)).body.tags).toEqual(["3"]);
        const { status, text } = await front.ask("DELETE", "/acr/v1/app", { token });
        expect({ status, body: JSON.parse(text) }).toEqual({
            status: 202,
            body: { manifestsDeleted: [other], tagsDeleted: ["3"] },
        });
        expect(front.stock.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
            `DELETE /v2/${front.uid()}/app/manifests/1`,
            `DELETE /v2/${front.uid()}/app/manifests/${digest}`,
            `DELETE /v2/${front.uid()}/app/manifests/${other}`,
        ]);
        expect((await json(front, "/v2/_catalog", "registry:catalog:*")).body).toEqual({ repositories: [] });
    });

    it("holds to its locks", async ({ front }) => {
        await front.pushManifest("app", "1");
        const token = await front.tokenFor(all);
        await front.ask("PATCH", "/acr/v1/app/_tags/1", {
            token,
            body: JSON.stringify({ writeEnabled: false, deleteEnabled: false }),
        });
        expect((await front.pushManifest("app", "1")).status).toBe(405);
        expect((await front.ask("DELETE", "/acr/v1/app/_tags/1", { token })).status).toBe(405);
        expect((await front.pushManifest("app", "2")).status).toBe(201);
    });
});
