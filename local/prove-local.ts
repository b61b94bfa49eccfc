// Every proof of a stack on the local Azure: what `acr-auth prove` asks, and then real clients, each in a home of its
// own, with right and wrong, expired and disabled credentials.
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningEmulator } from "acr-emulator";
import type { ProofLine } from "../proofs/line";
import { prove } from "../proofs/prove";
import { declaredIn } from "../proofs/read-declared";
import { joined, stateOf } from "../proofs/state";
import { inTurn } from "../proofs/turns";
import { callerOf, deployerOf } from "./clients/azure";
import { azureCliLines } from "./clients/azure-cli-trials";
import { azureUsers } from "./clients/azure-users";
import { type Bench, withBench } from "./clients/bench";
import { federatedLines } from "./clients/federated-trials";
import type { Clients } from "./clients/find";
import { prepareRepositories } from "./clients/prepare";
import { anonymousTrials, changingLines, wrongPasswordTrials } from "./clients/refusals";
import { currentTrials, foreignTrials, olderTrials, tryClient } from "./clients/trials";

export interface LocalProof {
    emulator: RunningEmulator;
    /** The stack's state with its secrets in clear, as `pulumi stack export --show-secrets` writes it, parsed. */
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
 * A line for everything that the stack declares and for what it must refuse.
 * @throws UnusableState when `state` is no Pulumi state, and an error when the proofs can't be prepared.
 */
export async function proveLocal({
    emulator,
    state,
    others: further = [],
    clients,
    directory,
}: LocalProof): Promise<ProofLine[]> {
    const declared = declaredIn(joined([state, ...further].map(stateOf)));
    return withBench({ emulator, declared, clients, directory }, async (bench) => {
        const others = [
            ...foreignTrials(bench),
            ...anonymousTrials(bench),
            ...azureUsers(bench).flatMap(({ trials }) => trials),
        ];
        await prepareRepositories(emulator, bench.http, currentTrials(bench), others);
        return provedBy(bench);
    });
}

const provedBy = async (bench: Bench): Promise<ProofLine[]> => [
    ...(await askRegistries(bench)),
    ...(await federatedLines(bench)),
    ...(await tryClients(bench)),
    ...(await azureCliLines(bench)),
    ...(await changingLines(bench)),
    ...missingClients(bench),
];

const askRegistries = ({ declared, emulator, http }: Bench): Promise<ProofLine[]> =>
    prove(declared, {
        http,
        tenantId: emulator.deployer.tenantId,
        identityEndpoint: { url: emulator.identityEndpoint, header: emulator.identityHeader },
        // Here the proof can be any workload: the issuers are the emulator's.
        jobToken: ({ audience, issuer, subject = "" }) => emulator.issueFederatedToken({ audience, issuer, subject }),
        // Each tenant's own deployer; where neither tenant nor subscription is told, the first.
        caller: (audience, path = "", tenantId = "") => callerOf(http, deployerOf(emulator, path, tenantId))(audience),
        now: emulator.clock.now(),
        // What the emulator was told to delay arrives within that time.
        wait: emulator.settings.propagationDelayMs * 2,
        sleep: (time) => sleep(time),
        progress: () => undefined,
    });

/**
 * Every client with every current password, also at a registry on which it is granted nothing, with a wrong one and with
 * none; docker alone with the passwords beside the current one, which are proved by the login.
 */
async function tryClients(bench: Bench): Promise<ProofLine[]> {
    const { registry } = bench.clients;
    const docker = registry.filter(({ name }) => name === "docker");
    const everyClient = [currentTrials, foreignTrials, wrongPasswordTrials, anonymousTrials].flatMap((of) => of(bench));
    const pairs = [
        ...everyClient.flatMap((trial) => registry.map((client) => [client, trial] as const)),
        ...olderTrials(bench).flatMap((trial) => docker.map((client) => [client, trial] as const)),
    ];
    const lines = await inTurn(pairs, atATime, ([client, trial]) =>
        bench.inHome((home) => tryClient(client, trial, home)),
    );
    return lines.flat();
}

const missingClients = (bench: Bench): ProofLine[] =>
    currentTrials(bench).flatMap(({ method, identity, registry, mayLogIn }) =>
        Object.entries(bench.clients.missing).map(([client, message]): ProofLine => {
            const expected = mayLogIn ? "allowed" : "refused";
            const repository = registry.loginServer;
            const evidence = { identity, message };
            return { method, client, action: "login", repository, expected, actual: "skipped", evidence };
        }),
    );
