// The Azure CLI as a service principal uses it: login, and from there to the registry, with docker and helm at the end.
import { randomBytes } from "node:crypto";
import type { Outcome, ProofLine } from "../../proofs/line";
import { AzureSession, tokenUser } from "./az";
import type { AzureCli } from "./azure-cli";
import { atTime, type Bench } from "./bench";
import type { Home } from "./home";
import { type Trial, trialsOf, tryClient } from "./trials";

/** The lines of every service principal whose password the stack holds. Some change the cloud's clock meanwhile. */
export async function azureCliLines(bench: Bench): Promise<ProofLine[]> {
    const { az } = bench.clients;
    if (az === undefined) return [];
    const principals = trialsOf(bench, "current").filter((trial) => tenantOf(bench, trial) !== undefined);
    const lines: ProofLine[] = [];
    for (const trial of principals)
        lines.push(...(await bench.inHome((home) => fromLoginToPull(bench, az, trial, home))));
    const [first] = principals;
    return first === undefined ? lines : [...lines, ...(await otherSecrets(bench, az, first))];
}

const tenantOf = ({ declared, cloud }: Bench, { login }: Trial): string | undefined => {
    const access = declared.access.find(({ application }) => application?.clientId === login?.username);
    return access === undefined ? undefined : (access.tenantId ?? cloud.deployer.tenantId);
};

const line = (trial: Trial, action: string, { actual, evidence }: Outcome): ProofLine => ({
    method: trial.method,
    client: "az",
    action,
    repository: trial.registry.loginServer,
    expected: trial.mayLogIn ? "allowed" : "refused",
    actual,
    evidence: { identity: trial.identity, ...evidence },
});

/** `az login` in a home; the session goes on from there. */
async function logIn(bench: Bench, az: AzureCli, trial: Trial, home: Home): Promise<[AzureSession, ProofLine]> {
    const session = new AzureSession(az, home);
    const outcome = await session.loginAsApplication({
        tenantId: tenantOf(bench, trial) ?? "",
        clientId: trial.login?.username ?? "",
        proof: { secret: trial.login?.password ?? "" },
    });
    return [session, line(trial, "login", outcome)];
}

async function fromLoginToPull(bench: Bench, az: AzureCli, trial: Trial, home: Home): Promise<ProofLine[]> {
    const [session, loggedIn] = await logIn(bench, az, trial, home);
    const registryName = trial.registry.resourceId.split("/").at(-1) ?? "";
    const lines = [loggedIn];
    const docker = bench.clients.registry.find(({ name }) => name === "docker");
    if (bench.clients.docker !== undefined && docker !== undefined) {
        lines.push(line(trial, "acr login", await session.acrLogin(registryName, bench.clients.docker)));
        // The same home, in which `az acr login` has logged docker in.
        const byAz = { ...trial, identity: `${trial.identity}, az acr login`, login: undefined };
        lines.push(...(await tryClient(docker, byAz, home)));
    }
    const { outcome, refreshToken } = await session.exposeToken(registryName);
    lines.push(line(trial, "acr login --expose-token", outcome));
    if (refreshToken === undefined) return lines;
    const { loginServer } = trial.registry;
    const exposed: Trial = {
        ...trial,
        identity: `${trial.identity}, exposed token`,
        login: { loginServer, username: tokenUser, password: refreshToken },
    };
    for (const client of bench.clients.registry.filter(({ name }) => name === "docker" || name === "helm")) {
        lines.push(...(await bench.inHome((fresh) => tryClient(client, exposed, fresh))));
    }
    return lines;
}

/** A wrong secret, and the older one before and after its end: each in a fresh home, because az keeps tokens. */
async function otherSecrets(bench: Bench, az: AzureCli, trial: Trial): Promise<ProofLine[]> {
    const { login } = trial;
    if (login === undefined) return [];
    const once = (tried: Trial) => bench.inHome(async (home) => (await logIn(bench, az, tried, home))[1]);
    const called = (state: string) => trial.identity.replace(/\(.*\)$/, `(${state})`);
    const wrong = { ...login, password: randomBytes(20).toString("hex") };
    const lines = [await once({ ...trial, identity: called("wrong password"), login: wrong, mayLogIn: false })];
    const older = trialsOf(bench, "other").find((other) => other.login?.username === login.username);
    if (older?.expiresOn === undefined) return lines;
    lines.push(await once(older));
    const nextDay = new Date(Date.parse(older.expiresOn) + 24 * 3_600_000);
    const expired = { ...older, identity: called("expired"), mayLogIn: false };
    return [...lines, await atTime(bench.cloud, nextDay, () => once(expired))];
}
