// The Azure CLI from login to the registry, with docker and helm at the end, and the secrets that it must refuse.
import { randomBytes } from "node:crypto";
import { tokenPayload } from "../../azure/token-payload";
import type { CheckResult, Method, Outcome } from "../../proofs/check-result";
import type { DeclaredAccess } from "../../proofs/declared";
import { mapConcurrently } from "../../proofs/map-concurrently";
import { AzureSession, tokenUser } from "./az";
import type { AzureCli } from "./azure-cli";
import { type AzureUser, azureUsers, servicePrincipalLogin } from "./azure-users";
import type { Login } from "./client";
import { atTime, type ClientContext } from "./context";
import type { Home } from "./home";
import { currentCases, type LoginCase, olderCases, tryClient } from "./login-cases";

/** Each of these processes is busy for most of a second. */
const atATime = 2;

/** The results of everybody who logs in with the Azure CLI. Some change the emulator's clock meanwhile. */
export async function azureCliResults(context: ClientContext): Promise<CheckResult[]> {
    const { az } = context.clients;
    if (az === undefined) return [];
    const results = await mapConcurrently(azureUsers(context), atATime, (user) =>
        context.inHome((home) => fromLoginToPull(context, az, user, home)),
    );
    return [...results.flat(), ...(await endedToken(context, az)), ...(await otherSecrets(context, az))];
}

const result = (loginCase: LoginCase, action: string, { actual, evidence }: Outcome): CheckResult => ({
    method: loginCase.method,
    client: "az",
    action,
    repository: loginCase.registry.loginServer,
    expected: loginCase.mayLogIn ? "allowed" : "refused",
    actual,
    evidence: { identity: loginCase.identity, ...evidence },
});

async function fromLoginToPull(
    context: ClientContext,
    az: AzureCli,
    user: AzureUser,
    home: Home,
): Promise<CheckResult[]> {
    const session = new AzureSession(az, home);
    const loggedIn = await user.logIn(session);
    const results = [result(user.cases[0], "login", loggedIn)];
    if (loggedIn.actual !== "allowed") return results;
    results.push(...(await acrLogin(context, session, user.cases[0], home)));
    for (const loginCase of user.cases) results.push(...(await exposedToken(context, session, loginCase)));
    return user.foreign === undefined ? results : [...results, ...(await exposedToken(context, session, user.foreign))];
}

/** `az acr login`, which logs docker in, in the same home. */
async function acrLogin(
    context: ClientContext,
    session: AzureSession,
    loginCase: LoginCase,
    home: Home,
): Promise<CheckResult[]> {
    const docker = context.clients.registry.find(({ name }) => name === "docker");
    if (docker === undefined || context.clients.docker === undefined) return [];
    const loggedIn = result(loginCase, "acr login", await session.acrLogin(nameOf(loginCase), context.clients.docker));
    return [
        loggedIn,
        ...(await tryClient(docker, { ...loginCase, identity: `${loginCase.identity}, acr login` }, home)),
    ];
}

/** `az acr login --expose-token`, and the token as a password for docker and helm. */
async function exposedToken(
    context: ClientContext,
    session: AzureSession,
    loginCase: LoginCase,
): Promise<CheckResult[]> {
    const { outcome, refreshToken } = await session.exposeToken(nameOf(loginCase));
    const results = [result(loginCase, "acr login --expose-token", outcome)];
    if (refreshToken === undefined) return results;
    const { loginServer } = loginCase.registry;
    const login = { loginServer, username: tokenUser, password: refreshToken };
    const exposed = { ...loginCase, identity: `${loginCase.identity}, exposed token`, login };
    for (const client of context.clients.registry.filter(({ name }) => name === "docker" || name === "helm")) {
        results.push(...(await context.inHome((fresh) => tryClient(client, exposed, fresh))));
    }
    return results;
}

/** What `az acr login` got, a minute before its end and a minute after. */
async function endedToken(context: ClientContext, az: AzureCli): Promise<CheckResult[]> {
    const [first] = azureUsers(context);
    const docker = context.clients.registry.find(({ name }) => name === "docker");
    if (first === undefined || docker === undefined) return [];
    const [loginCase] = first.cases;
    const password = await context.inHome(async (home) => {
        const session = new AzureSession(az, home);
        await first.logIn(session);
        return (await session.exposeToken(nameOf(loginCase))).refreshToken;
    });
    if (password === undefined) return [];
    const login = { loginServer: loginCase.registry.loginServer, username: tokenUser, password };
    // The token tells its end in the machine's time, because clients act on it.
    const left = Number(tokenPayload(password)?.exp) * 1_000 - Date.now();
    const end = context.emulator.clock.now().getTime() + left;
    const at = (seconds: number, state: string, mayLogIn: boolean): Promise<CheckResult[]> =>
        atTime(context.emulator, new Date(end + seconds * 1_000), () =>
            context.inHome((home) => {
                const identity = `${loginCase.identity}, ${state}`;
                return tryClient(docker, { ...loginCase, identity, login, mayLogIn, repositories: [] }, home);
            }),
        );
    return [
        ...(await at(-60, "exposed token before its end", true)),
        ...(await at(60, "exposed token after its end", false)),
    ];
}

const nameOf = ({ registry }: LoginCase): string => registry.resourceId.split("/").at(-1) ?? "";

/** For the first application of each method: what it logs in with besides the current password. */
async function otherSecrets(context: ClientContext, az: AzureCli): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    const methods = new Set<Method>();
    for (const access of context.declared.access) {
        const loginCase = currentCases(context).find(({ login }) => login?.username === access.application?.clientId);
        if (loginCase?.login === undefined || access.grants.length === 0 || methods.has(access.method)) continue;
        methods.add(access.method);
        results.push(...(await secretsBeside(context, az, access, loginCase, loginCase.login)));
    }
    return results;
}

/** A wrong secret, and the older one before and after its end: each in a fresh home, because az keeps tokens. */
async function secretsBeside(
    context: ClientContext,
    az: AzureCli,
    access: DeclaredAccess,
    loginCase: LoginCase,
    { username }: Login,
): Promise<CheckResult[]> {
    const once = (tried: LoginCase, state: string): Promise<CheckResult> =>
        context.inHome(async (home) => {
            const logIn = servicePrincipalLogin(context, access, username, tried.login?.password ?? "");
            const identity = tried.identity.replace(/\(.*\)$/, `(${state})`);
            return result({ ...tried, identity }, "login", await logIn(new AzureSession(az, home)));
        });
    const { loginServer } = loginCase.registry;
    const password = randomBytes(20).toString("hex");
    const wrong = { ...loginCase, login: { loginServer, username, password }, mayLogIn: false };
    const results = [await once(wrong, "wrong password")];
    const older = olderCases(context).find(({ login }) => login?.username === username);
    if (older?.expiresOn === undefined) return results;
    results.push(await once(older, "previous"));
    const nextDay = new Date(Date.parse(older.expiresOn) + 24 * 3_600_000);
    return [...results, await atTime(context.emulator, nextDay, () => once({ ...older, mayLogIn: false }, "expired"))];
}
