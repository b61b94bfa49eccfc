import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { milliseconds } from "../../cli/prove";
import { stateOf, token } from "../proofs/states";
import { temporaryFolder } from "../support/folder";
import { exportOf, plaintextSecret, stack } from "../support/pulumi-state";
import { runCommand } from "./run-command";

const target = { resourceId: "/r", loginServer: "contoso.azurecr.io", roleAssignmentMode: "legacy" } as const;
const grants = { app: { repositories: ["app"], permission: "pull" } };
const withSecret = JSON.stringify(
    stateOf(...token("device", target, grants, [{ value: plaintextSecret("hush"), expiresOn: "2027-01-01" }])),
);
/** The state of a stack that was deployed as of a day. */
function asOf(name: string, day: string): string {
    const { root, component } = stack("acr-auth", name);
    const registry = component("ContainerRegistry", "images", { outputs: target });
    return JSON.stringify(exportOf([{ ...root, outputs: { allowedAsOf: day } }, registry]));
}
const withoutComponents = JSON.stringify(stateOf());

const it = test
    .extend("empty", { scope: "file" }, temporaryFolder)
    .extend("cwd", { scope: "file" }, async ({ empty: cwd }) => {
        const files: [string, string, number][] = [
            ["open.json", withSecret, 0o644],
            ["mine.json", withSecret, 0o600],
            ["empty-stack.json", withoutComponents, 0o644],
            ["plan.json", '{"config": {}, "steps": []}', 0o644],
            ["other.json", '{"config": {}}', 0o644],
            ["cut.json", withSecret.slice(0, 100), 0o600],
            ["words.json", "Error: no stack selected", 0o600],
            ["known.json", '{"exceptions": [{"who": "ada", "until": "2027-01-01"}]}', 0o644],
            ["demonstration.json", asOf("demonstration", "2020-01-01"), 0o600],
        ];
        for (const [name, text, mode] of files) {
            await writeFile(join(cwd, name), text);
            await chmod(join(cwd, name), mode);
        }
        return cwd;
    })
    .extend("run", ({ cwd }) => (argv: string[], input = "", env: Record<string, string> = {}) => {
        return runCommand(argv, { cwd, input, env });
    });

describe("acr-auth prove", () => {
    it.for<[string, string[], string]>([
        ["no such file", ["--state", "none.json"], "none.json can't be read: no such file"],
        ["a folder", ["--state", "."], ". can't be read: it is a folder"],
        ["no JSON", ["--state", "words.json"], "words.json is not JSON"],
        ["a file that is cut off", ["--state", "cut.json"], "cut.json is not complete JSON: it is cut off or damaged"],
        [
            "JSON of another kind",
            ["--state", "other.json"],
            "other.json is neither an exported state (`pulumi stack export`) nor a preview plan (`pulumi preview --json`): found an object with config",
        ],
        [
            "a plan",
            ["--state", "plan.json"],
            "plan.json is a preview plan; expected the output of `pulumi stack export`",
        ],
        [
            "a stack without components",
            ["--state", "empty-stack.json"],
            "empty-stack.json holds no acr-auth component, so there is nothing to prove",
        ],
        [
            "secrets in plain text that others may read",
            ["--state", "open.json"],
            "open.json holds secrets in plain text and others may read it; run: chmod 600 open.json",
        ],
        [
            "one of several files that is none",
            ["--state", "mine.json", "--state", "none.json"],
            "none.json can't be read: no such file",
        ],
        ["an operand", ["open.json"], "unexpected argument 'open.json'; pass a state with --state"],
        ["two sources", ["--state", "-", "--stack", "x"], "--stack and --state can't be used together"],
        ["an unknown option", ["--fast"], "Unknown option '--fast'; see --help"],
        ["an option without its value", ["--state"], "Option '--state <value>' argument missing; see --help"],
        [
            "a duration of another form",
            ["--wait", "soon"],
            "--wait must be a duration such as 90s, 10m or 1h, not 'soon'",
        ],
        [
            "a day of another form",
            ["--state", "mine.json", "--as-of", "soon"],
            "--as-of: 'soon' is not a date; write YYYY-MM-DD",
        ],
        ["no such exceptions", ["--allow", "none.json"], "none.json can't be read: no such file"],
        ["exceptions that are no JSON", ["--allow", "words.json"], "words.json is not JSON"],
        [
            "exceptions with several problems",
            ["--allow", "known.json"],
            "known.json: exceptions[0].action is missing; exceptions[0].reason is missing; exceptions[0].owner is " +
                "missing; exceptions[0].expires is missing; unknown key 'exceptions[0].until'",
        ],
        [
            "stacks that were deployed as of different days",
            ["--state", "mine.json", "--state", "demonstration.json"],
            "the stacks were deployed as of different days: today, 2020-01-01; choose one with --as-of",
        ],
    ])("ends with 2 and one line for %s", async ([_, argv, message], { run }) => {
        expect(await run(["prove", ...argv])).toEqual({
            code: 2,
            stdout: "",
            stderr: `acr-auth prove: ${message}\n`,
        });
    });

    it("reads standard input", async ({ run }) => {
        expect(await run(["prove", "--state", "-"], "")).toEqual({
            code: 2,
            stdout: "",
            stderr: "acr-auth prove: standard input is empty\n",
        });
    });

    it("names pulumi where a stack is to be exported and there is none", async ({ cwd, run }) => {
        expect(await run(["prove", "--stack", "production"], "", { PATH: cwd })).toEqual({
            code: 2,
            stdout: "",
            stderr: "acr-auth prove: pulumi is not on PATH; export the state and pass it with --state\n",
        });
    });

    it("passes on what pulumi says", async ({ cwd, run }) => {
        const pulumi = join(cwd, "pulumi");
        await writeFile(pulumi, '#!/bin/sh\necho "$@" >&2\necho "error: no stack named \'x\' found" >&2\nexit 255\n');
        await chmod(pulumi, 0o755);
        expect(await run(["prove", "--stack", "x"], "", { PATH: `${cwd}:/usr/bin:/bin` })).toEqual({
            code: 2,
            stdout: "",
            stderr: "acr-auth prove: `pulumi stack export` failed: error: no stack named 'x' found\n",
        });
    });

    it("exports each of several stacks once", async ({ cwd, run }) => {
        const pulumi = join(cwd, "pulumi");
        await writeFile(join(cwd, "asked"), "");
        await writeFile(pulumi, `#!/bin/sh\necho "$6" >> asked\n[ "$6" = none ] && exit 255\ncat mine.json\n`);
        await chmod(pulumi, 0o755);
        const argv = ["--stack", "one", "--stack", "two", "--stack", "one", "--stack", "none"];
        expect((await run(["prove", ...argv], "", { PATH: `${cwd}:/usr/bin:/bin` })).code).toBe(2);
        expect(await readFile(join(cwd, "asked"), "utf8")).toBe("one\ntwo\nnone\n");
    });

    it("describes itself", async ({ run }) => {
        const { code, stdout, stderr } = await run(["prove", "--help"]);
        expect([code, stderr]).toEqual([0, ""]);
        expect(stdout).toMatch(/^Usage: acr-auth prove \[--stack STACK \| --state FILE\]\.\.\. \[--allow FILE\]/);
    });

    it.each([
        ["90s", 90_000],
        ["10m", 600_000],
        ["1h", 3_600_000],
    ])("waits %s", (text, expected) => {
        expect(milliseconds(text)).toBe(expected);
    });
});
