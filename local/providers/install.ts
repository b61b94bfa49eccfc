// Puts the fake providers where the engine looks for plugins: a private Pulumi home.
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ProviderName, providerNames, sdkVersion } from "./sdk-versions";

export interface InstallOptions {
    /** `PULUMI_HOME` of the engine that is to use them. */
    pulumiHome: string;
    /** The compiled `main.js` of this folder. */
    entry: string;
}

/**
 * Writes `plugins/resource-NAME-vVERSION/pulumi-resource-NAME` for each provider, at the version of the installed SDK.
 * Run again, it writes the same.
 */
export async function installProviders({ pulumiHome, entry }: InstallOptions): Promise<void> {
    await Promise.all(providerNames.map((name) => install(join(pulumiHome, "plugins"), name, entry)));
}

async function install(plugins: string, name: ProviderName, entry: string): Promise<void> {
    const folder = join(plugins, `resource-${name}-v${sdkVersion(name)}`);
    const launcher = join(folder, `pulumi-resource-${name}`);
    await mkdir(folder, { recursive: true });
    await writeFile(launcher, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(entry)} ${name} "$@"\n`);
    await chmod(launcher, 0o755);
    // The engine takes a plugin without its lock file for one that is still being installed by somebody.
    await writeFile(`${folder}.lock`, "");
}

const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
