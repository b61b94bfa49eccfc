// The Azure CLI's ways to log in, and from there to a registry. Its token cache is keyed without the secret, so every
// login that is to be judged starts in a fresh home.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Outcome } from "../../proofs/check-result";
import type { IdentityEndpoint } from "../../proofs/managed-identity";
import type { AzureCli } from "./azure-cli";
import { type Ended, outcomeOf, run } from "./child";
import { dockerShim } from "./docker";
import type { Home } from "./home";

/** What `az acr login --expose-token` hands to docker as its user name. */
export const tokenUser = "00000000-0000-0000-0000-000000000000";

export interface ApplicationLogin {
    tenantId: string;
    clientId: string;
    /** A password of the application, or a signed assertion of an issuer it trusts. */
    proof: { secret: string } | { assertion: string };
}

/** The Azure CLI in one home. */
export class AzureSession {
    readonly #secrets: string[] = [];
    readonly #environment: Record<string, string> = {};

    constructor(
        private readonly program: AzureCli,
        private readonly home: Home,
    ) {}

    async loginAsApplication({ tenantId, clientId, proof }: ApplicationLogin): Promise<Outcome> {
        const [option, shown] =
            "secret" in proof ? ["--password", proof.secret] : ["--federated-token", proof.assertion];
        this.#secrets.push(shown);
        // The CLI reads an argument that starts with @ from a file, so the secret is on no command line.
        const file = join(this.home.folder, "shown");
        await writeFile(file, shown, { mode: 0o600 });
        const who = ["--username", clientId, "--tenant", tenantId];
        return this.#attempt(["login", "--service-principal", ...who, option, `@${file}`]);
    }

    /** @param endpoint of managed identities, which every later command of the session asks again. */
    loginAsManagedIdentity({ url, header }: IdentityEndpoint, principalId: string): Promise<Outcome> {
        // Both variables, or the CLI would ask the link-local metadata address, which is outside this machine.
        Object.assign(this.#environment, { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: header });
        return this.#attempt(["login", "--identity", "--object-id", principalId]);
    }

    /** @param approve is called with the code that a person would type in. */
    async loginByDeviceCode(tenantId: string, approve: (userCode: string) => void): Promise<Outcome> {
        const watch = (said: string): boolean => {
            const code = /\bcode ([A-Z0-9-]+) to authenticate/.exec(said)?.[1];
            if (code !== undefined) approve(code);
            return code !== undefined;
        };
        const ended = await this.#run(["login", "--use-device-code", "--tenant", tenantId], watch);
        return outcomeOf(ended, this.#secrets);
    }

    /** `az acr login`, which hands the registry's token to docker. */
    async acrLogin(registryName: string, docker: string): Promise<Outcome> {
        this.#environment.DOCKER_COMMAND = await dockerShim(this.home, docker);
        return this.#attempt(["acr", "login", "--name", registryName]);
    }

    /** `az acr login --expose-token`; the token is for `docker login` as `tokenUser`. */
    async exposeToken(registryName: string): Promise<{ outcome: Outcome; refreshToken?: string }> {
        const ended = await this.#run(["acr", "login", "--name", registryName, "--expose-token", "--output", "json"]);
        if (ended.exitCode !== 0) return { outcome: outcomeOf(ended, this.#secrets) };
        const { accessToken } = JSON.parse(ended.stdout) as { accessToken: string };
        this.#secrets.push(accessToken);
        return { outcome: outcomeOf(ended, this.#secrets), refreshToken: accessToken };
    }

    async #attempt(args: string[]): Promise<Outcome> {
        return outcomeOf(await this.#run(args), this.#secrets);
    }

    #run(args: string[], watch?: (said: string) => boolean): Promise<Ended> {
        return run({
            program: this.program,
            args,
            environment: { ...this.home.environment, ...this.#environment },
            cwd: this.home.folder,
            watch,
        });
    }
}
