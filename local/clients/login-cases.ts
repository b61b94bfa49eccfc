// Which logins the real clients try, and the results that come of it: every client logs in, then acts on a repository that
// was granted and on the nearest one that was not.

import type { DataAction } from "../../azure/actions";
import { SECRET } from "../../estate/value";
import type { CheckResult, Method, Outcome } from "../../proofs/check-result";
import type { DeclaredAccess, DeclaredCredential, RegistryTarget } from "../../proofs/declared";
import { mayLogIn, placesOf } from "../../proofs/plan";
import type { Login, RegistryClient } from "./client";
import type { ClientContext } from "./context";
import type { Home } from "./home";
import { tinyImage } from "./image";

/** One login at one registry, and what it may do there. */
export interface LoginCase {
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

/** Who tries, for `casesFor`. */
export interface LoginIdentity {
    label: string;
    mayLogIn: boolean;
    expiresOn?: string;
    /** How to log in with a user name and password; absent for whoever logs in by other means. */
    login?: { username: string; password: string };
}

/** The cases of the passwords that consumers read. */
export const currentCases = (context: ClientContext): LoginCase[] =>
    context.declared.access.flatMap((access) => passwordCases(context, access, access.credentials[0]));

/** One loginCase for each other password that is live beside them, for whether it works. */
export const olderCases = (context: ClientContext): LoginCase[] =>
    context.declared.access.flatMap((access) =>
        access.credentials.slice(1).flatMap((credential) =>
            passwordCases(context, access, credential)
                .slice(0, 1)
                .map((loginCase) => ({ ...loginCase, repositories: loginCase.repositories.slice(0, 1) })),
        ),
    );

/** One loginCase for each password that consumers read, at a registry on which nothing is granted. */
export const foreignCases = (context: ClientContext): LoginCase[] =>
    context.declared.access.flatMap((access) => {
        const [loginCase] = passwordCases(context, access, access.credentials[0]);
        const foreign = loginCase && elsewhere(context, access, loginCase);
        return foreign === undefined ? [] : [foreign];
    });

/** The loginCase at a registry on which the entry is granted nothing, where there is one. */
export function elsewhere(
    { declared }: ClientContext,
    access: DeclaredAccess,
    loginCase: LoginCase,
): LoginCase | undefined {
    const place = placesOf(declared, access).find(({ granted }) => !granted);
    if (place === undefined) return undefined;
    const { registry, repository } = place;
    const { loginServer } = registry;
    const repositories = [{ repository, allowed: new Set<string>(), deletable: `${loginCase.identity} ${repository}` }];
    return {
        ...loginCase,
        registry,
        login: loginCase.login && { ...loginCase.login, loginServer },
        mayLogIn: false,
        repositories,
    };
}

function passwordCases(
    context: ClientContext,
    access: DeclaredAccess,
    credential: DeclaredCredential | undefined,
): LoginCase[] {
    if (credential?.kind !== "password" || credential.secret === SECRET) return [];
    const { label, username, secret: password, expiresOn } = credential;
    const login = { username, password };
    const tried = { label, login, expiresOn, mayLogIn: mayLogIn(access, credential, context.emulator.clock.now()) };
    return casesFor(context, access, tried);
}

/** One loginCase for each registry on which an entry is granted something: one granted repository and one near miss. */
export function casesFor({ declared }: ClientContext, access: DeclaredAccess, tried: LoginIdentity): LoginCase[] {
    const places = placesOf(declared, access).filter(({ granted }) => granted);
    const registries = new Map(places.map(({ registry }) => [registry.loginServer, registry]));
    const identity = `${access.name} (${tried.label})`;
    return [...registries.values()].map((registry) => {
        const here = places.filter((place) => place.registry.loginServer === registry.loginServer);
        // The near miss comes last, where there is one.
        const chosen = here.filter((_, index) => index === 0 || index === here.length - 1);
        return {
            method: access.method,
            identity,
            registry,
            login: tried.login && { loginServer: registry.loginServer, ...tried.login },
            mayLogIn: tried.mayLogIn,
            expiresOn: tried.expiresOn,
            repositories: chosen.map(({ repository, actions }) => ({
                repository,
                allowed: new Set<string>(tried.mayLogIn ? namesOf(actions) : []),
                deletable: `${identity} ${repository}`,
            })),
        };
    });
}

/** Listing tags comes with pull in every permission. */
const namesOf = (actions: ReadonlySet<DataAction>): string[] =>
    actions.has("pull") ? [...actions, "list tags"] : [...actions];

/** Tries everything with one client in one home, and answers a result for each thing tried. */
export async function tryClient(client: RegistryClient, loginCase: LoginCase, home: Home): Promise<CheckResult[]> {
    const { method, identity, login, mayLogIn, registry } = loginCase;
    const { loginServer } = registry;
    const result = (
        action: string,
        repository: string,
        mayDo: boolean,
        { actual, evidence }: Outcome,
    ): CheckResult => ({
        method,
        client: client.name,
        action,
        repository,
        expected: mayDo ? "allowed" : "refused",
        actual,
        evidence: { identity, ...evidence },
    });
    const results: CheckResult[] = [];
    if (login !== undefined) {
        const outcome = await client.login(home, login);
        if (client.loginAsks) results.push(result("login", loginServer, mayLogIn, outcome));
        if (outcome.actual !== "allowed") return results;
    }
    for (const { repository, allowed, deletable } of loginCase.repositories) {
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
            results.push(result(action, `${loginServer}/${repository}`, allowed.has(action), outcome));
        }
    }
    return results;
}
