// For the end-to-end tests: what real clients come to at the registries of an emulator, each in a home of its own.
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunningEmulator } from "acr-emulator";
import { tokenUser } from "../../local/clients/az";
import { emulatorHttp } from "../../local/clients/azure";
import type { Login, RegistryClient } from "../../local/clients/client";
import { crane } from "../../local/clients/crane";
import { docker } from "../../local/clients/docker";
import { withHome } from "../../local/clients/home";
import { type LoginCase, tryClient } from "../../local/clients/login-cases";
import { oras } from "../../local/clients/oras";
import { prepareRepositories } from "../../local/clients/prepare";
import { goTool, onPath } from "../../local/engine/go-tools";
import type { Answer } from "../../proofs/answers";
import type { Actual } from "../../proofs/check-result";
import type { RegistryTarget } from "../../proofs/declared";
import { registryAudience } from "../../proofs/entra";
import { managedIdentityToken } from "../../proofs/managed-identity";
import { exchange } from "../../proofs/registry";
import { progress } from "./support";

/** The clients that can be had wherever the end-to-end tests run. */
export async function registryClients(): Promise<{
    crane: RegistryClient;
    docker: RegistryClient;
    oras: RegistryClient;
}> {
    const dockerBinary = onPath("docker");
    if (dockerBinary === undefined) throw new Error("The end-to-end tests need the docker CLI on PATH.");
    return {
        crane: crane(onPath("crane") ?? (await goTool("crane", progress))),
        docker: docker(dockerBinary),
        oras: oras(onPath("oras") ?? (await goTool("oras", progress))),
    };
}

/** A repository to act on, and how: by a login, by a docker config file that the client finds, or as nobody. */
export interface Attempt {
    registry: RegistryTarget;
    repository: string;
    login?: Pick<Login, "username" | "password">;
    dockerConfigJson?: string;
}

const trialOf = ({ registry, repository, login }: Attempt): LoginCase => ({
    method: "service principal",
    // What is pushed differs by it: of an image that is there already, crane pushes nothing and is refused nothing.
    identity: randomUUID(),
    registry,
    login: login && { loginServer: registry.loginServer, ...login },
    mayLogIn: true,
    repositories: [{ repository, allowed: new Set(), deletable: "nothing" }],
});

/** Puts something to be pulled into the repositories, so that a refusal never means that it is missing. */
export const fillRepositories = (emulator: RunningEmulator, places: readonly Attempt[]): Promise<void> =>
    prepareRepositories(emulator, emulatorHttp(emulator), [], places.map(trialOf));

/** What everything that a client can do comes to, by action: `login`, `pull`, `push` and so on. */
export async function attempts(
    emulator: RunningEmulator,
    client: RegistryClient,
    attempt: Attempt,
): Promise<Record<string, Actual>> {
    const results = await withHome(emulator, tmpdir(), async (home) => {
        const { dockerConfigJson } = attempt;
        if (dockerConfigJson !== undefined) {
            const file = join(home.environment.DOCKER_CONFIG ?? home.folder, "config.json");
            await writeFile(file, dockerConfigJson, { mode: 0o600 });
        }
        return tryClient(client, trialOf(attempt), home);
    });
    return Object.fromEntries(results.map(({ action, actual }) => [action, actual]));
}

/** The login that the code which runs as a managed identity makes of its endpoint's token: kubelets do the same. */
export async function managedIdentityLogin(
    emulator: RunningEmulator,
    { loginServer }: RegistryTarget,
    principalId: string,
): Promise<Answer<NonNullable<Attempt["login"]>>> {
    const http = emulatorHttp(emulator);
    const endpoint = { url: emulator.identityEndpoint, header: emulator.identityHeader };
    const token = await managedIdentityToken(http, endpoint, principalId, registryAudience);
    if ("outcome" in token) return token;
    const exchanged = await exchange(http, loginServer, token.value);
    if ("outcome" in exchanged) return exchanged;
    return { value: { username: tokenUser, password: exchanged.value }, status: exchanged.status };
}
