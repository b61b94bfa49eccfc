// Where the provider in the state finds the package, in folders as package managers lay them out.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../support/folder";
import { serialized } from "./serialized-provider";

/** What Pulumi's SDK does with the text, as far as loading goes: compiled without a file name, `require` from the SDK. */
const sdk = `
    const Module = require("node:module");
    const provider = new Module("", module);
    provider._compile(process.env.TEXT, "");
    provider.exports.handler().check({}, {}).then(
        (found) => process.stdout.write(found),
        (error) => process.stdout.write(error.message),
    );`;

const it = test
    .extend("text", { scope: "file" }, () => serialized("tokenPassword"))
    .extend("root", { scope: "file" }, temporaryFolder)
    .extend("write", ({ root }) => (path: string, content: string): string => {
        const file = join(root, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
        return file;
    })
    /** Writes a package that says where it was found. */
    .extend("install", ({ write }) => (folder: string): void => {
        const at = `${folder}/node_modules/acr-auth`;
        write(`${at}/package.json`, JSON.stringify({ name: "acr-auth", exports: { "./dynamic": "./dynamic.js" } }));
        write(`${at}/dynamic.js`, `exports.tokenPassword = { check: async () => ${JSON.stringify(folder)} };`);
    })
    .extend("load", ({ text, root, write }) => {
        return (workingFolder: string, sdkFolder: string, environment: Record<string, string> = {}): string => {
            const main = write(`${sdkFolder}/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js`, sdk);
            const cwd = join(root, workingFolder);
            mkdirSync(cwd, { recursive: true });
            const env = { TEXT: text, ...environment };
            return execFileSync(process.execPath, [main], { cwd, encoding: "utf8", env });
        };
    });

describe("the provider in the state", () => {
    it("finds the package of the program, with the main file in a subfolder too", ({ install, load }) => {
        install("program");
        expect(load("program", "program")).toBe("program");
        expect(load("program/infrastructure/main", "program")).toBe("program");
    });

    it("finds the package of a workspace, its own before the one at the root", ({ install, load }) => {
        install("workspaces");
        expect(load("workspaces/packages/one", "workspaces")).toBe("workspaces");
        install("workspaces/packages/two");
        expect(load("workspaces/packages/two", "workspaces")).toBe("workspaces/packages/two");
    });

    it("finds under pnpm what a dependency of the program depends on", ({ install, load }) => {
        install("pnpm/node_modules/.pnpm");
        expect(load("pnpm", "pnpm/node_modules/.pnpm/@pulumi+pulumi@3.248.0")).toBe("pnpm/node_modules/.pnpm");
    });

    it("finds the package of an Automation API program that runs elsewhere", ({ root, write, install, load }) => {
        install("automation/service");
        const manifest = write("automation/service/package.json", "{}");
        expect(load("automation/work", "automation", { npm_package_json: manifest })).toBe("automation/service");
        expect(load("automation/work", "automation", { PWD: dirname(manifest) })).toBe("automation/service");
        const modules = join(root, "automation/service/node_modules");
        expect(load("automation/work", "automation", { NODE_PATH: modules })).toBe("automation/service");
    });

    it("says what is missing and what to do", ({ root, load }) => {
        const folder = join(root, "empty");
        expect(load("empty", "automation")).toContain(
            `${folder} needs the npm package acr-auth to manage passwords of registries. Add it to the program's package.json, ` +
                "or put the node_modules that has it into NODE_PATH. Error: Cannot find module 'acr-auth/dynamic'",
        );
    });
});
