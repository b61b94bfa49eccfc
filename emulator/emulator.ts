// Starts the emulator: one process, loopback only, one state that every service reads and changes.
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { createClock } from "./clock";
import { approveDeviceLogin } from "./entra/device-login";
import { githubIssuer } from "./entra/github-oidc";
import { managedIdentity } from "./entra/managed-identity";
import { createTokens } from "./entra/tokens";
import { startRegistryBackend } from "./registry/backend";
import { openAuthority } from "./server/ca";
import { claimDirectory } from "./server/claim";
import { readTextFile, writePrivateFile } from "./server/private-files";
import { closeServer, createProxy } from "./server/proxy";
import { createRoutes, serviceOf } from "./server/routes";
import { createListener, listen } from "./server/server";
import type { Emulator } from "./server/service";
import { type Profile, settingsOf } from "./server/settings";
import { openTrafficLog, type TrafficLog } from "./server/traffic-log";
import type { AzureState } from "./state/azure-state";
import { type Credentials, completeCredentials, seedState } from "./state/seed";
import { openStore } from "./state/store";

export interface EmulatorOptions {
    /** Where the emulator keeps what it knows; made if absent. A second start on it finds everything again. */
    directory: string;
    /** Path of the CNCF distribution registry, which holds the image bytes. Without it no `*.azurecr.io` is reached. */
    registryBinary?: string;
    /** Ports on 127.0.0.1. Each defaults to 0, which lets the system choose. */
    ports?: { proxy?: number; identity?: number };
    /** Which settings it starts with: `realistic` has the delays that users of Azure report. Defaults to none. */
    profile?: Profile;
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

export interface RunningEmulator extends Emulator, Credentials {
    /** For `HTTPS_PROXY`: `http://127.0.0.1:<port>`. */
    proxyUrl: string;
    /** PEM file for `SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS` or `REQUESTS_CA_BUNDLE`. */
    caFile: string;
    /** For `IDENTITY_ENDPOINT`; `identityHeader` is for `IDENTITY_HEADER`. */
    identityEndpoint: string;
    log: Pick<TrafficLog, "attempts" | "requests" | "failure">;
    /** Signs a user in who was told a code by `az login --use-device-code`. */
    approveDeviceCode(userCode: string, userPrincipalName: string): void;
    issueFederatedToken(request: FederatedTokenRequest): Promise<string>;
    /** Ends every connection and leaves the state in its file. */
    close(): Promise<void>;
}

/** Throws one clear error for a directory or port that is in use, and for files there that can't be read. */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
    const closers: Closer[] = [];
    try {
        return await start(options, closers);
    } catch (error) {
        await closeAll(closers);
        throw error;
    }
}

type Closer = () => Promise<void> | void;

/** What was opened last is closed first. */
async function closeAll(closers: Closer[]): Promise<void> {
    for (const close of closers.splice(0).reverse()) await close();
}

/** Adds to `closers` whatever it opens. */
async function start(
    { directory, registryBinary, ports, profile }: EmulatorOptions,
    closers: Closer[],
): Promise<RunningEmulator> {
    const inDirectory = (name: string) => join(directory, name);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    closers.push(await claimDirectory(directory));
    const log = openTrafficLog(inDirectory("traffic.log"));
    closers.push(log.close);
    const { state, save, flush } = await openStore(directory);
    closers.push(flush);
    const clock = createClock(state, save);
    const credentials = await seed(state, inDirectory("credentials.json"), clock.now(), save);
    const emulator: Emulator = {
        state,
        clock,
        tokens: await createTokens(inDirectory("signing-key.pem"), clock),
        federation: await createTokens(inDirectory("federation-key.pem"), clock),
        settings: settingsOf(profile),
        faults: [],
        save,
    };
    const backend = registryBinary
        ? await startRegistryBackend({ binary: registryBinary, directory: inDirectory("registry") })
        : undefined;
    if (backend) closers.push(backend.close);
    emulator.images = backend?.url;

    const routes = createRoutes(state, backend?.url);
    const hosts = routes.map(({ host }) => host);
    const authority = await openAuthority(directory, hosts);
    const serviceFor = (host: string) => serviceOf(routes, host);
    // As long as Azure keeps an idle connection; Node's own 5 s would cut off clients that are about to reuse one.
    const tlsOptions = { ...authority.leaf, keepAliveTimeout: 120_000 };
    const tls = createTlsServer(tlsOptions, createListener(emulator, log, serviceFor));
    const proxy = createProxy((host) => serviceFor(host) !== undefined, tls, log);
    closers.push(proxy.close);
    const identityService = managedIdentity(credentials.identityHeader);
    const identity = createServer(createListener(emulator, log, () => identityService));
    closers.push(() => closeServer(identity));

    const handles: Omit<RunningEmulator, keyof (Emulator & Credentials)> = {
        proxyUrl: `http://127.0.0.1:${await listen(proxy.server, ports?.proxy ?? 0)}`,
        caFile: authority.caFile,
        identityEndpoint: `http://127.0.0.1:${await listen(identity, ports?.identity ?? 0)}/msi/token`,
        log,
        approveDeviceCode: (userCode, userPrincipalName) => approveDeviceLogin(emulator, userCode, userPrincipalName),
        issueFederatedToken: ({ issuer = githubIssuer, subject, audience = tokenExchange, lifetimeSeconds = 600 }) =>
            emulator.federation.issue({ iss: issuer, sub: subject, aud: audience }, lifetimeSeconds),
        close: () => closeAll(closers),
    };
    return Object.assign(emulator, credentials, handles);
}

const tokenExchange = "api://AzureADTokenExchange";

/** Fills a new state; for one that is there already, reads who is in it. */
async function seed(state: AzureState, file: string, now: Date, save: () => void): Promise<Credentials> {
    if (state.tenants.length === 0) {
        const credentials = seedState(state, now);
        await writePrivateFile(file, JSON.stringify(credentials, undefined, 2));
        save();
        return credentials;
    }
    const text = await readTextFile(file);
    if (text === undefined)
        throw new Error(
            `${file} is missing, and with it the secrets of the state beside it. Remove that directory to start with a new emulator.`,
        );
    const found = JSON.parse(text) as Credentials;
    const credentials = completeCredentials(state, found, now);
    if (credentials !== found) {
        await writePrivateFile(file, JSON.stringify(credentials, undefined, 2));
        save();
    }
    return credentials;
}
