// What is written about the rules is made of the rules: the table of the README, the JSON schema of the configuration
// and the strict profile. `node policies/dist/policies/docs.js` writes them anew; a test holds them against rules.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configFileSchema } from "./lib/config-schema";
import type { Crosswalk, Rule } from "./lib/rule";
import { authenticationRules, hardeningRules, rules } from "./rules";

const start = (name: string) => `<!-- ${name}: written by docs.ts -->`;
const end = (name: string) => `<!-- end of ${name} -->`;

const tools: readonly (readonly [keyof Crosswalk, string])[] = [
    ["checkov", "Checkov"],
    ["psrule", "PSRule"],
    ["azurePolicy", "Azure Policy"],
    ["kics", "KICS"],
];

/** The tables of the README, by the name of their place. */
export const tables: Readonly<Record<string, string>> = {
    "authentication rules": table(authenticationRules),
    "hardening rules": table(hardeningRules),
};

/** Every rule at the level of the strict profile, where that is another one. */
export function strictProfile(): Record<string, string> {
    const raised = rules.flatMap(({ name, strictLevel }) => (strictLevel ? [[name, strictLevel] as const] : []));
    return Object.fromEntries([...raised, ["acr-exemptions", "mandatory"]]);
}

/** The README's text with the tables put in their places. */
export function withTables(readme: string): string {
    return Object.entries(tables).reduce((text, [name, content]) => {
        const from = text.indexOf(start(name));
        const to = text.indexOf(end(name));
        if (from < 0 || to < from) throw new Error(`README.md has no place for the ${name}`);
        return `${text.slice(0, from)}${start(name)}\n${content}\n${text.slice(to)}`;
    }, readme);
}

function table(list: readonly Rule[]): string {
    const rows = list.map((rule) =>
        [
            `[${rule.name}](${rule.url})`,
            rule.severity,
            rule.strictLevel ? `${rule.level} (strict: ${rule.strictLevel})` : rule.level,
            `${rule.description} ${rule.rationale}`,
            rule.remediationSteps,
            idsOf(rule.crosswalk),
        ].join(" | "),
    );
    return [
        "| rule | severity | level | why | fix | elsewhere |",
        "|---|---|---|---|---|---|",
        ...rows.map((row) => `| ${row} |`),
    ].join("\n");
}

function idsOf(crosswalk: Crosswalk): string {
    const known = tools.flatMap(([key, tool]) => (crosswalk[key] ? [`${tool} ${crosswalk[key].join(", ")}`] : []));
    return known.join("; ") || "none";
}

if (require.main === module) {
    const folder = join(__dirname, "..", "..");
    const json = (value: unknown) => `${JSON.stringify(value, undefined, 4)}\n`;
    writeFileSync(join(folder, "config.schema.json"), json(configFileSchema(rules)));
    writeFileSync(join(folder, "profiles", "strict.json"), json(strictProfile()));
    const readme = join(folder, "README.md");
    writeFileSync(readme, withTables(readFileSync(readme, "utf8")));
}
