// `acr-auth check` as a user meets it: exit codes, formats, configuration and input that can't be used.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import Ajv from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { check } from "../../cli/check";
import { type Io, UnusableInput } from "../../cli/io";
import { deployedRegistry, registry, resource, secret, token, unknown } from "../policies/support/resources";

let folder: string;
beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "acr-auth-check-"));
});
afterAll(() => rm(folder, { recursive: true }));

type Recorded = ReturnType<typeof registry>;
const state = (...resources: Recorded[]) =>
    JSON.stringify({ version: 3, deployment: { resources: resources.map((one) => ({ custom: true, ...one })) } });
const plan = (changeSummary: Record<string, number>, ...steps: [string, Recorded][]) =>
    JSON.stringify({ changeSummary, steps: steps.map(([op, newState]) => ({ op, urn: newState.urn, newState })) });

const bad = state(registry("images", { sku: { name: "Standard" }, adminUserEnabled: true }));
const adminMessage =
    "Container registry 'images' must not enable the admin user. Set adminUserEnabled to false and grant AcrPull to an identity instead (component RegistryAccess); where only a user name and a password will do, a RepositoryToken reaches just its repositories.";
/** Only what the tests are about. */
const quiet = {
    all: "disabled",
    "acr-exemptions": "advisory",
    "acr-registry-disallow-admin-user": "mandatory",
    "acr-registry-require-sku": "advisory",
};

interface Result {
    code: number;
    stdout: string;
}

async function run(files: Record<string, string>, options: { args?: string[]; config?: unknown; stdin?: string } = {}) {
    const paths = Object.keys(files);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await writeFile(join(folder, "config.json"), JSON.stringify(options.config ?? quiet));
    const args = [...paths, "--config", "config.json", "--as-of", "2026-11-23", ...(options.args ?? [])];
    return runArgs(args, options.stdin);
}

async function runArgs(args: string[], stdin = ""): Promise<Result> {
    let stdout = "";
    const io: Io = {
        stdin: Readable.from([Buffer.from(stdin)]),
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: () => {} },
        env: {},
        cwd: folder,
    };
    return { code: await check(args, io), stdout };
}

