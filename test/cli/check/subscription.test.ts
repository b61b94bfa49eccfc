// `acr-auth check --subscription`: the same rules on what exists, and what could not be read in every format.
import { describe, expect } from "vitest";
import type { ReadSubscriptions } from "../../../cli/live";
import { liveRegistry, registryId, subscriptionGuid } from "../../policies/support/live";
import { registry } from "../../policies/support/resources";
import { adminMessage, it, quiet, type Run, state } from "../check-run";
import { gapOf, reading } from "../live-estate";
import { sarifProblems } from "./sarif-problems";

const images = liveRegistry("images", { adminUserEnabled: true });
const clean = liveRegistry("clean");
const tokens = gapOf({ what: "tokens of registry images", kinds: ["token"], within: registryId("images") });
const locks = gapOf({ what: "locks", kinds: ["lock"], why: "not asked", cause: "notRequested" });
const args = ["--subscription", subscriptionGuid];
const config = { ...quiet, "acr-token-require-expiry": "mandatory" };
const source = `subscription ${subscriptionGuid}`;
const render = async (run: Run, format: string) =>
    (await run({}, { args: [...args, "--format", format], config, live: reading([images], [tokens, locks]) })).stdout;

describe("format", () => {
    it("text names findings by ARM id, and what was not read", async ({ run }) => {
        expect(await render(run, "text")).toBe(
            [
                "mandatory  acr-registry-disallow-admin-user (critical)",
                `    ${adminMessage}`,
                `    ${registryId("images")}`,
                "    https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account",
                "undecided  acr-token-require-expiry: not read: tokens of registry images.",
                "not read  tokens of registry images: not asked: needs a role",
                "not read  locks: not asked",
                `${source} (1 resource) checked as of 2026-11-23: 1 mandatory, 0 advisory, 1 undecided, 0 exempted; 1 satisfied.`,
                "",
            ].join("\n"),
        );
    });
    it("json holds them as data", async ({ run }) => {
        const result = JSON.parse(await render(run, "json"));
        expect(result).toMatchObject({
            files: [{ path: source, form: "subscription", resources: 1, omitted: 0 }],
            summary: { mandatory: 1, undecided: 1, unread: 2 },
            complete: false,
            violations: [{ urn: registryId("images"), file: source }],
            undecided: [{ rule: "acr-token-require-expiry", unread: ["tokens of registry images"] }],
            unread: [
                {
                    what: "tokens of registry images",
                    why: "not asked: needs a role",
                    cause: "notAllowed",
                    within: registryId("images"),
                    misleads: true,
                },
                { what: "locks", cause: "notRequested", misleads: false },
            ],
        });
    });
    it("sarif has the ARM id as logical location, and the gaps as notifications", async ({ run }) => {
        const log = JSON.parse(await render(run, "sarif"));
        expect(await sarifProblems(log)).toEqual([]);
        const [{ results, invocations }] = log.runs;
        expect(results[0].locations[0].logicalLocations[0].fullyQualifiedName).toBe(registryId("images"));
        expect(results[1].message.text).toBe("Not read: tokens of registry images.");
        expect(invocations).toEqual([
            {
                executionSuccessful: false,
                toolExecutionNotifications: [
                    {
                        level: "error",
                        message: { text: "Not read: tokens of registry images: not asked: needs a role." },
                    },
                    { level: "warning", message: { text: "Not read: locks: not asked." } },
                ],
            },
        ]);
    });
    it("junit has an error for what may hide a mandatory finding", async ({ run }) => {
        const lines = (await render(run, "junit")).split("\n");
        expect(lines[2]).toContain('failures="1" errors="1" skipped="2"');
        expect(lines).toContain(
            '    <testcase classname="acr-auth.reading" name="tokens of registry images"><error type="unread" message="Not read: tokens of registry images: not asked: needs a role."/></testcase>',
        );
        expect(lines).toContain(
            '    <testcase classname="acr-auth.reading" name="locks"><skipped message="Not read: locks: not asked."/></testcase>',
        );
    });
    it("markdown lists it", async ({ run }) => {
        const text = await render(run, "markdown");
        expect(text).toContain(
            "**Not read**\n\n- tokens of registry images: not asked: needs a role\n- locks: not asked\n",
        );
        expect(text).toContain("### Registry logins: must be corrected\n");
        const passed = await run({}, { args: [...args, "--format", "markdown"], live: reading([clean]) });
        expect(passed.stdout).toContain("### Registry logins: no mandatory finding\n");
        const open = await run(
            {},
            { args: [...args, "--format", "markdown"], config, live: reading([clean], [tokens]) },
        );
        expect(open.stdout).toContain("### Registry logins: not fully checked\n");
    });
});

