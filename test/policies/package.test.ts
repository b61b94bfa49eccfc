// The pack as a package of its own: it holds all that it needs beside the packages that its manifest names.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const folder = join(__dirname, "..", "..", "policies");
let unpacked: string;
let files: string[];

beforeAll(() => {
    unpacked = mkdtempSync(join(tmpdir(), "acr-auth-policies-"));
    // Runs its own build, as publishing does.
    const [packed] = JSON.parse(
        execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", unpacked], {
            cwd: folder,
            encoding: "utf8",
        }),
    );
    execFileSync("tar", ["xzf", join(unpacked, packed.filename), "-C", unpacked]);
    files = packed.files.map(({ path }: { path: string }) => path);
});
afterAll(() => rmSync(unpacked, { recursive: true, force: true }));

it("holds the compiled pack, its manifest, its documentation and the schema of its configuration", () => {
    expect(files).toEqual(
        expect.arrayContaining([
            "PulumiPolicy.yaml",
            "README.md",
            "config.schema.json",
            "dist/estate/graph/graph.js",
            "dist/policies/index.js",
            "dist/policies/rules.js",
            "package.json",
            "profiles/strict.json",
            "workflows/azure-pipelines.yml",
            "workflows/github-actions.yml",
        ]),
    );
    expect(files.filter((path) => path.endsWith(".ts") || path.includes("tsbuildinfo"))).toEqual([]);
});

it("requires its own files, Node and packages that its manifest names", () => {
    const own = join(unpacked, "package");
    const { dependencies } = JSON.parse(readFileSync(join(own, "package.json"), "utf8"));
    expect(Object.keys(dependencies)).toEqual(["@pulumi/policy", "fastest-levenshtein"]);
    const foreign = new Set<string>();
    for (const path of files.filter((name) => name.endsWith(".js"))) {
        const file = join(own, path);
        for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/require\("([^"]+)"\)/g)) {
            if (!target.startsWith(".")) foreign.add(target.replace(/^node:/, ""));
            else expect(relative(own, join(dirname(file), target)), path).not.toMatch(/^\.\./);
        }
    }
    expect([...foreign].filter((name) => !builtinModules.includes(name)).sort()).toEqual([
        "@pulumi/policy",
        "fastest-levenshtein",
    ]);
});
