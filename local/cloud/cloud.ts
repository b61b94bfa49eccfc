// Starts the local Azure: one process, loopback only, one world that every service reads and changes.
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Socket } from "node:net";
import { join } from "node:path";
import { arm } from "./arm";
import { findRegistryByLoginServer } from "./arm/registry";
import { openAuthority } from "./ca";
import { createClock } from "./clock";
import { approveDeviceLogin } from "./device-login";
import { entra } from "./entra";
import { githubIssuer, githubOidc } from "./github-oidc";
import { graph } from "./graph";
import { managedIdentity } from "./managed-identity";
import { readTextFile, writePrivateFile } from "./private-files";
import { createProxy } from "./proxy";
import { startRegistryBackend } from "./registry-backend";
import { registryFront } from "./registry-front";
import { type Credentials, seedWorld } from "./seed";
import { createListener, listen } from "./server";
import type { Cloud, Service } from "./service";
import { openStore } from "./store";
import { createTokens } from "./tokens";
import { openTrafficLog, type TrafficLog } from "./traffic-log";
import { findVault, vault } from "./vault";
import type { World } from "./world";

export interface CloudOptions {
    /** Where the cloud keeps what it knows; made if absent. A second start on it finds everything again. */
    directory: string;
    /** Path of the CNCF distribution registry, which holds the image bytes. Without it no `*.azurecr.io` is reached. */
    registryBinary?: string;
    /** Ports on 127.0.0.1. Each defaults to 0, which lets the system choose. */
    ports?: { proxy?: number; identity?: number };
}

/** An assertion of an issuer outside Entra, as a workload of that issuer would hold it. */
export interface FederatedTokenRequest {
    /** Defaults to GitHub's. */
    issuer?: string;
    subject: string;
    /** Defaults to `api://AzureADTokenExchange`. */
    audience?: string;
    /** Defaults to 600 seconds. */
    lifetimeSeconds?: number;
}

export interface RunningCloud extends Cloud, Credentials {
    /** For `HTTPS_PROXY`: `http://127.0.0.1:<port>`. */
    proxyUrl: string;
    /** PEM file for `SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS` or `REQUESTS_CA_BUNDLE`. */
    caFile: string;
    /** For `IDENTITY_ENDPOINT`; `identityHeader` is for `IDENTITY_HEADER`. */
    identityEndpoint: string;
    log: Pick<TrafficLog, "attempts" | "requests">;
    /** Signs a user in who was told a code by `az login --use-device-code`. */
    approveDeviceCode(userCode: string, userPrincipalName: string): void;
    issueFederatedToken(request: FederatedTokenRequest): Promise<string>;
    /** Ends every connection and leaves the world in its file. */
    close(): Promise<void>;
}

/** A simulated host. `*.azurecr.io` stands for every name directly below `azurecr.io`. */
interface Route {
    host: string;
    service: Service | undefined;
    /** Whether there is such a name; asked only of names that a wildcard covers. */
    exists?(host: string): boolean;
}

export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
    const { directory, registryBinary, ports = {} } = options;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const inDirectory = (name: string) => join(directory, name);
    const { world, save, flush } = await openStore(directory);
    const clock = createClock(world, save);
    const credentials = await seed(world, inDirectory("credentials.json"), clock.now(), save);
    await flush();
    const cloud: Cloud = {
        world,
        clock,
        tokens: await createTokens(inDirectory("signing-key.pem"), clock),
        federation: await createTokens(inDirectory("federation-key.pem"), clock),
        settings: { propagationDelayMs: 0, accessTokenSeconds: 3599 },
        faults: [],
        save,
    };
    const backend =
        registryBinary === undefined
            ? undefined
            : await startRegistryBackend({ binary: registryBinary, directory: inDirectory("registry") });
    const routes: Route[] = [
        { host: "login.microsoftonline.com", service: entra },
        { host: "management.azure.com", service: arm },
        { host: "graph.microsoft.com", service: graph },
        {
            host: "*.azurecr.io",
            service: backend && registryFront(backend.url),
            exists: (host) => findRegistryByLoginServer(world, host) !== undefined,
        },
        {
            host: "*.vault.azure.net",
            service: vault,
            exists: (host) => findVault(world, host) !== undefined,
        },
        { host: new URL(githubIssuer).host, service: githubOidc },
    ];
    const serviceFor = (host: string) =>
        routes.find((route) => covers(route.host, host) && (route.exists?.(host) ?? true))?.service;

    const log = openTrafficLog(inDirectory("traffic.log"));
    const authority = await openAuthority(
        directory,
        routes.map(({ host }) => host),
    );
    // As long as Azure keeps an idle connection; Node's own 5 s would cut off clients that are about to reuse one.
    const tls = createTlsServer(
        { ...authority.leaf, keepAliveTimeout: 120_000 },
        createListener(cloud, log, serviceFor),
    );
    const connections = new Set<Socket>();
    const proxy = createProxy(
        (host) => serviceFor(host) !== undefined,
        (connection) => {
            connections.add(connection);
            connection.on("close", () => connections.delete(connection));
            tls.emit("connection", connection);
        },
        log,
    );
    const identityService = managedIdentity(credentials.identityHeader);
    const identity = createServer(createListener(cloud, log, () => identityService));
    const close = async () => {
        for (const server of [proxy, identity]) {
            server.close();
            server.closeAllConnections();
        }
        for (const connection of connections) connection.destroy();
        await backend?.close();
        await flush();
        await log.close();
    };
    const [proxyPort, identityPort] = await Promise.all([
        listen(proxy, ports.proxy ?? 0),
        listen(identity, ports.identity ?? 0),
    ]).catch(async (error) => {
        await close();
        throw error;
    });

    const handles: Omit<RunningCloud, keyof (Cloud & Credentials)> = {
        proxyUrl: `http://127.0.0.1:${proxyPort}`,
        caFile: authority.caFile,
        identityEndpoint: `http://127.0.0.1:${identityPort}/msi/token`,
        log,
        approveDeviceCode: (userCode, userPrincipalName) => approveDeviceLogin(cloud, userCode, userPrincipalName),
        issueFederatedToken: ({
            issuer = githubIssuer,
            subject,
            audience = "api://AzureADTokenExchange",
            lifetimeSeconds = 600,
        }) => cloud.federation.issue({ iss: issuer, sub: subject, aud: audience }, lifetimeSeconds),
        close,
    };
    return Object.assign(cloud, credentials, handles);
}

/** Fills a new world; for one that is there already, reads who is in it. */
async function seed(world: World, file: string, now: Date, save: () => void): Promise<Credentials> {
    if (world.tenants.length === 0) {
        const credentials = seedWorld(world, now);
        await writePrivateFile(file, JSON.stringify(credentials, undefined, 2));
        save();
        return credentials;
    }
    const text = await readTextFile(file);
    if (text === undefined)
        throw new Error(
            `${file} is missing, and with it the secrets of the world beside it. Remove that directory to start with a new cloud.`,
        );
    return JSON.parse(text) as Credentials;
}

const covers = (pattern: string, host: string) =>
    pattern.startsWith("*.") ? host.split(".").slice(1).join(".") === pattern.slice(2) : host === pattern;
