// The Azure CLI, which is a Python package: installed once for this user into an environment of its own, from PyPI.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { onPath } from "../engine/go-tools";
import { exclusively } from "../engine/lock";
import { cacheFolder } from "../engine/paths";

export const azureCliVersion = "2.91.0";

/** How to start the Azure CLI: a program and what precedes every argument. */
export type AzureCli = readonly [string, ...string[]];

const execute = promisify(execFile);

/** The module and not the `az` script, which names the folder in which it was installed. */
const programIn = (folder: string): AzureCli => [join(folder, "bin", "python"), "-Im", "azure.cli"];

/**
 * The Azure CLI, installed first if this user's cache has none; `undefined`, with a notice, where it can't be had.
 * @param progress gets one line for each step that takes time.
 */
export async function azureCli(progress: (line: string) => void): Promise<AzureCli | undefined> {
    const python = onPath("python3");
    if (python === undefined) {
        progress("THE AZURE CLI IS MISSING: there is no python3 on PATH to install it with. Its proofs are skipped.");
        return undefined;
    }
    try {
        const { stdout } = await execute(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
        const folder = join(cacheFolder(), `azure-cli-${azureCliVersion}-python${stdout.trim()}`);
        if (!existsSync(folder)) {
            await mkdir(cacheFolder(), { recursive: true });
            await exclusively(`${folder}.lock`, async () => {
                if (!existsSync(folder)) await install(python, folder, progress);
            });
        }
        return programIn(folder);
    } catch (error) {
        const said = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1) ?? (error as Error).message;
        progress(`THE AZURE CLI IS MISSING: it could not be installed from PyPI (${said}). Its proofs are skipped.`);
        return undefined;
    }
}

async function install(python: string, folder: string, progress: (line: string) => void): Promise<void> {
    progress(`installing the Azure CLI ${azureCliVersion} from PyPI, once for this user (about 730 MB) ...`);
    const started = Date.now();
    // Renamed when finished, so that an interrupted installation leaves nothing that looks like one.
    const unfinished = await mkdtemp(`${folder}.`);
    try {
        await execute(python, ["-m", "venv", unfinished]);
        const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `azure-cli==${azureCliVersion}`];
        await execute(join(unfinished, "bin", "python"), pip);
        await rename(unfinished, folder);
    } finally {
        await rm(unfinished, { recursive: true, force: true });
    }
    progress(`installed the Azure CLI in ${Math.round((Date.now() - started) / 1000)} s`);
}
