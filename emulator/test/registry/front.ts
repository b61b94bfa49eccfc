// `front`: the data plane of the registry contoso over real connections, before a stock registry that only notes what it
// is asked and answers what it was told to.
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { registryFront } from "../../registry/service";
import { createListener, listen } from "../../server/server";
import type { TrafficLog } from "../../server/traffic-log";
import { it as withGroup } from "../arm/azure";
import type { TestEmulator } from "../services";

/** A request that reached the stock registry. */
interface Seen {
    method: string | undefined;
    url: string | undefined;
    body: string;
    forwarded: string | undefined;
    authorization: string | undefined;
}

interface Sent {
    token?: string;
    body?: string;
    headers?: Record<string, string>;
    /** The registry's host; contoso's if not given. */
    to?: string;
}

interface FrontAnswer {
    status: number;
    headers: IncomingHttpHeaders;
    text: string;
}

export const digest = `sha256:${"a".repeat(64)}`;
export const host = "contoso.azurecr.io";

const readAll = async (stream: AsyncIterable<Buffer>): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
};

const silent = () => undefined;
const silentLog: TrafficLog = {
    attempts: [],
    requests: [],
    attempt: silent,
    exchange: silent,
    failure: silent,
    close: async () => undefined,
};

const close = (server: Server): void => {
    server.close();
    server.closeAllConnections();
};

/** The front of an emulator's registries; `stock` is what the stock registry saw and what it answers next. */
const createFront = (azure: TestEmulator, port: number, stock: { seen: Seen[]; answer: StockAnswer }) => {
    const ask = (method: string, path: string, { token, body, headers = {}, to = host }: Sent = {}) =>
        new Promise<FrontAnswer>((resolve, reject) => {
            const request = httpRequest({
                port,
                host: "127.0.0.1",
                method,
                path,
                headers: { ...headers, host: to, ...(token ? { authorization: `Bearer ${token}` } : {}) },
            });
            request.once("error", reject);
            request.once("response", async (response) =>
                resolve({
                    status: response.statusCode ?? 0,
                    headers: response.headers,
                    text: await readAll(response as AsyncIterable<Buffer>),
                }),
            );
            request.end(body);
        });

    /** An access token of the admin user for scopes. */
    const tokenFor = async (...scopes: string[]): Promise<string> => {
        const { passwords } = (await azure.call("POST", `${azure.registryId()}/listCredentials`)).body;
        const query = new URLSearchParams({ service: host, scope: scopes.join(" ") });
        const credential = Buffer.from(`contoso:${passwords[0].value}`).toString("base64");
        const headers = { authorization: `Basic ${credential}` };
        return JSON.parse((await ask("GET", `/oauth2/token?${query}`, { headers })).text).access_token;
    };

    /** The prefix that keeps the registry's content apart behind the front. */
    const uid = () => String(azure.state.resources[azure.registryId().toLowerCase()]?.internal?.uid);

    const pushManifest = async (name: string, tag: string, of = digest) => {
        stock.answer = {
            status: 201,
            headers: { "docker-content-digest": of, location: `/v2/${uid()}/${name}/manifests/${of}` },
        };
        return ask("PUT", `/v2/${name}/manifests/${tag}`, {
            token: await tokenFor(`repository:${name}:pull,push`),
            body: "{}",
            headers: { "content-type": "application/vnd.oci.image.manifest.v1+json" },
        });
    };

    return { azure, stock, ask, tokenFor, uid, pushManifest };
};

interface StockAnswer {
    status: number;
    headers?: Record<string, string>;
    body?: string;
}

export type Front = ReturnType<typeof createFront>;

export const it = withGroup.extend<{ front: Front }>({
    front: async ({ azure }, use) => {
        await azure.addRegistry({ adminUserEnabled: true });
        const stock: { seen: Seen[]; answer: StockAnswer } = { seen: [], answer: { status: 200 } };
        const backend = createServer(async (request, response) => {
            const { method, url, headers } = request;
            const body = await readAll(request as AsyncIterable<Buffer>);
            const forwarded = String(headers["x-forwarded-proto"]);
            stock.seen.push({ method, url, body, forwarded, authorization: headers.authorization });
            response.writeHead(stock.answer.status, stock.answer.headers).end(stock.answer.body);
        });
        await listen(backend, 0);
        const service = registryFront(new URL(`http://127.0.0.1:${(backend.address() as AddressInfo).port}`));
        const server = createServer(createListener(azure.emulator, silentLog, () => service));
        await use(createFront(azure, await listen(server, 0), stock));
        close(server);
        close(backend);
    },
});
