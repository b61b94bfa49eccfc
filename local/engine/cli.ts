// Obtains the Pulumi CLI, which is the engine: found on PATH, else kept from an earlier time in the user's cache, else by
// the Automation API's installer, else built with Go.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { builtTool, goTool, onPath, ToolUnavailableError } from "./go-tools";
import { cacheFolder } from "./paths";

/**
 * The path of a Pulumi CLI.
 * @throws ToolUnavailableError when every way fails; the message says what to install.
 */
export async function pulumiCli(progress: (line: string) => void): Promise<string> {
    const installRoot = join(cacheFolder(), "pulumi-official");
    const installed = join(installRoot, "bin", "pulumi");
    const present = onPath("pulumi") ?? (existsSync(installed) ? installed : builtTool("pulumi"));
    if (present !== undefined) return present;
    progress("no Pulumi CLI on PATH, trying the official installer ...");
    try {
        // Loaded here: the Automation API takes half a second to load and is needed only once per machine.
        const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
        return (await PulumiCommand.install({ root: installRoot })).command;
    } catch {
        progress("the official installer cannot be reached");
    }
    try {
        return await goTool("pulumi", progress);
    } catch (error) {
        if (!(error instanceof ToolUnavailableError)) throw error;
        throw new ToolUnavailableError(
            `No Pulumi CLI: it is not on PATH, the official installer could not be reached, and it could not be built. ` +
                `Install Pulumi from https://www.pulumi.com/docs/install/ and try again.\n${error.message}`,
        );
    }
}
