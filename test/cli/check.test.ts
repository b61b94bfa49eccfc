// `acr-auth check` as a user meets it: exit codes, configuration and input that can't be used.
import { describe, expect } from "vitest";
import { UnusableInput } from "../../cli/io";
import { deployedRegistry, registry, resource, secret, unknown } from "../policies/support/resources";
import { bad, exempted, it, plan, quiet, state } from "./check-run";

const adminOnly = { all: "disabled", "acr-registry-disallow-admin-user": "mandatory" };
const advisoryAdmin = { "acr-registry-disallow-admin-user": "advisory" };

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
    it("is 1 for a mandatory violation", async ({ run }) => {
        expect((await run({ "bad.json": bad })).code).toBe(1);
    });
    it("is 0 when it is clean, and when it is advisory only", async ({ run }) => {
        expect((await run({ "clean.json": state(registry("images")) })).code).toBe(0);
        expect((await run({ "bad.json": bad }, { config: { ...quiet, all: "advisory", ...advisoryAdmin } })).code).toBe(
            0,
        );
    });
    it("is 1 for what is not known where acr-undecided is mandatory, as in the engine", async ({ run }) => {
        const open = { "open.json": state(registry("images", { adminUserEnabled: unknown })) };
        expect((await run(open, { config: adminOnly })).code).toBe(0);
        const { code, stdout } = await run(open, { config: { ...adminOnly, "acr-undecided": "mandatory" } });
        expect(stdout).toContain(
            "mandatory  acr-undecided (low)\n    acr-registry-disallow-admin-user: not yet known: adminUserEnabled of Container registry 'images'.\n",
        );
        expect(code).toBe(1);
    });
    it("is 0 for what is exempted", async ({ run }) => {
        const { code, stdout } = await run({ "bad.json": bad }, { config: { ...quiet, ...exempted("images") } });
        expect(stdout).toContain(
            "exempted  acr-registry-disallow-admin-user: Container registry 'images' until 2026-12-31, platform: portal\n",
        );
        expect(code).toBe(0);
    });
});

describe("input", () => {
    it("is an exported state, with encrypted secrets", async ({ run }) => {
        const { stdout } = await run(
            { "sealed.json": state(registry("images", { adminUserEnabled: secret })) },
            { config: adminOnly },
        );
        expect(stdout).toBe(
            "undecided  acr-registry-disallow-admin-user: not yet known: adminUserEnabled of Container registry 'images'.\n" +
                "sealed.json (1 resource) checked as of 2026-11-23: 0 mandatory, 0 advisory, 1 undecided, 0 exempted; 0 satisfied.\n",
        );
    });
    it("is a preview plan, without what it deletes", async ({ run }) => {
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
    it("is several stacks at once, which may belong together", async ({ run }) => {
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
    it("is standard input for -", async ({ run }) => {
        const { code } = await run({}, { args: ["-"], stdin: bad });
        expect(code).toBe(1);
    });
});

describe("unusable input", () => {
    it.for<[string, string, string]>([
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
    ])("%s", async ([name, source, message], { run }) => {
        expect(await refusal(run({ [name]: source }))).toBe(message);
    });
    it("is a file that isn't there", async ({ runArgs }) => {
        expect(await refusal(runArgs(["missing.json"]))).toBe("missing.json can't be read: no such file");
    });
    it("is no file at all, an unknown format, a date that is none", async ({ run, runArgs }) => {
        expect(await refusal(runArgs([]))).toBe("no file and no --subscription given; see --help");
        expect(await refusal(run({ "bad.json": bad }, { args: ["--format", "xml"] }))).toBe(
            "unknown format 'xml'; the formats are text, json, sarif, junit, markdown",
        );
        expect(await refusal(runArgs(["bad.json", "--as-of", "tomorrow"]))).toBe(
            "--as-of: 'tomorrow' is not a date; write YYYY-MM-DD",
        );
    });
    it("is a configuration with mistakes, all of them at once", async ({ run }) => {
        const config = {
            "acr-registry-disalow-admin-user": "mandatory",
            "acr-token-require-expiry": { maxDay: 30, maxDays: "many" },
            "acr-token-limit-scope": "strict",
        };
        expect(await refusal(run({ "bad.json": bad }, { config }))).toBe(
            "config.json: unknown rule 'acr-registry-disalow-admin-user'; did you mean 'acr-registry-disallow-admin-user'?; " +
                'acr-token-limit-scope.enforcementLevel must be one of disabled, advisory, mandatory, not "strict"; ' +
                "unknown key 'acr-token-require-expiry.maxDay'; did you mean 'maxDays'?; " +
                'acr-token-require-expiry.maxDays must be an integer of at least 1, not "many"',
        );
    });
    it("is a configuration with values of the wrong kind, each told with what was given", async ({ run }) => {
        const config = {
            "acr-undecided": { level: "mandatory" },
            "acr-registry-follow-naming": { pattern: 5, requiredTags: "team" },
            "acr-registry-require-sku": "remediate",
            "acr-token-require-expiry": {
                unknownIs: "unknown",
                exemptions: ["portal-*", { resource: 1, expires: "soon", ownr: "platform" }],
            },
            "acr-token-limit-scope": { exemptions: {} },
            "acr-access-prefer-groups": 2,
        };
        expect((await refusal(run({ "bad.json": bad }, { config }))).replace("config.json: ", "").split("; ")).toEqual([
            "unknown key 'acr-undecided.level'",
            "acr-token-limit-scope.exemptions must be a list, not {}",
            'acr-token-require-expiry.unknownIs must be one of undecided, violation, not "unknown"',
            'acr-token-require-expiry.exemptions[0] must be an object with resource, reason, owner, expires, not "portal-*"',
            "unknown key 'acr-token-require-expiry.exemptions[1].ownr'",
            "did you mean 'owner'?",
            "acr-token-require-expiry.exemptions[1].resource must be a string, not 1",
            'acr-token-require-expiry.exemptions[1].expires must be a date, YYYY-MM-DD, not "soon"',
            "acr-access-prefer-groups must be a level or an object, not 2",
            'acr-registry-require-sku.enforcementLevel must be one of disabled, advisory, mandatory, not "remediate"',
            "acr-registry-follow-naming.pattern must be a string, not 5",
            'acr-registry-follow-naming.requiredTags must be a list of strings, not "team"',
        ]);
    });
});
