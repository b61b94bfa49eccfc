// What must be refused although the login is known: a wrong password, an expired one, a disabled token, the admin user
// that is off, nobody at all. Beside each stands the same login as it is allowed, by the same client.
import { randomBytes } from "node:crypto";
import type { CheckResult } from "../../proofs/check-result";
import type { DeclaredRegistry } from "../../proofs/declared";
import { exampleOf } from "../../proofs/repositories";
import { Arm, callerOf, deployerOf } from "./azure";
import { atTime, type ClientContext } from "./context";
import { currentCases, type LoginCase, olderCases, tryClient } from "./login-cases";

const registryVersion = "2023-01-01-preview";

/** What changes the emulator while it runs, one after the other. */
export async function changingResults(context: ClientContext): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for (const loginCase of enabledCases(context).filter(isFirst((each) => each.method))) {
        results.push(...(await expired(context, loginCase)));
        if (loginCase.method === "repository token") results.push(...(await disabledToken(context, loginCase)));
    }
    const [registry] = context.declared.registries;
    return registry === undefined ? results : [...results, ...(await adminUser(context, registry))];
}

/** Each user name once, with a password that is nobody's. */
export const wrongPasswordCases = (context: ClientContext): LoginCase[] =>
    enabledCases(context)
        .filter(isFirst(({ login }) => login?.username))
        .map((loginCase) => ({
            ...loginCase,
            identity: called(loginCase, "wrong password"),
            login: loginCase.login && { ...loginCase.login, password: randomBytes(26).toString("hex") },
            mayLogIn: false,
            repositories: [],
        }));

/** Nobody in particular, at each registry. */
export const anonymousCases = (context: ClientContext): LoginCase[] =>
    context.declared.registries.map(({ name, target, anonymousPull }) => ({
        method: "anonymous pull",
        identity: `anonymous at ${name}`,
        registry: target,
        mayLogIn: true,
        repositories: [
            {
                repository: firstRepository(context, target.loginServer),
                allowed: new Set(anonymousPull ? ["pull", "list tags"] : []),
                deletable: `anonymous at ${name}`,
            },
        ],
    }));

const enabledCases = (context: ClientContext): LoginCase[] => currentCases(context).filter(({ mayLogIn }) => mayLogIn);

/** Keeps the first of those that have something in common. */
const isFirst =
    (common: (loginCase: LoginCase) => unknown) =>
    (loginCase: LoginCase, index: number, all: readonly LoginCase[]): boolean =>
        all.findIndex((other) => common(other) === common(loginCase)) === index;

/** The login alone, by every client whose login asks the registry. */
async function logIn(context: ClientContext, loginCase: LoginCase): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for (const client of context.clients.registry.filter(({ loginAsks }) => loginAsks)) {
        results.push(...(await context.inHome((home) => tryClient(client, { ...loginCase, repositories: [] }, home))));
    }
    return results;
}

/** The loginCase under another name of the credential. */
const called = ({ identity }: LoginCase, state: string): string => identity.replace(/\(.*\)$/, `(${state})`);

/** On the day after the older password's end: it is refused, and the one after it works. */
async function expired(context: ClientContext, loginCase: LoginCase): Promise<CheckResult[]> {
    const older = olderCases(context).find(({ login }) => login?.username === loginCase.login?.username);
    if (older?.expiresOn === undefined) return [];
    const nextDay = new Date(Date.parse(older.expiresOn) + 24 * 3_600_000);
    return atTime(context.emulator, nextDay, async () => [
        ...(await logIn(context, { ...older, identity: called(older, "expired"), mayLogIn: false })),
        ...(await logIn(context, { ...loginCase, identity: called(loginCase, "current, that day") })),
    ]);
}

/** Disabled and enabled again: refused in between, and the password is the same afterwards. */
async function disabledToken(context: ClientContext, loginCase: LoginCase): Promise<CheckResult[]> {
    const { emulator, http } = context;
    const { resourceId } = loginCase.registry;
    const arm = new Arm(http, callerOf(http, deployerOf(emulator, resourceId)), registryVersion);
    const setStatus = (status: "enabled" | "disabled") =>
        arm.change("PATCH", `${resourceId}/tokens/${loginCase.login?.username}`, { properties: { status } });
    const results: CheckResult[] = [];
    await setStatus("disabled");
    try {
        results.push(
            ...(await logIn(context, { ...loginCase, identity: called(loginCase, "disabled"), mayLogIn: false })),
        );
    } finally {
        await setStatus("enabled");
    }
    return [...results, ...(await logIn(context, { ...loginCase, identity: called(loginCase, "enabled again") }))];
}

/** One that holds an image, so that a refusal has another cause. */
const firstRepository = (context: ClientContext, loginServer: string): string =>
    currentCases(context).find(({ registry }) => registry.loginServer === loginServer)?.repositories[0]?.repository ??
    exampleOf("*");

/**
 * On a registry made for it: the admin user's own password while it is on and after it was turned off. The declared
 * registries are left alone.
 */
async function adminUser(context: ClientContext, beside: DeclaredRegistry): Promise<CheckResult[]> {
    const { emulator, http } = context;
    const arm = new Arm(http, callerOf(http, deployerOf(emulator, beside.target.resourceId)), registryVersion);
    const name = `acrauthproof${randomBytes(4).toString("hex")}`;
    const resourceId = beside.target.resourceId.replace(/[^/]+$/, name);
    const { location } = emulator.state.resources[beside.target.resourceId.toLowerCase()] ?? {};
    const properties = { adminUserEnabled: true };
    await arm.change("PUT", resourceId, { location, sku: { name: "Basic" }, properties });
    try {
        const { username, passwords } = (await arm.change("POST", `${resourceId}/listCredentials`)) as {
            username: string;
            passwords: { value: string }[];
        };
        const loginServer = `${name}.azurecr.io`;
        const loginCase: LoginCase = {
            method: "admin user",
            identity: "admin user (on)",
            registry: { resourceId, loginServer, roleAssignmentMode: "legacy" },
            login: { loginServer, username, password: passwords[0]?.value ?? "" },
            mayLogIn: true,
            repositories: [],
        };
        const listed: CheckResult = {
            method: "admin user",
            client: "acr-auth",
            action: "list credentials",
            repository: loginServer,
            expected: "allowed",
            actual: "allowed",
            evidence: { identity: loginCase.identity, status: 200 },
        };
        const on = [listed, ...(await logIn(context, loginCase))];
        await arm.change("PATCH", resourceId, { properties: { adminUserEnabled: false } });
        return [
            ...on,
            ...(await logIn(context, { ...loginCase, identity: called(loginCase, "off"), mayLogIn: false })),
        ];
    } finally {
        await arm.change("DELETE", resourceId);
    }
}
