// The platform program as the local engine runs it: a copy under the local folder, because Pulumi writes into the
// stack's configuration file and the checkout must stay as it was cloned.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "./paths";

/** The stack of the sample configuration, `Pulumi.local.yaml`. */
export const LOCAL_STACK = "local";
/** The stack in the second tenant, whose cluster pulls from the first one's registries: `Pulumi.local-partner.yaml`. */
export const PARTNER_STACK = "local-partner";

const SOURCES = ["Pulumi.yaml", "index.ts", "package.json", "tsconfig.json", "platform", "components", "azure"];

/** The lines that Pulumi itself wrote into a stack's configuration and needs again to read the stack's secrets. */
function encryptionLines(file: string): string {
    if (!existsSync(file)) return "";
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line.startsWith("encryptionsalt:")).join("\n");
}

/**
 * Copies the program into `folder` afresh, keeping what Pulumi wrote there, and returns the folder.
 * @param stackConfig text of the stack's configuration.
 */
export function copyProgram(folder: string, stack: string, stackConfig: string): string {
    const stackFile = join(folder, `Pulumi.${stack}.yaml`);
    const encryption = encryptionLines(stackFile);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const source of SOURCES) cpSync(join(repositoryRoot, source), join(folder, source), { recursive: true });
    // Dynamic resources load the package by its own name, which leads to its compiled form.
    symlinkSync(join(repositoryRoot, "dist"), join(folder, "dist"));
    writeFileSync(stackFile, `${encryption}\n${stackConfig}`, { mode: 0o600 });
    return folder;
}
