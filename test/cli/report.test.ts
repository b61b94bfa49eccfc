// The sub-command: its arguments, what it prints where, its exit codes, and one line for everything it can't use.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { componentStack } from "../inventory/stacks/components";
import { rawStack } from "../inventory/stacks/raw";
import { planted, registryId, stack } from "../inventory/states";
import { exportOf } from "../support/pulumi-state";
import { runCommand } from "./run-command";

interface Result {
    code: number;
    out: string;
    err: string;
}

const it = test
    // biome-ignore lint/correctness/noEmptyPattern: vitest asks for a pattern, also of a fixture that uses no other.
    .extend("folder", { scope: "file" }, ({}, { onCleanup }) => {
        const folder = mkdtempSync(join(tmpdir(), "acr-auth-report-"));
        onCleanup(() => rmSync(folder, { recursive: true }));
        const write = (name: string, content: unknown) =>
            writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
        const { root, resource, registry, roleAssignment } = stack("images", "dev");
        const contoso = registry("contoso");
        const group = resource("azuread:index/group:Group", "platform", {
            outputs: { displayName: "platform", objectId: "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11" },
        });
        const push = roleAssignment("push", "AcrPush", registryId("contoso"), "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11", {
            principalType: "Group",
        });
        write("prod.json", componentStack());
        write("legacy.json", rawStack());
        write("old.json", exportOf([root, contoso, group]));
        write("new.json", exportOf([root, contoso, group, push]));
        write("plan.json", { steps: [{ op: "create", urn: push.urn, newState: push }], changeSummary: { same: 2 } });
        write("empty.json", "");
        write("cut.json", '{"version": 3, "deployment": {"resources": [');
        write("text.json", "hello");
        write("other.json", { name: "package" });
        write("config.json", {
            "acr-registry-disallow-admin-user": {
                exemptions: [{ resource: "contosolab", reason: "lab", owner: "kim", expires: "2026-12-05" }],
            },
        });
        write("legacy-config.json", {
            "acr-registry-disallow-admin-user": {
                exemptions: [{ resource: "legacy", reason: "migration", owner: "kim", expires: "2026-12-31" }],
            },
        });
        write("typo.json", { "acr-registry-disallow-admin-users": "advisory" });
        return folder;
    })
    .extend("run", ({ folder }) => async (argv: readonly string[], input = ""): Promise<Result> => {
        const { code, stdout, stderr } = await runCommand(["report", ...argv], { cwd: folder, input });
        return { code, out: stdout, err: stderr };
    });

/** The text with its sentences in one piece again. */
const unwrapped = (text: string) => text.replace(/\n +/g, " ");

