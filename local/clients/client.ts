// What the registry clients have in common: a login by user name and password, and actions on a repository, each run as
// a child in the home it is given and answered with what it proves.
import type { Outcome } from "../../proofs/check-result";
import { outcomeOf, run } from "./child";
import type { Home } from "./home";
import type { Artifact } from "./image";

export interface Login {
    loginServer: string;
    username: string;
    password: string;
}

/** A repository to act on, what was put there to be pulled and deleted, and what is to be pushed. */
export interface Target {
    loginServer: string;
    repository: string;
    /** Tag of an image that is there. */
    tag: string;
    /** Digest of an image that is there and may be deleted. */
    digest: string;
    /** What to push. */
    image: Artifact;
    /** Tag to push it under. */
    newTag: string;
}

type Act = (home: Home, target: Target) => Promise<Outcome>;

export interface RegistryClient {
    name: string;
    /** Logs in; whoever has no session of its own to ask the registry with writes a file only. */
    login(home: Home, login: Login): Promise<Outcome>;
    /** Whether the login asks the registry, so that it proves something by itself. */
    loginAsks: boolean;
    /** By the action's name in the proofs. */
    actions: Readonly<Record<string, Act>>;
}

/** Runs one command of a client, with the secrets masked in what it says. */
export async function attempt(
    home: Home,
    program: string,
    args: string[],
    { input, secrets = [] }: { input?: string; secrets?: string[] } = {},
): Promise<Outcome> {
    const command = { program: [program] as const, args, environment: home.environment, cwd: home.folder, input };
    return outcomeOf(await run(command), secrets);
}

/** The arguments and input of a login as every one of these clients takes it. */
export const byStdin = (
    { loginServer, username, password }: Login,
    ...command: string[]
): [string[], { input: string; secrets: string[] }] => [
    [...command, loginServer, "--username", username, "--password-stdin"],
    { input: password, secrets: [password] },
];