/** The one line that main.ts prints. */
async function refusal(work: Promise<unknown>): Promise<string> {
    const error = await work.then(
        () => undefined,
        (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UnusableInput);
    expect((error as Error).message).not.toContain("\n");
    return (error as Error).message;
}

describe("exit code", () => {
    it("is 1 for a mandatory violation", async () => {
        expect((await run({ "bad.json": bad })).code).toBe(1);
    });
    it("is 0 when it is clean, and when it is advisory only", async () => {
        expect((await run({ "clean.json": state(registry("images")) })).code).toBe(0);
        expect((await run({ "bad.json": bad }, { config: { ...quiet, all: "advisory", ...advisoryAdmin } })).code).toBe(
            0,
        );
    });
    it("is 1 for what is not known where acr-undecided is mandatory, as in the engine", async () => {
        const open = { "open.json": state(registry("images", { adminUserEnabled: unknown })) };
        expect((await run(open, { config: adminOnly })).code).toBe(0);
        const { code, stdout } = await run(open, { config: { ...adminOnly, "acr-undecided": "mandatory" } });
        expect(stdout).toContain(
            "mandatory  acr-undecided (low)\n    acr-registry-disallow-admin-user: not yet known: adminUserEnabled of Container registry 'images'.\n",
        );
        expect(code).toBe(1);
    });
    it("is 0 for what is exempted", async () => {
        const { code, stdout } = await run({ "bad.json": bad }, { config: { ...quiet, ...exempted("images") } });
        expect(stdout).toContain(
            "exempted  acr-registry-disallow-admin-user: Container registry 'images' until 2026-12-31, platform: portal\n",
        );
        expect(code).toBe(0);
    });
});

const adminOnly = { all: "disabled", "acr-registry-disallow-admin-user": "mandatory" };
const advisoryAdmin = { "acr-registry-disallow-admin-user": "advisory" };
const exempted = (resourceGlob: string) => ({
    "acr-registry-disallow-admin-user": {
        enforcementLevel: "mandatory",
        exemptions: [{ resource: resourceGlob, reason: "portal", owner: "platform", expires: "2026-12-31" }],
    },
});

describe("input", () => {
    it("is an exported state, with encrypted secrets", async () => {
        const { stdout } = await run(
            { "sealed.json": state(registry("images", { adminUserEnabled: secret })) },
            { config: adminOnly },
        );
        expect(stdout).toBe(
            "undecided  acr-registry-disallow-admin-user: not yet known: adminUserEnabled of Container registry 'images'.\n" +
                "sealed.json (1 resource) checked as of 2026-11-23: 0 mandatory, 0 advisory, 1 undecided, 0 exempted; 0 satisfied.\n",
        );
    });
    it("is a preview plan, without what it deletes", async () => {
        const source = plan(
            { create: 1, delete: 1, same: 3 },
            ["create", registry("new", { adminUserEnabled: unknown })],
            ["delete", registry("old", { adminUserEnabled: true })],
            ["same", registry("kept", {})],
        );
        const { code, stdout } = await run({ "plan.json": source }, { config: adminOnly });
        expect(stdout).toBe(
            "note: plan.json leaves out 2 unchanged resources; create the plan with --show-sames, so that the rules see them.\n" +
                "undecided  acr-registry-disallow-admin-user: not yet known: adminUserEnabled of Container registry 'new'.\n" +
                "plan.json (2 resources) checked as of 2026-11-23: 0 mandatory, 0 advisory, 1 undecided, 0 exempted; 1 satisfied.\n",
        );
        expect(code).toBe(0);
    });
    it("is several stacks at once, which may belong together", async () => {
        const consumer = resource("azure-native:app:ContainerApp", "web", {
            configuration: {
                registries: [{ server: "images.azurecr.io", username: "images", passwordSecretRef: "p" }],
            },
        });
        const { stdout } = await run(
            { "platform.json": state(deployedRegistry("images")), "shop.json": state(consumer) },
            {
                config: { all: "disabled", "acr-workload-disallow-admin-credentials": "mandatory" },
                args: ["--format", "json"],
            },
        );
        const [violation] = JSON.parse(stdout).violations;
        expect(violation).toMatchObject({ file: "shop.json", subject: "Container app 'web'" });
        expect(violation.message).toContain("of container registry 'images'");
    });
    it("is standard input for -", async () => {
        const { code } = await run({}, { args: ["-"], stdin: bad });
        expect(code).toBe(1);
    });
});

describe("unusable input", () => {
    it.each([
        ["empty.json", "", "empty.json is empty"],
        ["text.json", "hello", "text.json is not JSON"],
        ["cut.json", bad.slice(0, 200), "cut.json is not complete JSON: it is cut off or damaged"],
        [
            "other.json",
            '{"name": "x"}',
            "other.json is neither an exported state (`pulumi stack export`) nor a preview plan (`pulumi preview --json`): found an object with name",
        ],
        ["list.json", '{"deployment": {"resources": 3}}', "list.json has a deployment whose resources are not a list"],
        ["part.json", '{"deployment": {"resources": [{}]}}', "part.json has a resource without urn and type"],
    ])("%s", async (name, source, message) => {
        expect(await refusal(run({ [name]: source }))).toBe(message);
    });
    it("is a file that isn't there", async () => {
        expect(await refusal(runArgs(["missing.json"]))).toBe("missing.json can't be read: no such file");
    });
    it("is no file at all, an unknown format, a date that is none", async () => {
        expect(await refusal(runArgs([]))).toBe("no file given; see --help");
        expect(await refusal(run({ "bad.json": bad }, { args: ["--format", "xml"] }))).toBe(
            "unknown format 'xml'; the formats are text, json, sarif, junit, markdown",
        );
        expect(await refusal(runArgs(["bad.json", "--as-of", "tomorrow"]))).toBe(
            "--as-of: 'tomorrow' is not a date; write YYYY-MM-DD",
        );
    });
    it("is a configuration with mistakes, all of them at once", async () => {
        const config = {
            "acr-registry-disalow-admin-user": "mandatory",
            "acr-token-require-expiry": { maxDay: 30, maxDays: "many" },
            "acr-token-limit-scope": "strict",
        };
        expect(await refusal(run({ "bad.json": bad }, { config }))).toBe(
            "config.json: unknown rule 'acr-registry-disalow-admin-user'; did you mean 'acr-registry-disallow-admin-user'?; " +
                "acr-token-limit-scope.enforcementLevel must be one of disabled, advisory, mandatory, remediate; " +
                "unknown key 'acr-token-require-expiry.maxDay'; did you mean 'maxDays'?; " +
                "acr-token-require-expiry.maxDays must be an integer of at least 1",
        );
    });
});

describe("format", () => {
    const findings = state(
        registry("images", { sku: { name: "Basic" }, adminUserEnabled: true }),
        registry("later", { sku: { name: "Standard" }, adminUserEnabled: unknown }),
        registry("legacy", { sku: { name: "Standard" }, adminUserEnabled: true }),
    );
    const config = { ...quiet, ...exempted("legacy") };
    const render = async (format: string) =>
        (await run({ "state.json": findings }, { config, args: ["--format", format] })).stdout;

    it("text names rule, finding, resource and page", async () => {
        expect(await render("text")).toBe(
            [
                "mandatory  acr-registry-disallow-admin-user (critical)",
                `    ${adminMessage}`,
                "    urn:pulumi:dev::app::azure-native:containerregistry:Registry::images",
                "    https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account",
                "advisory  acr-registry-require-sku (low)",
                "    Container registry 'images' must have the Standard or Premium tier. Set sku.name to Standard.",
                "    urn:pulumi:dev::app::azure-native:containerregistry:Registry::images",
                "    https://learn.microsoft.com/azure/container-registry/container-registry-skus",
                "undecided  acr-registry-disallow-admin-user: not yet known: adminUserEnabled of Container registry 'later'.",
                "exempted  acr-registry-disallow-admin-user: Container registry 'legacy' until 2026-12-31, platform: portal",
                "state.json (3 resources) checked as of 2026-11-23: 1 mandatory, 1 advisory, 1 undecided, 1 exempted; 2 satisfied.",
                "",
            ].join("\n"),
        );
    });

    it("json holds all of it", async () => {
        const result = JSON.parse(await render("json"));
        expect(result.summary).toEqual({ mandatory: 1, advisory: 1, undecided: 1, exempted: 1, satisfied: 2 });
        expect(result.violations[0]).toMatchObject({
            rule: "acr-registry-disallow-admin-user",
            level: "mandatory",
            severity: "critical",
            urn: "urn:pulumi:dev::app::azure-native:containerregistry:Registry::images",
            file: "state.json",
            message: adminMessage,
            crosswalk: { checkov: ["CKV_AZURE_137"] },
        });
        expect(result.exemptions).toEqual([
            {
                rule: "acr-registry-disallow-admin-user",
                resource: "legacy",
                reason: "portal",
                owner: "platform",
                expires: "2026-12-31",
                excused: ["urn:pulumi:dev::app::azure-native:containerregistry:Registry::legacy"],
            },
        ]);
    });

    it("sarif follows its schema, with crosswalk ids as tags and unknowns as open", async () => {
        const log = JSON.parse(await render("sarif"));
        expect(await sarifProblems(log)).toEqual([]);
        const [{ tool, results }] = log.runs;
        expect(tool.driver.rules[0]).toMatchObject({ id: "acr-registry-disallow-admin-user" });
        expect(tool.driver.rules[0].properties.tags).toEqual(expect.arrayContaining(["CKV_AZURE_137", "AZR-000005"]));
        expect(results.map((one: Record<string, unknown>) => [one.ruleId, one.kind, one.level])).toEqual([
            ["acr-registry-disallow-admin-user", "fail", "error"],
            ["acr-registry-require-sku", "fail", "warning"],
            ["acr-registry-disallow-admin-user", "fail", "error"],
            ["acr-registry-disallow-admin-user", "open", "none"],
        ]);
        expect(results[0].locations[0].logicalLocations[0].fullyQualifiedName).toBe(
            "urn:pulumi:dev::app::azure-native:containerregistry:Registry::images",
        );
        expect(results[2].suppressions).toEqual([
            { kind: "external", status: "accepted", justification: "portal (platform, until 2026-12-31)" },
        ]);
    });

    it("sarif is not declared valid by a validator that accepts anything", async () => {
        const log = JSON.parse(await render("sarif"));
        log.runs[0].results[0].kind = "maybe";
        expect(await sarifProblems(log)).not.toEqual([]);
    });

    it("junit fails what is mandatory and skips the rest", async () => {
        const xml = await render("junit");
        expect(xml).toContain('<testsuites name="acr-auth check" tests="4" failures="1" errors="0" skipped="3">');
        expect(xml).toContain(
            `<testcase classname="acr-registry-disallow-admin-user" name="Container registry 'images'"><failure type="critical" message="${adminMessage}">`,
        );
        expect(xml).toContain(
            "<skipped message=\"Not yet known: adminUserEnabled of Container registry 'later'.\"/></testcase>",
        );
    });

    it("junit survives any name", async () => {
        const { stdout } = await run(
            { "state.json": state(registry('a<b>&"c"\u0001', { adminUserEnabled: true })) },
            { args: ["--format", "junit"] },
        );
        expect(stdout).toContain("name=\"Container registry 'a&lt;b&gt;&amp;&quot;c&quot;'\"");
    });

    it("markdown is a comment that can be found again", async () => {
        expect(await render("markdown")).toBe(
            [
                "<!-- acr-auth check -->",
                "### Registry logins: must be corrected",
                "",
                "`state.json` as of 2026-11-23: 1 mandatory, 1 advisory, 1 undecided, 1 exempted; 2 satisfied.",
                "",
                "**Mandatory**",
                "",
                "| rule | severity | finding |",
                "|---|---|---|",
                `| [acr-registry-disallow-admin-user](https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account) | critical | ${adminMessage} |`,
                "",
                "**Advisory**",
                "",
                "| rule | severity | finding |",
                "|---|---|---|",
                "| [acr-registry-require-sku](https://learn.microsoft.com/azure/container-registry/container-registry-skus) | low | Container registry 'images' must have the Standard or Premium tier. Set sku.name to Standard. |",
                "",
                "**Not yet known**",
                "",
                "- acr-registry-disallow-admin-user: not yet known: adminUserEnabled of Container registry 'later'.",
                "",
                "**Exempted**",
                "",
                "- acr-registry-disallow-admin-user: Container registry 'legacy' until 2026-12-31, platform: portal",
                "",
            ].join("\n"),
        );
    });

    it("prints no secret, in any of them", async () => {
        const password = "hunter2-hunter2";
        const sealed = { ...secret, plaintext: JSON.stringify(password), ciphertext: undefined };
        const leaky = state(
            deployedRegistry("images"),
            resource("azure-native:app:ContainerApp", "web", {
                configuration: {
                    secrets: [{ name: "p", value: sealed }],
                    registries: [{ server: "images.azurecr.io", username: password, passwordSecretRef: "p" }],
                },
            }),
            token("edge", { status: "enabled", credentials: { passwords: [{ name: "password1", value: sealed }] } }),
        );
        for (const format of ["text", "json", "sarif", "junit", "markdown"]) {
            const { stdout } = await run(
                { "leaky.json": leaky },
                { config: { all: "mandatory" }, args: ["--format", format] },
            );
            expect(stdout).toContain("acr-token-require-expiry");
            expect(stdout).not.toContain(password);
        }
    });
});

async function sarifProblems(log: unknown): Promise<string[]> {
    const source = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const ajv = new Ajv({ schemaId: "auto", allErrors: true });
    ajv.addMetaSchema(JSON.parse(await readFile(require.resolve("ajv/lib/refs/json-schema-draft-04.json"), "utf8")));
    const validate = ajv.compile(JSON.parse(await readFile(source, "utf8")));
    validate(log);
    return (validate.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
}
