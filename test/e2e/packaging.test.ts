// One package entry serves every way to use the library: the npm package, an install from git, and the component plugin.
// Each is used by a program of its own on the emulator, dynamic resources included.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { mustPulumi, pulumi } from "../../local/engine/engine";
import { repositoryRoot } from "../../local/engine/paths";
import type { Platform } from "../../local/platform";
import { platformTest } from "./fixtures";

/** A program outside the repository's own package. */
const program = `
const acrAuth = require("acr-auth");
const resources = require("@pulumi/azure-native/resources");

const group = new resources.ResourceGroup("group", { location: "koreacentral" });
const registry = new acrAuth.ContainerRegistry("shop", { resourceGroupName: group.name });
const token = new acrAuth.RepositoryToken("device", {
    registry: registry.reference,
    grants: { app: { repositories: ["app"], permission: "pull" } },
});
exports.username = token.username;
`;

/** The same, through the engine: what a generated SDK of any language sends. */
const remoteProgram = `
const pulumi = require("@pulumi/pulumi");
const resources = require("@pulumi/azure-native/resources");

class Remote extends pulumi.ComponentResource {
    constructor(component, name, inputs, outputs) {
        const absent = Object.fromEntries(outputs.map((output) => [output, undefined]));
        super("acr-auth:index:" + component, name, { ...inputs, ...absent }, {}, true);
    }
}

const group = new resources.ResourceGroup("group", { location: "koreacentral" });
const registry = new Remote("ContainerRegistry", "shop", { resourceGroupName: group.name }, ["resourceId", "loginServer"]);
const token = new Remote("RepositoryToken", "device", {
    registry: { resourceId: registry.resourceId, loginServer: registry.loginServer, roleAssignmentMode: "legacy" },
    grants: { app: { repositories: ["app"], permission: "pull" } },
}, ["username"]);
exports.username = token.username;
`;

const npm = (folder: string, ...args: string[]): string =>
    execFileSync("npm", [...args, "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], {
        cwd: folder,
        encoding: "utf8",
    });

/** Makes a program's folder beside the platform's. */
function consumer(platform: Platform, name: string, source: string, plugins = ""): string {
    const folder = join(platform.program, "..", "consumers", name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: index.js\n${plugins}`);
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
    writeFileSync(join(folder, "index.js"), source);
    return folder;
}

async function upAndDestroy({ engine }: Platform, folder: string): Promise<void> {
    await mustPulumi(engine, ["stack", "select", "--create", "test"], { cwd: folder });
    await mustPulumi(engine, ["up", "--yes", "--skip-preview"], { cwd: folder });
    const { stdout } = await mustPulumi(engine, ["stack", "output", "--json"], { cwd: folder });
    expect(JSON.parse(stdout)).toEqual({ username: "device" });
    const again = await pulumi(engine, ["preview", "--expect-no-changes"], { cwd: folder });
    expect(again.code, `${again.stdout}${again.stderr}`).toBe(0);
    await mustPulumi(engine, ["destroy", "--yes", "--skip-preview"], { cwd: folder });
}

const it = platformTest("packaging");

describe("the package", () => {
    it("as packed for npm holds the library, the command and the pack's rules, and no emulator", () => {
        const [{ files }] = JSON.parse(npm(repositoryRoot, "pack", "--dry-run", "--json", "--ignore-scripts"));
        const paths = (files as { path: string }[]).map(({ path }) => path);
        for (const path of [
            "PulumiPlugin.yaml",
            "dist/components/index.js",
            "dist/cli/main.js",
            "components/index.ts",
        ]) {
            expect(paths).toContain(path);
        }
        expect(paths.filter((path) => /(^|\/)(local|test|bench)\//.test(path))).toEqual([]);
    });

    it("works in a program that installs it from npm", async ({ platform }) => {
        const folder = consumer(platform, "from-npm", program);
        const [{ filename }] = JSON.parse(
            npm(repositoryRoot, "pack", "--json", "--ignore-scripts", "--pack-destination", folder),
        );
        npm(folder, "install", join(folder, filename));
        await upAndDestroy(platform, folder);
        const command = join(folder, "node_modules", ".bin", "acr-auth");
        expect(execFileSync(process.execPath, [command, "--help"], { encoding: "utf8" })).toMatch(/^Usage: acr-auth/);
    });

    it("works in a program that installs it from git", async ({ platform }) => {
        const folder = consumer(platform, "from-git", program);
        npm(folder, "install", `git+file://${repositoryRoot}`);
        expect(existsSync(join(folder, "node_modules", "acr-auth", "dist", "components", "index.js"))).toBe(true);
        await upAndDestroy(platform, folder);
    });

    it("works as a component plugin", async ({ platform }) => {
        const plugins = `plugins:\n  providers:\n    - name: acr-auth\n      path: ${repositoryRoot}\n`;
        const folder = consumer(platform, "as-plugin", remoteProgram, plugins);
        // The consumer's own packages: the engine's SDK, a provider's SDK, and the package for its dynamic resources.
        mkdirSync(join(folder, "node_modules"));
        symlinkSync(join(repositoryRoot, "node_modules", "@pulumi"), join(folder, "node_modules", "@pulumi"));
        symlinkSync(repositoryRoot, join(folder, "node_modules", "acr-auth"));
        await upAndDestroy(platform, folder);
    });
});
