// Programs that the local platform needs and npm does not have: found on PATH, or built with Go from the module pinned
// in tools/<name>/go.mod and kept in the user's cache.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { exclusively } from "./lock";
import { cacheFolder, repositoryRoot } from "./paths";

/** The tools with a go.mod under tools/. */
export type GoTool = "pulumi" | "registry" | "crane" | "oras" | "helm";

/** A tool that can neither be found nor built; the message says what to install. */
export class ToolUnavailableError extends Error {}

/** The executable of this name on PATH, or `undefined`. */
export function onPath(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
    return (env.PATH ?? "")
        .split(delimiter)
        .filter((folder) => folder !== "")
        .map((folder) => join(folder, name))
        .find((file) => {
            try {
                accessSync(file, constants.X_OK);
                return true;
            } catch {
                return false;
            }
        });
}

export interface ToolModule {
    /** Import path of the program. */
    package: string;
    /** Version of the module that holds it, such as `v3.259.0`. */
    version: string;
}

/** What a tool's go.mod pins: the program of its `tool` line and the version of the module it is in. */
export function pinned(goMod: string): ToolModule {
    const program = /^tool (\S+)$/m.exec(goMod)?.[1];
    if (program === undefined) throw new Error("go.mod names no tool.");
    const [, version] = [...goMod.matchAll(/^(?:require)?\s*(\S+) (v\S+)(?: \/\/ indirect)?$/gm)]
        .map(([, module, version]) => [module ?? "", version ?? ""] as const)
        .filter(([module]) => program === module || program.startsWith(`${module}/`))
        .sort(([a], [b]) => b.length - a.length)[0] ?? ["", ""];
    if (!version) throw new Error(`go.mod requires no module that holds ${program}.`);
    return { package: program, version };
}

/** The linker's flags: without its version the Pulumi CLI fails the Automation API's version check. */
function linkerFlags(tool: GoTool, version: string): string {
    const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
    return tool === "pulumi" ? `-s -w -X ${versionVariable}=${version}` : "-s -w";
}

function goBuild(go: string, moduleFolder: string, args: string[]): Promise<{ code: number | null; stderr: string }> {
    return new Promise((resolve, reject) => {
        // osusergo and grpcnotrace: a static binary, and a smaller one.
        const child = spawn(go, ["build", "-trimpath", "-tags", "osusergo,grpcnotrace", ...args], {
            cwd: moduleFolder,
            env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" },
            stdio: ["ignore", "ignore", "pipe"],
        });
        let stderr = "";
        child.stderr.on("data", (chunk) => {
            stderr += chunk;
        });
        child.on("error", reject);
        child.on("close", (code) => resolve({ code, stderr }));
    });
}

interface Build {
    module: ToolModule;
    moduleFolder: string;
    folder: string;
    binary: string;
}

/** Where the build of a tool goes: keyed by version, platform and every dependency's checksum. */
function build(tool: GoTool): Build {
    const moduleFolder = join(repositoryRoot, "tools", tool);
    const goMod = readFileSync(join(moduleFolder, "go.mod"), "utf8");
    const module = pinned(goMod);
    const digest = createHash("sha256")
        .update(goMod)
        .update(readFileSync(join(moduleFolder, "go.sum")))
        .digest("hex");
    const key = `${tool}-${module.version}-${process.platform}-${process.arch}-${digest.slice(0, 8)}`;
    const folder = join(cacheFolder(), key);
    return { module, moduleFolder, folder, binary: join(folder, tool) };
}

/** The tool as built earlier for this user, or `undefined`. */
export function builtTool(tool: GoTool): string | undefined {
    const { binary } = build(tool);
    return existsSync(binary) ? binary : undefined;
}

/**
 * The path of a tool built with Go, building it first if the cache has none.
 * @param progress gets one line when a build starts and one when it ends.
 * @throws ToolUnavailableError when Go is missing or the build fails.
 */
export async function goTool(tool: GoTool, progress: (line: string) => void): Promise<string> {
    const { module, moduleFolder, folder, binary } = build(tool);
    if (existsSync(binary)) return binary;
    const go = onPath("go");
    if (go === undefined) {
        throw new ToolUnavailableError(
            `${tool} is neither on PATH nor built, and there is no Go to build it: install ${tool}, or Go 1.26 or newer.`,
        );
    }
    mkdirSync(folder, { recursive: true });
    return exclusively(join(folder, "lock"), async () => {
        if (existsSync(binary)) return binary;
        progress(`building ${tool} ${module.version} with Go, once for this user ...`);
        const started = Date.now();
        // Renamed when finished, so that an interrupted build leaves nothing that looks like a tool.
        const unfinished = join(folder, `${tool}.unfinished`);
        const flags = ["-ldflags", linkerFlags(tool, module.version), "-o", unfinished, module.package];
        const { code, stderr } = await goBuild(go, moduleFolder, flags);
        if (code !== 0) {
            rmSync(unfinished, { force: true });
            throw new ToolUnavailableError(
                `${tool} ${module.version} could not be built with Go; install ${tool} on PATH instead. Go said:\n${lastLines(stderr)}`,
            );
        }
        renameSync(unfinished, binary);
        progress(`built ${tool} in ${Math.round((Date.now() - started) / 1000)} s`);
        return binary;
    });
}

const lastLines = (text: string): string => text.trim().split("\n").slice(-5).join("\n");
