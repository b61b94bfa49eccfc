// Every proof of a stack on the emulator: what `acr-auth prove` asks, and then real clients, each in a home of its
// own, with right and wrong, expired and disabled credentials.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningEmulator } from "acr-emulator";
import { timeOf, today } from "../azure/days";
import { readState } from "../estate/sources/pulumi";
import type { CheckResult } from "../proofs/check-result";
import { parseExceptions, withExceptions } from "../proofs/exceptions";
import { mapConcurrently } from "../proofs/map-concurrently";
import { prove } from "../proofs/prove";
import { declaredIn } from "../proofs/read-declared";
import { callerOf, deployerOf, emulatorAgent } from "./clients/azure";
import { azureCliResults } from "./clients/azure-cli-cases";
import { azureUsers } from "./clients/azure-users";
import { type ClientContext, withClients } from "./clients/context";
import { federatedResults } from "./clients/federated-cases";
import type { Clients } from "./clients/find";
import { currentCases, foreignCases, olderCases, tryClient } from "./clients/login-cases";
import { prepareRepositories } from "./clients/prepare";
import { anonymousCases, changingResults, wrongPasswordCases } from "./clients/refused-cases";
import { repositoryRoot } from "./engine/paths";

export interface LocalProof {
    emulator: RunningEmulator;
    /** The stack's state with its secrets in plain text, as `pulumi stack export --show-secrets` writes it, parsed. */
    state: unknown;
    /** The same of further stacks, which hold a part of what is proved: the cluster's side of a login across tenants. */
    others?: readonly unknown[];
    clients: Clients;
    /** For the clients' homes; made if absent, and removed at the end with everything in it. */
    directory: string;
}

/** Children at a time: they are short, and mostly wait for the one process that answers them. */
const atATime = 4;

/**
 * A result for everything that the stack declares and for what it must refuse.
 * @throws UnreadableInput when `state` is no Pulumi state, and an error when the proofs can't be prepared.
 */
export async function proveLocal({
    emulator,
    state,
    others: further = [],
    clients,
    directory,
}: LocalProof): Promise<CheckResult[]> {
    const declared = declaredIn([state, ...further].flatMap((each) => readState(each)));
    return withClients({ emulator, declared, clients, directory }, async (context) => {
        const others = [
            ...foreignCases(context),
            ...anonymousCases(context),
            ...azureUsers(context).flatMap(({ cases }) => cases),
        ];
        await prepareRepositories(emulator, context.http, currentCases(context), others);
        return provedBy(context);
    });
}

const provedBy = async (context: ClientContext): Promise<CheckResult[]> => [
    ...(await askRegistries(context)),
    ...(await federatedResults(context)),
    ...(await tryClients(context)),
    ...(await azureCliResults(context)),
    ...(await changingResults(context)),
    ...missingClients(context),
];

/** What the sample knows to be wider than declared, for `acr-auth prove --allow` as well. */
const SAMPLE_EXCEPTIONS = join(repositoryRoot, "exceptions.local.json");

async function askRegistries({ declared, emulator, http }: ClientContext): Promise<CheckResult[]> {
    const { exceptions } = parseExceptions(JSON.parse(readFileSync(SAMPLE_EXCEPTIONS, "utf8")));
    const results = await prove(declared, {
        http,
        tenantId: emulator.deployer.tenantId,
        identityEndpoint: { url: emulator.identityEndpoint, header: emulator.identityHeader },
        // Here the proof can be any workload: the issuers are the emulator's.
        jobToken: ({ audience, issuer, subject = "" }) => emulator.issueFederatedToken({ audience, issuer, subject }),
        // Each tenant's own deployer; where neither tenant nor subscription is told, the first.
        caller: (audience, path = "", tenantId = "") => callerOf(http, deployerOf(emulator, path, tenantId))(audience),
        agent: emulatorAgent(emulator),
        now: emulator.clock.now(),
        // What the emulator was told to delay arrives within that time.
        wait: emulator.settings.propagationDelayMs * 2,
        sleep: (time) => sleep(time),
        progress: () => undefined,
    });
    return withExceptions(results, exceptions, timeOf(today(emulator.clock.now()))).results;
}

/**
 * Every client with every current password, also at a registry on which it is granted nothing, with a wrong one and with
 * none; docker alone with the passwords beside the current one, which are proved by the login.
 */
async function tryClients(context: ClientContext): Promise<CheckResult[]> {
    const { registry } = context.clients;
    const docker = registry.filter(({ name }) => name === "docker");
    const everyClient = [currentCases, foreignCases, wrongPasswordCases, anonymousCases].flatMap((of) => of(context));
    const pairs = [
        ...everyClient.flatMap((loginCase) => registry.map((client) => [client, loginCase] as const)),
        ...olderCases(context).flatMap((loginCase) => docker.map((client) => [client, loginCase] as const)),
    ];
    const results = await mapConcurrently(pairs, atATime, ([client, loginCase]) =>
        context.inHome((home) => tryClient(client, loginCase, home)),
    );
    return results.flat();
}

const missingClients = (context: ClientContext): CheckResult[] =>
    currentCases(context).flatMap(({ method, identity, registry, mayLogIn }) =>
        Object.entries(context.clients.missing).map(([client, message]): CheckResult => {
            const expected = mayLogIn ? "allowed" : "refused";
            const repository = registry.loginServer;
            const evidence = { identity, message, skip: "not asked" } as const;
            return { method, client, action: "login", repository, expected, actual: "skipped", evidence };
        }),
    );
