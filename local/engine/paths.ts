// Where things are: the repository, the per-user cache of what is expensive to build, and the folder in which one
// emulator with its Pulumi home lives.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The repository's root: the nearest folder above this file, source or compiled, that holds PulumiPlugin.yaml. */
export const repositoryRoot: string = (() => {
    for (let folder = __dirname; ; folder = dirname(folder)) {
        if (existsSync(join(folder, "PulumiPlugin.yaml"))) return folder;
        if (folder === dirname(folder)) throw new Error(`No acr-auth repository above ${__dirname}.`);
    }
})();

/** Builds are kept per user and not per checkout: `$XDG_CACHE_HOME/acr-auth`, or `~/.cache/acr-auth`. */
export const cacheFolder = (env: NodeJS.ProcessEnv = process.env): string =>
    join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "acr-auth");

/** A file of the compiled local platform, for launchers that start it with plain Node. */
export const compiled = (...path: string[]): string => join(repositoryRoot, "dist", "local", ...path);