describe("acr-auth report", () => {
    it.for<[string, RegExp]>([
        ["text", /^Registry access on 2026-11-23\n/],
        ["json", /^\{\n {2}"reportVersion": 2,/],
        ["html", /^<!doctype html>\n/],
        ["ics", /^BEGIN:VCALENDAR\r\n/],
        ["markdown", /^# Registry access on 2026-11-23\n/],
    ])("writes %s of several stacks", async ([format, start], { run }) => {
        const { code, out, err } = await run(["prod.json", "legacy.json", "--as-of", "2026-11-23", "--format", format]);
        expect([code, err]).toEqual([0, ""]);
        expect(out).toMatch(start);
        for (const secret of Object.values(planted)) {
            expect(out).not.toContain(secret);
        }
    });

    it("reads standard input", async ({ run }) => {
        const { code, out } = await run(["-", "--as-of", "2026-11-23"], JSON.stringify(rawStack()));
        expect(code).toBe(0);
        expect(out).toContain("release-pipeline");
    });

    it("writes a file that nobody else may read", async ({ run, folder }) => {
        expect(
            await run(["prod.json", "--format", "html", "--output", "report.html", "--as-of", "2026-11-23"]),
        ).toEqual({ code: 0, out: "", err: "" });
        expect(readFileSync(join(folder, "report.html"), "utf8")).toMatch(/^<!doctype html>/);
        expect(statSync(join(folder, "report.html")).mode & 0o777).toBe(0o600);
    });

    it("brings the findings and exemptions of the policies", async ({ run }) => {
        const { out } = await run([
            "prod.json",
            "--config",
            "config.json",
            "--format",
            "json",
            "--as-of",
            "2026-11-23",
        ]);
        const { findings, exemptions } = JSON.parse(out);
        expect(
            findings.find(({ rule }: { rule: string }) => rule === "acr-registry-disallow-admin-user"),
        ).toMatchObject({ verdict: "exempted", level: "mandatory" });
        expect(exemptions).toEqual([
            {
                rule: "acr-registry-disallow-admin-user",
                resource: "contosolab",
                reason: "lab",
                owner: "kim",
                expires: "2026-12-05",
                excused: ["urn:pulumi:prod::images::azure-native:containerregistry:Registry::contosolab"],
                problem: null,
            },
        ]);
    });

    it("takes the reason for an admin user that no component opened from its exemption", async ({ run }) => {
        const { out } = await run([
            "legacy.json",
            "--config",
            "legacy-config.json",
            "--format",
            "json",
            "--as-of",
            "2026-11-23",
        ]);
        expect(JSON.parse(out).breakGlass).toEqual([
            {
                registry: "urn:pulumi:legacy::shop::azure-native:containerregistry/v20230701:Registry::legacy",
                reason: "migration",
                expiresOn: "2026-12-31",
                status: "open",
                resource: "urn:pulumi:legacy::shop::azure-native:containerregistry/v20230701:Registry::legacy",
            },
        ]);
    });

    it("fails on a break glass that is open past its date, after the report", async ({ run }) => {
        const { code, out, err } = await run(["prod.json", "--as-of", "2026-12-05"]);
        expect([code, err]).toEqual([1, "acr-auth report: 1 break-glass entry is open past the end date\n"]);
        expect(unwrapped(out)).toContain(
            "It should have been turned off on 2026-12-05, today: deploy the stack to turn it off.",
        );
    });

    it.for<[string, string]>([
        ["text", "+ group platform gains push on registry contoso\n"],
        ["markdown", "## Access changes\n\n- **wider**: group platform gains push on registry contoso\n"],
    ])("compares two states in %s", async ([format, expected], { run }) => {
        expect(await run(["--diff", "old.json", "new.json", "--format", format])).toEqual({
            code: 0,
            out: expected,
            err: "",
        });
    });

    it("says what a plan leaves out", async ({ run }) => {
        const { out } = await run(["plan.json", "--as-of", "2026-11-23"]);
        expect(unwrapped(out)).toContain(
            "plan.json: This plan leaves out 2 unchanged resources; access that they give is missing from this report.",
        );
    });

    it("prints its help", async ({ run }) => {
        const { code, out } = await run(["--help"]);
        expect(code).toBe(0);
        expect(out).toMatch(/^Usage: acr-auth report \[FILE\]/);
    });

    it.for<[string[], string]>([
        [[], "no file given; pass one that `pulumi stack export` wrote, or - for standard input, or --subscription ID"],
        [["missing.json"], "missing.json can't be read: no such file"],
        [["."], ". can't be read: it is a folder"],
        [["empty.json"], "empty.json is empty"],
        [["cut.json"], "cut.json is not complete JSON: it is cut off or damaged"],
        [["text.json"], "text.json is not JSON"],
        [
            ["other.json"],
            "other.json is neither an exported state (`pulumi stack export`) nor a preview plan (`pulumi preview --json`): found an object with name",
        ],
        [
            ["prod.json", "legacy.json", "prod.json"],
            "prod.json holds the same stack as prod.json; give one of them, or compare them with --diff",
        ],
        [
            ["old.json", "new.json"],
            "new.json holds the same stack as old.json; give one of them, or compare them with --diff",
        ],
        [["prod.json", "--format", "pdf"], "unknown format 'pdf'; the formats are text, json, html, ics, markdown"],
        [
            ["--diff", "old.json", "new.json", "--format", "html"],
            "unknown format 'html'; --diff writes text, markdown, json",
        ],
        [
            ["--diff", "old.json", "plan.json"],
            "plan.json leaves out 2 unchanged resources; make it with `pulumi preview --json --show-sames`",
        ],
        [["--diff", "old.json"], "--diff takes two files, the old one and the new one, and got 1"],
        [["prod.json", "--as-of", "2026-02-30"], "--as-of: '2026-02-30' is not a date; write YYYY-MM-DD"],
        [["prod.json", "--as-of", "tomorrow"], "--as-of: 'tomorrow' is not a date; write YYYY-MM-DD"],
        [
            ["prod.json", "--config", "typo.json"],
            "typo.json: unknown rule 'acr-registry-disallow-admin-users'; did you mean 'acr-registry-disallow-admin-user'?",
        ],
        [["prod.json", "--config", "text.json"], "text.json is not JSON"],
        [["prod.json", "--output", "nowhere/report.html"], "nowhere/report.html can't be written (ENOENT)"],
    ])("%j is unusable: one line, and nothing on standard output", async ([argv, line], { run }) => {
        expect(await run(argv)).toEqual({ code: 2, out: "", err: `acr-auth report: ${line}\n` });
    });
});
