// What is written about the rules says what the rules say; names, files and exports agree.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, it } from "vitest";
import { strictProfile, withTables } from "../../policies/docs";
import { propertyRules } from "../../policies/hardening/property-rules";
import { parseConfig } from "../../policies/lib/config";
import { configFileSchema } from "../../policies/lib/config-schema";
import type { Rule } from "../../policies/lib/rule";
import { rules } from "../../policies/rules";

const folder = join(__dirname, "..", "..", "policies");
const readJson = async (name: string) => JSON.parse(await readFile(join(folder, name), "utf8"));
const inTable: ReadonlySet<Rule> = new Set(Object.values(propertyRules));
const renew = "run `npm run build`, then `node policies/dist/policies/docs.js` and `npm run fix`";

describe("what is written about the rules", () => {
    it("is the README's table", async () => {
        const readme = await readFile(join(folder, "README.md"), "utf8");
        // The formatter pads the cells.
        const cells = (text: string) => text.replace(/ *\| */g, "|").replace(/-{3,}/g, "---");
        expect(cells(withTables(readme)) === cells(readme), renew).toBe(true);
        for (const { name } of rules) expect(readme).toContain(`| [${name}](`);
    });

    it("shows a configuration that is one", async () => {
        const readme = await readFile(join(folder, "README.md"), "utf8");
        const samples = [...readme.matchAll(/```json\n(.*?)```/gs)].map(([, sample = ""]) => JSON.parse(sample));
        expect(samples).not.toEqual([]);
        for (const sample of samples) {
            expect(parseConfig(sample, rules).problems).toEqual([]);
            expect(validate(sample)).toEqual([]);
        }
    });

    it("is the schema of the configuration", async () => {
        expect(await readJson("config.schema.json"), renew).toEqual(
            JSON.parse(JSON.stringify(configFileSchema(rules))),
        );
    });

    it("is the strict profile", async () => {
        const profile = await readJson("profiles/strict.json");
        expect(profile, renew).toEqual(strictProfile());
        expect(parseConfig(profile, rules).problems).toEqual([]);
        expect(validate(profile)).toEqual([]);
    });
});

describe("the schema of the configuration", () => {
    const exemption = { resource: "*", reason: "r", owner: "o", expires: "2027-01-01" };
    it.each<[string, unknown, boolean]>([
        ["a level", { "acr-token-require-expiry": "advisory" }, true],
        ["settings", { "acr-token-require-expiry": { maxDays: 30, unknownIs: "violation" } }, true],
        ["an exemption", { "acr-registry-disallow-admin-user": { exemptions: [exemption] } }, true],
        ["a level of the pack's own", { "acr-undecided": { enforcementLevel: "mandatory" } }, true],
        ["a key of the pack's own that it hasn't", { "acr-undecided": { unknownIs: "violation" } }, false],
        ["a misspelt rule", { "acr-token-require-expire": "advisory" }, false],
        ["a misspelt key", { "acr-token-require-expiry": { maxDay: 30 } }, false],
        ["a level that the rule hasn't", { "acr-token-require-expiry": "remediate" }, false],
        [
            "an exemption with a date that is none",
            { "acr-registry-disallow-admin-user": { exemptions: [{ ...exemption, expires: "soon" }] } },
            false,
        ],
    ])("and the parser agree about %s", (_, config, good) => {
        expect(validate(config).length === 0).toBe(good);
        expect(parseConfig(config, rules).problems.length === 0).toBe(good);
    });
});

describe("a rule", () => {
    it.each(rules.map((rule) => [rule.name, rule] as const))(
        "%s is complete, and its file, if it has one, is named like it",
        async (name, rule) => {
            expect(name).toMatch(/^acr-[a-z]+(-[a-z]+){2,}$/);
            expect(rule.description).toMatch(/^[A-Z].* must .*\.$/);
            for (const text of [rule.displayName, rule.remediationSteps, rule.rationale])
                expect(text.length).toBeGreaterThan(10);
            expect(rule.url).toMatch(/^https:\/\//);
            expect(rule.tags).not.toEqual([]);
            const tail = name.replace(/^acr-[a-z]+-/, "");
            const area = rule.group === "hardening" ? "hardening" : (name.split("-")[1] ?? "");
            expect(existsSync(join(folder, area, `${tail}.ts`))).toBe(!inTable.has(rule));
        },
    );

    it("has a rationale of its own", () => {
        expect(new Set(rules.map(({ rationale }) => rationale)).size).toBe(rules.length);
        for (const { name, rationale } of rules) {
            expect(rationale, name).toMatch(/^[A-Z].{60,}\.$/);
        }
    });

    it("has one file or one entry of the table, and every file is a rule", async () => {
        const areas = ["registry", "token", "credential", "access", "workload", "cluster", "program", "hardening"];
        const files = (await Promise.all(areas.map((area) => readdir(join(folder, area))))).flat();
        expect(files.filter((file) => file !== "property-rules.ts")).toHaveLength(rules.length - inTable.size);
        expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    });

    it("imports nothing of Pulumi at run time", async () => {
        const files = (await readdir(folder, { recursive: true })).filter(
            (file) => file.endsWith(".ts") && !/^(dist|node_modules)\//.test(file) && file !== "index.ts",
        );
        for (const file of files) {
            const source = await readFile(join(folder, file), "utf8");
            expect(source, file).not.toMatch(/^import (?!type )[^;]*"@pulumi\//m);
        }
    });
});

function validate(config: unknown): unknown[] {
    const check = new Ajv({ allErrors: true }).compile(configFileSchema(rules));
    check(config);
    return check.errors ?? [];
}
