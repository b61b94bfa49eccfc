// What a tool's go.mod pins, and where an executable is looked for.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { onPath, pinned } from "../../../local/engine/go-tools";

const tools = join(__dirname, "..", "..", "..", "tools");

describe("pinned", () => {
    it("reads the tool and the version of the module that holds it", () => {
        const goMod = [
            "module m",
            "go 1.26",
            "tool example.org/a/b/cmd/x",
            "require (",
            "\texample.org/a v1.0.0",
            "\texample.org/a/b v2.3.4 // indirect",
            "\texample.org/other v9.9.9",
            ")",
        ].join("\n");
        expect(pinned(goMod)).toEqual({ package: "example.org/a/b/cmd/x", version: "v2.3.4" });
    });

    it("refuses a module that names no tool, or no module of the tool", () => {
        expect(() => pinned("module m\n")).toThrow("go.mod names no tool.");
        expect(() => pinned("module m\ntool example.org/a/cmd/x\n")).toThrow(
            "go.mod requires no module that holds example.org/a/cmd/x.",
        );
    });

    it.each(readdirSync(tools).filter((name) => !name.includes(".")))("finds what tools/%s builds", (name) => {
        const { package: program, version } = pinned(readFileSync(join(tools, name, "go.mod"), "utf8"));
        expect(program.split("/").at(-1)).toBe(name);
        expect(version).toMatch(/^v\d+\.\d+\.\d+$/);
    });
});

describe("onPath", () => {
    it("finds an executable file in PATH's order and nothing else", () => {
        const folder = mkdtempSync(join(tmpdir(), "acr-auth-path-"));
        const [first, second] = [join(folder, "first"), join(folder, "second")];
        for (const each of [first, second]) {
            mkdirSync(each);
            writeFileSync(join(each, "tool"), "");
        }
        const PATH = [first, second].join(delimiter);
        expect(onPath("tool", { PATH })).toBeUndefined();
        chmodSync(join(second, "tool"), 0o755);
        expect(onPath("tool", { PATH })).toBe(join(second, "tool"));
        chmodSync(join(first, "tool"), 0o755);
        expect(onPath("tool", { PATH })).toBe(join(first, "tool"));
        expect(onPath("tool", {})).toBeUndefined();
    });
});
