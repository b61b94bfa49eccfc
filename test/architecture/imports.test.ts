// Which room may import which: the arrows that CONTRIBUTING draws, held against every import in the repository.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = join(__dirname, "..", "..");
const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], { cwd: root })
    .toString()
    .split("\n")
    .filter((file) => file !== "");

/** Who imports whom, as docs/architecture.md draws it: exactly these arrows exist. `index.ts` is the room `index`. */
const ARROWS: Record<string, string[]> = {
    index: ["platform"],
    platform: ["azure", "components"],
    components: ["azure"],
    azure: [],
    estate: ["azure"],
    policies: ["azure", "estate"],
    inventory: ["azure", "estate"],
    proofs: ["azure", "estate"],
    adopt: ["azure", "estate"],
    cli: ["adopt", "azure", "estate", "inventory", "policies", "proofs"],
    emulator: [],
    local: ["azure", "cli", "emulator", "estate", "proofs"],
};
/** These look at everything. */
const TOP = ["test", "bench", "examples", "templates", "vitest.config.mts"];

interface Import {
    from: string;
    to: string;
    typeOnly: boolean;
    /** By `import()`, when it is needed. */
    late: boolean;
}

function imports(file: string): Import[] {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.ES2022, true);
    const found: Import[] = [];
    const visit = (node: ts.Node): void => {
        if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
            const typeOnly = ts.isImportDeclaration(node) ? (node.importClause?.isTypeOnly ?? false) : node.isTypeOnly;
            found.push({ from: file, to: (node.moduleSpecifier as ts.StringLiteral).text, typeOnly, late: false });
        }
        if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
            const [argument] = node.arguments;
            if (argument !== undefined && ts.isStringLiteral(argument)) {
                found.push({ from: file, to: argument.text, typeOnly: false, late: true });
            }
        }
        ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
}

const room = (path: string): string => path.split(sep)[0]?.replace(/\.ts$/, "") ?? "";
const all = sources.flatMap(imports);
/** What a workspace is imported by, beside relative paths. */
const entries: Record<string, string> = { "acr-emulator": "emulator/index" };
/** Own imports only, with the target as a path from the root. */
const own = all
    .filter(({ to }) => to.startsWith(".") || to in entries)
    .map(({ from, to, ...how }) => ({
        from,
        to: entries[to] ?? relative(root, join(root, dirname(from), to)),
        ...how,
    }));

/** The file that an import leads to. */
const fileOf = (path: string): string | undefined =>
    [`${path}.ts`, path, `${path}/index.ts`].find((candidate) => sources.includes(candidate));

describe("imports", () => {
    it("lead exactly where the architecture says: no other arrow exists, and none is allowed in vain", () => {
        const arrows = Object.fromEntries(Object.keys(ARROWS).map((source) => [source, new Set<string>()]));
        for (const { from, to } of own) {
            if (TOP.includes(room(from)) || TOP.includes(from)) continue;
            expect(ARROWS, from).toHaveProperty(room(from));
            if (room(from) !== room(to)) arrows[room(from)]?.add(room(to));
        }
        const found = Object.entries(arrows).map(([source, targets]) => [source, [...targets].sort()]);
        expect(Object.fromEntries(found)).toEqual(ARROWS);
    });

    it("reach the emulator through its entry", () => {
        const inside = own.filter(({ from, to }) => room(to) === "emulator" && !TOP.includes(room(from)));
        expect(inside.filter(({ from, to }) => room(from) !== "emulator" && to !== "emulator/index")).toEqual([]);
    });

    it("form no circle", () => {
        const targets = new Map<string, string[]>(sources.map((file) => [file, []]));
        for (const { from, to } of own) targets.get(from)?.push(fileOf(to) ?? to);
        const done = new Set<string>();
        const circles: string[][] = [];
        const follow = (file: string, path: readonly string[]): void => {
            if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file]);
            if (done.has(file) || path.includes(file)) return;
            for (const next of targets.get(file) ?? []) follow(next, [...path, file]);
            done.add(file);
        };
        for (const file of sources) follow(file, []);
        expect(circles).toEqual([]);
    });

    it("keep Pulumi out of everything but the program, the pack's entry and what runs the program", () => {
        const pure = /^(azure|estate|policies|inventory|proofs|adopt|emulator)\//;
        const wrong = all.filter(
            ({ from, to, typeOnly }) =>
                pure.test(from) && from !== "policies/index.ts" && to.startsWith("@pulumi/") && !typeOnly,
        );
        expect(wrong).toEqual([]);
    });

    it("load the live estate and Azure's libraries late: most commands read files only", () => {
        const live = "estate/sources/subscription";
        const early = all.filter(({ typeOnly, late }) => !typeOnly && !late);
        const reading = /^(estate|policies|inventory|adopt)\//;
        expect(
            early.filter(({ from, to }) => reading.test(from) && !from.startsWith(live) && to.startsWith("@azure/")),
        ).toEqual([]);
        const entering = own.filter(({ from, to }) => to.startsWith(live) && !from.startsWith(live));
        const users = entering.filter(({ from, typeOnly, late }) => !typeOnly && !late && !TOP.includes(room(from)));
        expect(users).toEqual([]);
    });

    it("never import a whole provider SDK, which takes a second to load", () => {
        const users = all.filter(({ from }) => room(from) !== "test");
        expect(users.filter(({ to }) => to === "@pulumi/azure-native")).toEqual([]);
    });
});
