// The docker CLI without a daemon: it logs in by itself, and `manifest inspect` is how it pulls without one.
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt, byStdin, type RegistryClient } from "./client";
import type { Home } from "./home";

export const docker = (binary: string): RegistryClient => ({
    name: "docker",
    loginAsks: true,
    login: (home, login) => attempt(home, binary, ...byStdin(login, "login")),
    actions: {
        pull: (home, { loginServer, repository, tag }) =>
            attempt(home, binary, ["manifest", "inspect", `${loginServer}/${repository}:${tag}`]),
    },
});

/**
 * A `docker` for `az acr login`, which runs `docker ps` first and stops when that complains of a missing daemon.
 * Answers the path of the script.
 */
export async function dockerShim(home: Home, binary: string): Promise<string> {
    const file = join(home.folder, "docker-without-daemon");
    await writeFile(file, `#!/bin/sh\n[ "$1" = ps ] && exit 0\nexec '${binary.replaceAll("'", `'\\''`)}' "$@"\n`);
    await chmod(file, 0o700);
    return file;
}
