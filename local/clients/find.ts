// The clients that can be had on this machine: on PATH, built with Go, or installed from PyPI.
import { type GoTool, goTool, onPath, ToolUnavailableError } from "../engine/go-tools";
import { type AzureCli, azureCli } from "./azure-cli";
import type { RegistryClient } from "./client";
import { crane } from "./crane";
import { docker } from "./docker";
import { helm } from "./helm";
import { oras } from "./oras";

export interface Clients {
    /** Those for registries that were found. */
    registry: RegistryClient[];
    /** Path of the docker CLI, which `az acr login` hands its token to. */
    docker?: string;
    az?: AzureCli;
    /** Why each of the others is missing, by its name. */
    missing: Readonly<Record<string, string>>;
}

const goClients = { crane, oras, helm } as const satisfies Partial<Record<GoTool, (binary: string) => RegistryClient>>;

/**
 * Finds every client; one that is not available is reported, and its checks are skipped.
 * @param progress gets a line for what takes time and for what is missing.
 */
export async function findClients(progress: (line: string) => void): Promise<Clients> {
    const missing: Record<string, string> = {};
    const registry: RegistryClient[] = [];
    const dockerBinary = onPath("docker");
    if (dockerBinary === undefined) {
        missing.docker = "the docker CLI is not on PATH";
        progress("THE DOCKER CLI IS MISSING: it is not on PATH. Its proofs are skipped.");
    } else {
        registry.push(docker(dockerBinary));
    }
    for (const name of ["crane", "oras", "helm"] as const) {
        try {
            registry.push(goClients[name](onPath(name) ?? (await goTool(name, progress))));
        } catch (error) {
            if (!(error instanceof ToolUnavailableError)) throw error;
            missing[name] = error.message;
            progress(`${name.toUpperCase()} IS MISSING: ${error.message} Its proofs are skipped.`);
        }
    }
    const az = await azureCli(progress);
    if (az === undefined) missing.az = "the Azure CLI could not be installed";
    return { registry, docker: dockerBinary, az, missing };
}
