// Which logins the real clients try, and the lines that come of it: every client logs in, then acts on a repository that
// was granted and on the nearest one that was not.
import type { DeclaredAccess, DeclaredCredential, RegistryTarget } from "../../proofs/declared";
import type { Method, Outcome, ProofLine } from "../../proofs/line";
import { type Attempt, attemptsFor, mayLogIn } from "../../proofs/plan";
import type { Bench } from "./bench";
import type { Login, RegistryClient } from "./client";
import type { Home } from "./home";
import { tinyImage } from "./image";

/** One login at one registry, and what it may do there. */
export interface Trial {
    method: Method;
    identity: string;
    registry: RegistryTarget;
    /** Absent for anybody who does not log in. */
    login?: Login;
    mayLogIn: boolean;
    /** When the password ends, ISO 8601. */
    expiresOn?: string;
    /** By repository, the names of the allowed actions. */
    repositories: { repository: string; allowed: ReadonlySet<string>; deletable: string }[];
}

type Generation = DeclaredCredential["generation"];

/** Tag of the image that every repository holds for being pulled. */
export const pulledTag = "acr-auth-proof";

/** The trials of the credentials that consumers read, and of those of the generation before. */
export function trialsOf({ declared, cloud }: Pick<Bench, "declared" | "cloud">, generation: Generation): Trial[] {
    const now = cloud.clock.now();
    const groups = new Map<string, [Attempt, ...Attempt[]]>();
    for (const attempt of attemptsFor(declared, now)) {
        const { access, credential, registry } = attempt;
        if (credential.generation !== generation || typeof credential.secret !== "string") continue;
        const key = JSON.stringify([access.name, access.method, registry.resourceId]);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [attempt]);
        else group.push(attempt);
    }
    return [...groups.values()]
        .filter((group) => isGranted(group[0].access, group[0].registry))
        .map((group) => trialOf(group, now));
}

const isGranted = ({ grants }: DeclaredAccess, { resourceId }: RegistryTarget): boolean =>
    grants.some(({ registry }) => registry.resourceId.toLowerCase() === resourceId.toLowerCase());

function trialOf(attempts: [Attempt, ...Attempt[]], now: Date): Trial {
    const [{ access, credential, registry }] = attempts;
    const { secret, username, generation, expiresOn } = credential;
    const identity = `${access.name} (${generation})`;
    // The first is granted; the last is the near miss, where there is one.
    const tried = [...new Set([attempts[0], attempts.at(-1) ?? attempts[0]])];
    return {
        method: access.method,
        identity,
        registry,
        login: { loginServer: registry.loginServer, username, password: typeof secret === "string" ? secret : "" },
        mayLogIn: mayLogIn(access, credential, now),
        expiresOn,
        repositories: tried.map(({ repository, expected }) => ({
            repository,
            allowed: new Set<string>(expected.has("pull") ? [...expected, "list tags"] : expected),
            deletable: `${identity} ${repository}`,
        })),
    };
}

/** Tries everything with one client in one home, and answers a line for each thing tried. */
export async function tryClient(client: RegistryClient, trial: Trial, home: Home): Promise<ProofLine[]> {
    const { method, identity, login, mayLogIn, registry } = trial;
    const { loginServer } = registry;
    const line = (action: string, repository: string, mayDo: boolean, { actual, evidence }: Outcome): ProofLine => ({
        method,
        client: client.name,
        action,
        repository,
        expected: mayDo ? "allowed" : "refused",
        actual,
        evidence: { identity, ...evidence },
    });
    const lines: ProofLine[] = [];
    if (login !== undefined) {
        const outcome = await client.login(home, login);
        if (client.loginAsks) lines.push(line("login", loginServer, mayLogIn, outcome));
        if (outcome.actual !== "allowed") return lines;
    }
    for (const { repository, allowed, deletable } of trial.repositories) {
        const target = {
            loginServer,
            repository,
            tag: pulledTag,
            digest: tinyImage(deletable).digest,
            image: tinyImage(`${client.name} ${identity}`),
            newTag: `acr-auth-proof-${client.name}`,
        };
        for (const [action, act] of Object.entries(client.actions)) {
            const outcome = await act(home, target);
            lines.push(line(action, `${loginServer}/${repository}`, allowed.has(action), outcome));
        }
    }
    return lines;
}
