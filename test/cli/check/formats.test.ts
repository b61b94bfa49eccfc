// What `acr-auth check` prints in each of its formats.
import { describe, expect } from "vitest";
import { deployedRegistry, registry, resource, secret, token, unknown } from "../../policies/support/resources";
import { adminMessage, exempted, it, quiet, type Run, state } from "../check-run";
import { sarifProblems } from "./sarif-problems";

describe("format", () => {
    const findings = state(
        registry("images", { sku: { name: "Basic" }, adminUserEnabled: true }),
        registry("later", { sku: { name: "Standard" }, adminUserEnabled: unknown }),
        registry("legacy", { sku: { name: "Standard" }, adminUserEnabled: true }),
    );
    const config = { ...quiet, ...exempted("legacy") };
    const render = async (run: Run, format: string) =>
        (await run({ "state.json": findings }, { config, args: ["--format", format] })).stdout;

    it("text names rule, finding, resource and page", async ({ run }) => {
        expect(await render(run, "text")).toBe(
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

    it("json holds all of it", async ({ run }) => {
        const result = JSON.parse(await render(run, "json"));
        expect(result.summary).toEqual({
            mandatory: 1,
            advisory: 1,
            undecided: 1,
            exempted: 1,
            satisfied: 2,
            unread: 0,
        });
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

    it("sarif follows its schema, with crosswalk ids as tags and unknowns as open", async ({ run }) => {
        const log = JSON.parse(await render(run, "sarif"));
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

    it("sarif is not declared valid by a validator that accepts anything", async ({ run }) => {
        const log = JSON.parse(await render(run, "sarif"));
        log.runs[0].results[0].kind = "maybe";
        expect(await sarifProblems(log)).not.toEqual([]);
    });

    it("junit fails what is mandatory and skips the rest", async ({ run }) => {
        const xml = await render(run, "junit");
        expect(xml).toContain('<testsuites name="acr-auth check" tests="4" failures="1" errors="0" skipped="3">');
        expect(xml).toContain(
            `<testcase classname="acr-registry-disallow-admin-user" name="Container registry 'images'"><failure type="critical" message="${adminMessage}">`,
        );
        expect(xml).toContain(
            "<skipped message=\"Not yet known: adminUserEnabled of Container registry 'later'.\"/></testcase>",
        );
    });

    it("junit survives any name", async ({ run }) => {
        const { stdout } = await run(
            { "state.json": state(registry('a<b>&"c"\u0001', { adminUserEnabled: true })) },
            { args: ["--format", "junit"] },
        );
        expect(stdout).toContain("name=\"Container registry 'a&lt;b&gt;&amp;&quot;c&quot;'\"");
    });

    it("markdown is a comment that can be found again", async ({ run }) => {
        expect(await render(run, "markdown")).toBe(
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
                "**Undecided**",
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

    it("prints no secret, in any of them", async ({ run }) => {
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
