// Copying an image within the stock registry: which requests it gets, in which order.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test as base, expect } from "vitest";
import { copyImage } from "../../registry/copy-image";
import { listen } from "../../server/server";
import { createTestEmulator } from "../services";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const image = "application/vnd.oci.image.manifest.v1+json";
const index = "application/vnd.oci.image.index.v1+json";
const manifests: Record<string, { type: string; body: object }> = {
    [digest("a")]: { type: index, body: { manifests: [{ digest: digest("b") }] } },
    [digest("b")]: { type: image, body: { config: { digest: digest("c") }, layers: [{ digest: digest("d") }] } },
};

/** A stock registry that has one index of one image. */
const it = base.extend<{ stock: { url: URL; seen: string[] } }>({
    stock: async ({ task: _ }, use) => {
        const seen: string[] = [];
        const server: Server = createServer((request, response) => {
            const { method, url = "" } = request;
            seen.push(`${method} ${decodeURIComponent(url)}`);
            const found = manifests[url.split("/").pop() ?? ""];
            if (method === "GET" && found)
                return response.writeHead(200, { "content-type": found.type }).end(JSON.stringify(found.body));
            return response.writeHead(method === "GET" ? 404 : 201).end();
        });
        await listen(server, 0);
        await use({ url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), seen });
        server.close();
        server.closeAllConnections();
    },
});

const from = { uid: "one", repository: "base/os" };
const to = { uid: "two", repository: "app" };

it("mounts blobs and writes manifests, those of an index first", async ({ stock }) => {
    const { emulator } = createTestEmulator();
    await copyImage({ ...emulator, images: stock.url }, from, to, { digest: digest("a"), reference: "1" });
    expect(stock.seen).toEqual([
        `GET /v2/one/base/os/manifests/${digest("a")}`,
        `GET /v2/one/base/os/manifests/${digest("b")}`,
        `POST /v2/two/app/blobs/uploads/?mount=${digest("c")}&from=one/base/os`,
        `POST /v2/two/app/blobs/uploads/?mount=${digest("d")}&from=one/base/os`,
        `PUT /v2/two/app/manifests/${digest("b")}`,
        "PUT /v2/two/app/manifests/1",
    ]);
});

it("fails where the stock registry lacks the image", async ({ stock }) => {
    const { emulator } = createTestEmulator();
    const copied = copyImage({ ...emulator, images: stock.url }, from, to, { digest: digest("e"), reference: "1" });
    await expect(copied).rejects.toThrow("The stock registry answered 404 to ");
});