describe("members of groups", () => {
    it("are asked for on request, and only with a subscription", async ({ run }) => {
        const asked: unknown[] = [];
        const live: ReadSubscriptions = (values, io, more) => {
            asked.push(more);
            return reading([clean])(values, io, more);
        };
        await run({}, { args, live });
        await run({}, { args: [...args, "--expand-groups"], live });
        expect(asked).toEqual([{ expandGroups: false }, { expandGroups: true }]);
        await expect(run({ "state.json": state() }, { args: ["--expand-groups"] })).rejects.toThrow(
            "--expand-groups needs --subscription: files do not hold the members of groups",
        );
    });
});

describe("exit code", () => {
    const code = async (run: Run, live: ReturnType<typeof reading>, rules: Record<string, unknown> = config) =>
        (await run({}, { args, config: rules, live })).code;

    it("is 1 for a mandatory violation, whatever was not read", async ({ run }) => {
        expect(await code(run, reading([images], [tokens]))).toBe(1);
    });
    it("is 2 where a mandatory finding may be hidden", async ({ run }) => {
        const { code, stderr } = await run({}, { args, config, live: reading([clean], [tokens]) });
        expect(stderr).toBe("acr-auth check: incomplete: what is listed as not read may violate a mandatory policy\n");
        expect(code).toBe(2);
    });
    it("is 0 where only an advisory policy needs it, nobody asked for it, or it is excused", async ({ run }) => {
        expect(await code(run, reading([clean]))).toBe(0);
        expect(await code(run, reading([clean], [tokens]), { ...config, "acr-token-require-expiry": "advisory" })).toBe(
            0,
        );
        expect(await code(run, reading([clean], [{ ...tokens, cause: "notRequested" }]))).toBe(0);
        const exemptions = [{ resource: "images", reason: "closed", owner: "platform", expires: "2026-12-31" }];
        const excused = { "acr-token-require-expiry": { enforcementLevel: "mandatory", exemptions } };
        expect(await code(run, reading([clean, liveRegistry("images")], [tokens]), { ...quiet, ...excused })).toBe(0);
    });
});

describe("files beside a subscription", () => {
    const file = { "state.json": state(registry("images", { registryName: "images", adminUserEnabled: true })) };
    it("are judged by themselves: the same registry is no second one", async ({ run }) => {
        const { stdout } = await run(file, { args: [...args, "--format", "json"], live: reading([images]) });
        const { violations, summary } = JSON.parse(stdout);
        expect(summary.mandatory).toBe(2);
        const admin = violations.filter(({ level }: { level: string }) => level === "mandatory");
        expect(admin.map(({ file }: { file: string }) => file)).toEqual(["state.json", source]);
    });
    it("share an exemption, which is needed if either side needs it", async ({ run }) => {
        const exemption = { reason: "portal", owner: "platform", expires: "2026-12-31" };
        const exempt = (...resources: string[]) => ({
            ...quiet,
            "acr-registry-disallow-admin-user": {
                enforcementLevel: "mandatory",
                exemptions: resources.map((resource) => ({ resource, ...exemption })),
            },
        });
        const run2 = (config: unknown) =>
            run(file, { args: [...args, "--format", "json"], config, live: reading([images]) });
        expect(JSON.parse((await run2(exempt("images"))).stdout).exemptions).toMatchObject([
            { excused: ["urn:pulumi:dev::app::azure-native:containerregistry:Registry::images", registryId("images")] },
        ]);
        const { exemptions } = JSON.parse((await run2(exempt(registryId("images"), "nothing"))).stdout);
        expect(exemptions[0].problem).toBeUndefined();
        expect(exemptions[1].problem).toBe("names no resource of the stack");
    });
});
