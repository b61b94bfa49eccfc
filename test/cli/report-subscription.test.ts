// `acr-auth report --subscription`: exit codes, options that don't go together, and what every format says of the
// comparison.
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Io } from "../../cli/io";
import type { ReadSubscriptions } from "../../cli/live";
import { report } from "../../cli/report";
import { liveApplication, liveRegistry, liveToken, registryId, subscriptionGuid } from "../policies/support/live";
import { application, registry } from "../policies/support/resources";
import { exportOf } from "../support/pulumi-state";
import { gapOf, reading } from "./live-estate";

const live = ["--subscription", subscriptionGuid, "--as-of", "2026-11-23"];
const images = liveRegistry("images");
const push = liveToken("push-all", { scopeMapId: `${registryId("images")}/scopeMaps/_repositories_push` });
const declared = JSON.stringify(
    exportOf([
        { ...registry("images", { registryName: "images" }), custom: true, outputs: {}, id: registryId("images") },
        {
            ...application("ci", {}, { outputs: { clientId: "client" } }),
            custom: true,
            outputs: { clientId: "client" },
        },
    ]),
);

const it = test.extend("run", () => async (args: string[], read: ReadSubscriptions, stdin = "") => {
    const written = { stdout: "", stderr: "" };
    const io: Io = {
        stdin: Readable.from([Buffer.from(stdin)]),
        stdout: { write: (text) => (written.stdout += text) },
        stderr: { write: (text) => (written.stderr += text) },
        env: {},
        cwd: ".",
    };
    return { code: await report(args, io, read), ...written };
});

describe("exit code", () => {
    it("is 0 when all access was read", async ({ run }) => {
        expect(await run(live, reading([images]))).toMatchObject({ code: 0, stderr: "" });
    });
    it.for(["registry", "roleAssignment", "token", "scopeMap"] as const)(
        "is 2 where some %s may exist unseen",
        async (kind, { run }) => {
            const { code, stdout, stderr } = await run(
                live,
                reading([images], [gapOf({ what: "lists of registry images", kinds: [kind] })]),
            );
            expect([code, stderr]).toEqual([
                2,
                "acr-auth report: incomplete: the limitations name access that could not be read\n",
            ]);
            expect(stdout).toContain(
                "  lists of registry images: Not read: not asked: needs a role. What it holds is missing from this\n",
            );
        },
    );
    it("is 0 where only names or credentials were not read, or nobody asked", async ({ run }) => {
        const names = gapOf({ what: "users", kinds: ["user", "applicationPassword"], within: undefined });
        const unasked = gapOf({ what: "tokens", kinds: ["token"], cause: "notRequested" });
        expect((await run(live, reading([images], [names, unasked]))).code).toBe(0);
    });
});

describe("options", () => {
    const nothing: ReadSubscriptions = async () => undefined;
    it.for([
        [
            ["--diff", "a.json", "b.json", ...live],
            "--diff compares two files; without it, FILE and --subscription are compared",
        ],
        [
            ["a.json", "--expand-groups"],
            "--expand-groups needs --subscription: files do not hold the members of groups",
        ],
    ] as const)("%j are refused", async ([args, message], { run }) => {
        await expect(run([...args], nothing)).rejects.toThrow(message);
    });
    it("ask for the members of groups, and for the applications that the files declare", async ({ run }) => {
        const asked: unknown[] = [];
        const read: ReadSubscriptions = async (values, io, more) => {
            asked.push(more);
            return reading([images])(values, io, more);
        };
        await run(live, read);
        await run(["-", "--expand-groups", ...live], read, declared);
        expect(asked).toEqual([{ expandGroups: false }, { expandGroups: true, applications: ["client"] }]);
    });
});

describe("formats of a comparison", () => {
    const render = async (
        run: (args: string[], read: ReadSubscriptions, stdin?: string) => Promise<{ stdout: string }>,
        format: string,
    ) => {
        const exists = reading([images, push, liveApplication("app", { clientId: "client" })]);
        return (await run(["-", "--format", format, ...live], exists, declared)).stdout;
    };

    it("text has a column, and names what is undeclared first", async ({ run }) => {
        const text = await render(run, "text");
        expect(text).toContain("Compared with the states,\n  0 grants are declared, 1 undeclared and 0 missing.");
        expect(text).toContain(
            "CRITICAL\n  No given state declares what push-all may do on images\n    Repository token: push on all repositories by scope map _repositories_push.\n",
        );
        expect(text).toContain(
            "  principal  permission  until        declaration  repositories\n  push-all   push        no end date  undeclared   all\n",
        );
        expect(text.split("\n").filter((line) => line.length > 100 && !line.includes("$"))).toEqual([]);
    });
    it("markdown has a column", async ({ run }) => {
        const text = await render(run, "markdown");
        expect(text).toContain("| Principal | Method | Permission | Repositories | Granted by | Until | Declaration |");
        expect(text).toContain("| no end date | undeclared |");
    });
    it("html has a mark and a filter", async ({ run }) => {
        const page = await render(run, "html");
        expect(page).toContain('<span class="mark mark-undeclared">undeclared</span>');
        expect(page).toContain('data-declaration="undeclared"');
        expect(page).toContain('<select name="declaration">');
    });
    it("json names both sources", async ({ run }) => {
        const { sources, grants, findings } = JSON.parse(await render(run, "json"));
        expect(sources.map(({ file, kind }: { file: string; kind: string }) => [file, kind])).toEqual([
            ["-", "state"],
            [`subscription ${subscriptionGuid}`, "subscription"],
            ["Microsoft Graph", "directory"],
        ]);
        expect(grants).toMatchObject([{ declaration: "undeclared", permission: "push" }]);
        const rule = "acr-registry-disallow-arm-audience-tokens";
        expect(findings.filter((one: { rule: string }) => one.rule === rule)).toHaveLength(1);
    });
    it("without a file there is neither column nor filter", async ({ run }) => {
        const read = reading([images, push]);
        expect((await run(live, read)).stdout).not.toContain("declaration");
        expect((await run([...live, "--format", "html"], read)).stdout).not.toContain("<label>Declaration");
    });
});
