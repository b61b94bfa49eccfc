// What must be refused although the login is known: a wrong password, an expired one, a disabled token, the admin user
// that is off, nobody at all. Beside each stands the same login as it is allowed, by the same client.
import { randomBytes } from "node:crypto";
import type { DeclaredRegistry } from "../../proofs/declared";
import type { ProofLine } from "../../proofs/line";
import { exampleOf } from "../../proofs/repositories";
import { Arm, callerOf, deployerOf } from "./azure";
import { atTime, type Bench } from "./bench";
import { currentTrials, olderTrials, type Trial, tryClient } from "./trials";

const registryVersion = "2023-01-01-preview";

/** What changes the emulator while it runs, one after the other. */
export async function changingLines(bench: Bench): Promise<ProofLine[]> {
    const lines: ProofLine[] = [];
    for (const trial of enabledTrials(bench).filter(isFirst((each) => each.method))) {
        lines.push(...(await expired(bench, trial)));
        if (trial.method === "repository token") lines.push(...(await disabledToken(bench, trial)));
    }
    const [registry] = bench.declared.registries;
    return registry === undefined ? lines : [...lines, ...(await adminUser(bench, registry))];
}

/** Each user name once, with a password that is nobody's. */
export const wrongPasswordTrials = (bench: Bench): Trial[] =>
    enabledTrials(bench)
        .filter(isFirst(({ login }) => login?.username))
        .map((trial) => ({
            ...trial,
            identity: called(trial, "wrong password"),
            login: trial.login && { ...trial.login, password: randomBytes(26).toString("hex") },
            mayLogIn: false,
            repositories: [],
        }));

/** Nobody in particular, at each registry. */
export const anonymousTrials = (bench: Bench): Trial[] =>
    bench.declared.registries.map(({ name, target, anonymousPull }) => ({
        method: "anonymous pull",
        identity: `anybody at ${name}`,
        registry: target,
        mayLogIn: true,
        repositories: [
            {
                repository: firstRepository(bench, target.loginServer),
                allowed: new Set(anonymousPull ? ["pull", "list tags"] : []),
                deletable: `anybody at ${name}`,
            },
        ],
    }));

const enabledTrials = (bench: Bench): Trial[] => currentTrials(bench).filter(({ mayLogIn }) => mayLogIn);

/** Keeps the first of those that have something in common. */
const isFirst =
    (common: (trial: Trial) => unknown) =>
    (trial: Trial, index: number, all: readonly Trial[]): boolean =>
        all.findIndex((other) => common(other) === common(trial)) === index;

/** The login alone, by every client whose login asks the registry. */
async function logIn(bench: Bench, trial: Trial): Promise<ProofLine[]> {
    const lines: ProofLine[] = [];
    for (const client of bench.clients.registry.filter(({ loginAsks }) => loginAsks)) {
        lines.push(...(await bench.inHome((home) => tryClient(client, { ...trial, repositories: [] }, home))));
    }
    return lines;
}

/** The trial under another name of the credential. */
const called = ({ identity }: Trial, state: string): string => identity.replace(/\(.*\)$/, `(${state})`);

/** On the day after the older password's end: it is refused, and the one after it works. */
async function expired(bench: Bench, trial: Trial): Promise<ProofLine[]> {
    const older = olderTrials(bench).find(({ login }) => login?.username === trial.login?.username);
    if (older?.expiresOn === undefined) return [];
    const nextDay = new Date(Date.parse(older.expiresOn) + 24 * 3_600_000);
    return atTime(bench.emulator, nextDay, async () => [
        ...(await logIn(bench, { ...older, identity: called(older, "expired"), mayLogIn: false })),
        ...(await logIn(bench, { ...trial, identity: called(trial, "current, that day") })),
    ]);
}

/** Disabled and enabled again: refused in between, and the password is the same afterwards. */
async function disabledToken(bench: Bench, trial: Trial): Promise<ProofLine[]> {
    const { emulator, http } = bench;
    const { resourceId } = trial.registry;
    const arm = new Arm(http, callerOf(http, deployerOf(emulator, resourceId)), registryVersion);
    const setStatus = (status: "enabled" | "disabled") =>
        arm.change("PATCH", `${resourceId}/tokens/${trial.login?.username}`, { properties: { status } });
    const lines: ProofLine[] = [];
    await setStatus("disabled");
    try {
        lines.push(...(await logIn(bench, { ...trial, identity: called(trial, "disabled"), mayLogIn: false })));
    } finally {
        await setStatus("enabled");
    }
    return [...lines, ...(await logIn(bench, { ...trial, identity: called(trial, "enabled again") }))];
}

/** One that holds an image, so that a refusal is not for want of it. */
const firstRepository = (bench: Bench, loginServer: string): string =>
    currentTrials(bench).find(({ registry }) => registry.loginServer === loginServer)?.repositories[0]?.repository ??
    exampleOf("*");

/**
 * On a registry made for it: the admin user's own password while it is on and after it was turned off. The declared
 * registries are left alone.
 */
async function adminUser(bench: Bench, beside: DeclaredRegistry): Promise<ProofLine[]> {
    const { emulator, http } = bench;
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
        const trial: Trial = {
            method: "admin user",
            identity: "admin user (on)",
            registry: { resourceId, loginServer, roleAssignmentMode: "legacy" },
            login: { loginServer, username, password: passwords[0]?.value ?? "" },
            mayLogIn: true,
            repositories: [],
        };
        const listed: ProofLine = {
            method: "admin user",
            client: "acr-auth",
            action: "list credentials",
            repository: loginServer,
            expected: "allowed",
            actual: "allowed",
            evidence: { identity: trial.identity, status: 200 },
        };
        const on = [listed, ...(await logIn(bench, trial))];
        await arm.change("PATCH", resourceId, { properties: { adminUserEnabled: false } });
        return [...on, ...(await logIn(bench, { ...trial, identity: called(trial, "off"), mayLogIn: false }))];
    } finally {
        await arm.change("DELETE", resourceId);
    }
}
