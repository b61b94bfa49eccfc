// The Azure CLI from login to the registry, with docker and helm at the end, and the secrets that it must refuse.
import { randomBytes } from "node:crypto";
import type { DeclaredAccess } from "../../proofs/declared";
import type { Method, Outcome, ProofLine } from "../../proofs/line";
import { inTurn } from "../../proofs/turns";
import { AzureSession, tokenUser } from "./az";
import type { AzureCli } from "./azure-cli";
import { type AzureUser, azureUsers, servicePrincipalLogin } from "./azure-users";
import { atTime, type Bench } from "./bench";
import type { Login } from "./client";
import type { Home } from "./home";
import { currentTrials, olderTrials, type Trial, tryClient } from "./trials";

/** Each of these processes is busy for most of a second. */
const atATime = 2;

/** Of a registry's refresh token, in seconds: 3 h 15 min. */
const tokenLifetime = 11_700;

/** The lines of everybody who logs in with the Azure CLI. Some change the emulator's clock meanwhile. */
export async function azureCliLines(bench: Bench): Promise<ProofLine[]> {
    const { az } = bench.clients;
    if (az === undefined) return [];
    const lines = await inTurn(azureUsers(bench), atATime, (user) =>
        bench.inHome((home) => fromLoginToPull(bench, az, user, home)),
    );
    return [...lines.flat(), ...(await endedToken(bench, az)), ...(await otherSecrets(bench, az))];
}

const line = (trial: Trial, action: string, { actual, evidence }: Outcome): ProofLine => ({
    method: trial.method,
    client: "az",
    action,
    repository: trial.registry.loginServer,
    expected: trial.mayLogIn ? "allowed" : "refused",
    actual,
    evidence: { identity: trial.identity, ...evidence },
});

async function fromLoginToPull(bench: Bench, az: AzureCli, user: AzureUser, home: Home): Promise<ProofLine[]> {
    const session = new AzureSession(az, home);
    const loggedIn = await user.logIn(session);
    const lines = [line(user.trials[0], "login", loggedIn)];
    if (loggedIn.actual !== "allowed") return lines;
    lines.push(...(await acrLogin(bench, session, user.trials[0], home)));
    for (const trial of user.trials) lines.push(...(await exposedToken(bench, session, trial)));
    return user.foreign === undefined ? lines : [...lines, ...(await exposedToken(bench, session, user.foreign))];
}

/** `az acr login`, which logs docker in, in the same home. */
async function acrLogin(bench: Bench, session: AzureSession, trial: Trial, home: Home): Promise<ProofLine[]> {
    const docker = bench.clients.registry.find(({ name }) => name === "docker");
    if (docker === undefined || bench.clients.docker === undefined) return [];
    const loggedIn = line(trial, "acr login", await session.acrLogin(nameOf(trial), bench.clients.docker));
    return [loggedIn, ...(await tryClient(docker, { ...trial, identity: `${trial.identity}, acr login` }, home))];
}

/** `az acr login --expose-token`, and the token as a password for docker and helm. */
async function exposedToken(bench: Bench, session: AzureSession, trial: Trial): Promise<ProofLine[]> {
    const { outcome, refreshToken } = await session.exposeToken(nameOf(trial));
    const lines = [line(trial, "acr login --expose-token", outcome)];
    if (refreshToken === undefined) return lines;
    const { loginServer } = trial.registry;
    const login = { loginServer, username: tokenUser, password: refreshToken };
    const exposed = { ...trial, identity: `${trial.identity}, exposed token`, login };
    for (const client of bench.clients.registry.filter(({ name }) => name === "docker" || name === "helm")) {
        lines.push(...(await bench.inHome((fresh) => tryClient(client, exposed, fresh))));
    }
    return lines;
}

/** What `az acr login` got, a minute before its end and a minute after. */
async function endedToken(bench: Bench, az: AzureCli): Promise<ProofLine[]> {
    const [first] = azureUsers(bench);
    const docker = bench.clients.registry.find(({ name }) => name === "docker");
    if (first === undefined || docker === undefined) return [];
    const [trial] = first.trials;
    const password = await bench.inHome(async (home) => {
        const session = new AzureSession(az, home);
        await first.logIn(session);
        return (await session.exposeToken(nameOf(trial))).refreshToken;
    });
    if (password === undefined) return [];
    const login = { loginServer: trial.registry.loginServer, username: tokenUser, password };
    const start = bench.emulator.clock.now().getTime();
    const after = (seconds: number, state: string, mayLogIn: boolean): Promise<ProofLine[]> =>
        atTime(bench.emulator, new Date(start + seconds * 1_000), () =>
            bench.inHome((home) => {
                const identity = `${trial.identity}, ${state}`;
                return tryClient(docker, { ...trial, identity, login, mayLogIn, repositories: [] }, home);
            }),
        );
    return [
        ...(await after(tokenLifetime - 60, "exposed token before its end", true)),
        ...(await after(tokenLifetime + 60, "exposed token after its end", false)),
    ];
}

const nameOf = ({ registry }: Trial): string => registry.resourceId.split("/").at(-1) ?? "";

/** For the first application of each method: what it logs in with besides the current password. */
async function otherSecrets(bench: Bench, az: AzureCli): Promise<ProofLine[]> {
    const lines: ProofLine[] = [];
    const methods = new Set<Method>();
    for (const access of bench.declared.access) {
        const trial = currentTrials(bench).find(({ login }) => login?.username === access.application?.clientId);
        if (trial?.login === undefined || access.grants.length === 0 || methods.has(access.method)) continue;
        methods.add(access.method);
        lines.push(...(await secretsBeside(bench, az, access, trial, trial.login)));
    }
    return lines;
}

/** A wrong secret, and the older one before and after its end: each in a fresh home, because az keeps tokens. */
async function secretsBeside(
    bench: Bench,
    az: AzureCli,
    access: DeclaredAccess,
    trial: Trial,
    { username }: Login,
): Promise<ProofLine[]> {
    const once = (tried: Trial, state: string): Promise<ProofLine> =>
        bench.inHome(async (home) => {
            const logIn = servicePrincipalLogin(bench, access, username, tried.login?.password ?? "");
            const identity = tried.identity.replace(/\(.*\)$/, `(${state})`);
            return line({ ...tried, identity }, "login", await logIn(new AzureSession(az, home)));
        });
    const { loginServer } = trial.registry;
    const password = randomBytes(20).toString("hex");
    const wrong = { ...trial, login: { loginServer, username, password }, mayLogIn: false };
    const lines = [await once(wrong, "wrong password")];
    const older = olderTrials(bench).find(({ login }) => login?.username === username);
    if (older?.expiresOn === undefined) return lines;
    lines.push(await once(older, "previous"));
    const nextDay = new Date(Date.parse(older.expiresOn) + 24 * 3_600_000);
    return [...lines, await atTime(bench.emulator, nextDay, () => once({ ...older, mayLogIn: false }, "expired"))];
}
