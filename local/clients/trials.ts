// Which logins the real clients try, and the lines that come of it: every client logs in, then acts on a repository that
// was granted and on the nearest one that was not.
import type { DeclaredAccess, DeclaredCredential, RegistryTarget } from "../../proofs/declared";
import type { Method, Outcome, ProofLine } from "../../proofs/line";
import { type Attempt, attemptsFor, mayLogIn, sameResource } from "../../proofs/plan";
import { encrypted } from "../../proofs/state";
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

/** Tag of the image that every repository holds for being pulled. */
export const pulledTag = "acr-auth-proof";

/** The trials of the passwords that consumers read, or of the others that are live beside them. */
export function trialsOf({ declared, cloud }: Pick<Bench, "declared" | "cloud">, which: "current" | "other"): Trial[] {
    const now = cloud.clock.now();
    const attempts = attemptsFor(declared, now);
    return declared.access.flatMap((access) =>
        (which === "current" ? access.credentials.slice(0, 1) : access.credentials.slice(1)).flatMap((credential) =>
            access.grants
                .map(({ registry }) => registry)
                .filter(isFirst)
                .flatMap((registry) => {
                    const here = attempts.filter(
                        (attempt) =>
                            attempt.credential === credential &&
                            sameResource(attempt.registry.resourceId, registry.resourceId),
                    );
                    return trialOf(access, credential, registry, here, now);
                }),
        ),
    );
}

const isFirst = ({ resourceId }: RegistryTarget, index: number, all: RegistryTarget[]): boolean =>
    all.findIndex((other) => sameResource(other.resourceId, resourceId)) === index;

function trialOf(
    access: DeclaredAccess,
    credential: DeclaredCredential,
    registry: RegistryTarget,
    attempts: Attempt[],
    now: Date,
): Trial[] {
    const [first] = attempts;
    if (first === undefined || credential.kind !== "password" || credential.secret === encrypted) return [];
    const identity = `${access.name} (${credential.label})`;
    // The first is granted; the last is the near miss, where there is one.
    const tried = new Set([first, attempts.at(-1) ?? first]);
    const { username, secret: password, expiresOn } = credential;
    return [
        {
            method: access.method,
            identity,
            registry,
            login: { loginServer: registry.loginServer, username, password },
            mayLogIn: mayLogIn(access, credential, now),
            expiresOn,
            repositories: [...tried].map(({ repository, expected }) => ({
                repository,
                allowed: new Set<string>(expected.has("pull") ? [...expected, "list tags"] : expected),
                deletable: `${identity} ${repository}`,
            })),
        },
    ];
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
