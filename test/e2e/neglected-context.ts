// The neglected estate of docs/adopting.md, made with az alone by its script, and whoever uses it.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AzureCli } from "../../local/clients/azure-cli";
import { type Ended, run } from "../../local/clients/child";
import type { Login, RegistryClient } from "../../local/clients/client";
import { tinyImage } from "../../local/clients/image";
import { pulledTag } from "../../local/clients/login-cases";
import { childEnvironment, deployerEnvironment } from "../../local/engine/environment";
import { repositoryRoot } from "../../local/engine/paths";
import type { Platform } from "../../local/platform";
import { fillRepositories, type registryClients } from "./clients";
import type { Consumers } from "./consumers";

export const suffix = "x1";
export const loginServerOf = (name: string): string => `${name}${suffix}.azurecr.io`;

/** Somebody with a home of their own, logged in to az and to acr-auth as the deployer. */
export interface Operator {
    folder: string;
    /** Runs `az ARGS`. */
    az(...args: string[]): Promise<Ended>;
    /** Runs a line of shell in which `az` is the Azure CLI. */
    shell(line: string): Promise<Ended>;
    /** Runs the compiled command. */
    acrAuth(...args: string[]): Promise<Ended>;
}

export async function operatorOf({ emulator, program }: Platform, az: AzureCli): Promise<Operator> {
    const folder = join(program, "..", "estate");
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, "az"), `#!/bin/sh\nexec ${az.join(" ")} "$@"\n`);
    await chmod(join(folder, "az"), 0o700);
    const base = childEnvironment(emulator, folder);
    const environment = {
        ...base,
        PATH: [folder, dirname(process.execPath), base.PATH].join(":"),
        ...deployerEnvironment(emulator.deployer),
    };
    const command = (program: string, ...args: string[]): Promise<Ended> =>
        run({ program: [program], args, cwd: folder, environment });
    const operator: Operator = {
        folder,
        az: (...args) => command(join(folder, "az"), ...args),
        shell: (line) => command("/bin/sh", "-c", line),
        acrAuth: (...args) => command(process.execPath, join(repositoryRoot, "dist", "cli", "main.js"), ...args),
    };
    const { clientId, clientSecret, tenantId } = emulator.deployer;
    // The CLI reads an argument that starts with @ from a file, so the secret is on no command line.
    await writeFile(join(folder, "shown"), clientSecret, { mode: 0o600 });
    const who = ["--username", clientId, "--tenant", tenantId, "--password", "@shown"];
    must(await operator.az("login", "--service-principal", ...who, "--output", "none"));
    return operator;
}

export function must(ended: Ended): Ended {
    if (ended.exitCode !== 0) throw new Error(`A command ended with ${ended.exitCode}.\n${ended.stderr}`);
    return ended;
}

/** Runs the script, and puts an image where somebody pulls without a login. */
export async function makeEstate({ emulator }: Platform, { folder, shell }: Operator): Promise<void> {
    await mkdir(join(folder, "passwords"), { mode: 0o700 });
    const script = join(repositoryRoot, "examples", "neglected-estate.sh");
    must(await shell(`/bin/sh '${script}' ${suffix} koreacentral passwords`));
    const { subscriptionId } = emulator.deployer;
    const resourceId = `/subscriptions/${subscriptionId}/resourceGroups/neglected/providers/Microsoft.ContainerRegistry/registries/public${suffix}`;
    const registry = { resourceId, loginServer: loginServerOf("public"), roleAssignmentMode: "legacy" } as const;
    await fillRepositories(emulator, [{ registry, repository: publicRepository }]);
}

export const publicRepository = "docs/site";

/** The passwords that the script wrote down, by user: both users of the admin user, the build, and the tills. */
export async function passwordsOf({ folder }: Operator): Promise<Record<string, Login>> {
    const read = async (file: string, registry: string, line = 1): Promise<Login> => {
        const lines = (await readFile(join(folder, "passwords", file), "utf8")).split("\n");
        return { loginServer: loginServerOf(registry), username: lines[0] ?? "", password: lines[line] ?? "" };
    };
    return {
        "web server": await read("admin", "shop"),
        scanner: await read("admin", "shop", 2),
        "nightly build": await read("nightly", "builds"),
        "till-01": await read("till-01", "devices"),
        "till-02": await read("till-02", "devices"),
    };
}

type Clients = Awaited<ReturnType<typeof registryClients>>;

/** Logs in with docker. */
export const loggingIn = (logins: Record<string, Login>, { docker }: Clients): Consumers =>
    Object.fromEntries(Object.entries(logins).map(([name, login]) => [name, (home) => docker.login(home, login)]));

/** Pulls the public image with crane, after a login where one is given. */
export const pulling =
    ({ crane }: Clients, login?: Login): Consumers[string] =>
    async (home) => {
        const loggedIn = login && (await crane.login(home, login));
        if (loggedIn !== undefined && loggedIn.actual !== "allowed") return loggedIn;
        return pullOf(crane)(home, { loginServer: loginServerOf("public"), repository: publicRepository, ...image });
    };

const image = { tag: pulledTag, digest: "", newTag: "", image: tinyImage("pulled") };

function pullOf({ name, actions }: RegistryClient) {
    if (actions.pull === undefined) throw new Error(`${name} can't pull.`);
    return actions.pull;
}
