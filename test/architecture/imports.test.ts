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

/** For each room, the rooms it may import besides itself. `index.ts` is the room `index`. */
const ALLOWED: Record<string, string[]> = {
    index: ["platform"],
    platform: ["azure", "components"],
    components: ["azure"],
    azure: [],
    estate: ["azure"],
    policies: ["azure", "estate"],
    inventory: ["azure", "estate"],
    proofs: [],
    cli: ["azure", "estate", "inventory", "proofs", "policies"],
    emulator: [],
    local: ["emulator/index", "proofs", "cli", "inventory"],
};
const TOP = ["test", "bench", "examples", "templates", "vitest.config.mts"];

interface Import {
    from: string;
    to: string;
    typeOnly: boolean;
}

function imports(file: string): Import[] {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.ES2022, true);
    const found: Import[] = [];
    const visit = (node: ts.Node): void => {
        if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
            const typeOnly = ts.isImportDeclaration(node) ? (node.importClause?.isTypeOnly ?? false) : node.isTypeOnly;
            found.push({ from: file, to: (node.moduleSpecifier as ts.StringLiteral).text, typeOnly });
        }
        if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
            const [argument] = node.arguments;
            if (argument !== undefined && ts.isStringLiteral(argument)) {
                found.push({ from: file, to: argument.text, typeOnly: false });
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
    .map(({ from, to, typeOnly }) => ({
        from,
        to: entries[to] ?? relative(root, join(root, dirname(from), to)),
        typeOnly,
    }));

describe("import arrows", () => {
    it("knows every room", () => {
        const rooms = new Set(sources.map(room).filter((each) => !TOP.includes(each)));
        expect(rooms).toEqual(new Set(Object.keys(ALLOWED)));
    });

    it("lead only where the design says", () => {
        const wrong = own.filter(({ from, to }) => {
            const [source, target] = [room(from), room(to)];
            if (source === target || TOP.includes(source) || TOP.includes(from)) return false;
            return !(ALLOWED[source] ?? []).some((allowed) => to === allowed || to.startsWith(`${allowed}/`));
        });
        expect(wrong).toEqual([]);
    });

    it("keep Pulumi out of everything but the program, the pack's entry and what runs the program", () => {
        const pure = /^(azure|estate|policies|inventory|proofs|emulator)\//;
        const wrong = all.filter(
            ({ from, to, typeOnly }) =>
                pure.test(from) && from !== "policies/index.ts" && to.startsWith("@pulumi/") && !typeOnly,
        );
        expect(wrong).toEqual([]);
    });

    it("never import a whole provider SDK, which takes a second to load", () => {
        const users = all.filter(({ from }) => room(from) !== "test");
        expect(users.filter(({ to }) => to === "@pulumi/azure-native")).toEqual([]);
    });
});
