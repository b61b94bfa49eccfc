// `acr-auth report`: who can pull or push what, by which method and until when, from exported states.
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import {
    type AccessReport,
    buildReport,
    compare,
    diffRenderers,
    htmlReport,
    type InventoryFile,
    icalendarReport,
    jsonReport,
    markdownReport,
    textReport,
} from "../inventory/index";
import { type Config, parseConfig } from "../policies/lib/config";
import { parseInput, UnreadableInput } from "../policies/lib/index";
import { rules } from "../policies/rules";
import { parseArguments } from "./arguments";
import { Exit, type Io, UnusableInput } from "./io";
import { policyView } from "./report-policies";

const renderers: Record<string, (report: AccessReport) => string> = {
    text: textReport,
    json: jsonReport,
    html: htmlReport,
    ics: icalendarReport,
    markdown: markdownReport,
};

const HELP = `Usage: acr-auth report FILE... [options]
       acr-auth report --diff OLD NEW [options]

Tells who can pull or push what, by which method and until when, from files written by \`pulumi stack export\`
or \`pulumi preview --json\`. A file named - is standard input.

Options:
  --format F    text, json, html, ics or markdown; text, json or markdown with --diff. Defaults to text.
  --as-of DATE  the day the report is for, YYYY-MM-DD. Defaults to today in UTC.
  --config F    the policies' configuration, for findings and exemptions
  --output F    writes to a file rather than to standard output
  --diff        tells what access NEW adds and removes

Exit codes: 0 done, 1 a break-glass entry is open past its date, 2 unusable arguments or input.
`;

const options = {
    format: { type: "string", default: "text" },
    "as-of": { type: "string" },
    config: { type: "string" },
    output: { type: "string" },
    diff: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
} as const;

export async function report(argv: string[], io: Io): Promise<number> {
    const { values, positionals } = parseArguments(argv, options);
    if (values.help) {
        io.stdout.write(HELP);
        return Exit.success;
    }
    const asOf = dayOf(values["as-of"]);
    const config = await readConfig(values.config, io);
    const judged = (files: InventoryFile[]) => buildReport(files, asOf, (graph) => policyView(graph, config, asOf));

    if (values.diff) {
        const [before, after, ...others] = positionals;
        if (before === undefined || after === undefined || others.length > 0) {
            throw new UnusableInput(
                `--diff takes two files, the old one and the new one, and got ${positionals.length}`,
            );
        }
        const render = rendererOf(diffRenderers, values.format, "--diff writes");
        const sides = [await readFiles([before], io), await readFiles([after], io)] as const;
        refuseOmissions(sides.flat());
        await write(render(compare(judged(sides[0]), judged(sides[1]))), values.output, io);
        return Exit.success;
    }
    if (positionals.length === 0) {
        throw new UnusableInput("no file given; pass one that `pulumi stack export` wrote, or - for standard input");
    }
    const render = rendererOf(renderers, values.format, "the formats are");
    const result = judged(await readFiles(positionals, io));
    await write(render(result), values.output, io);
    const late = result.breakGlass.filter(({ status }) => status === "past its date").length;
    if (late > 0) {
        io.stderr.write(
            `acr-auth report: ${late} break-glass ${late === 1 ? "entry is" : "entries are"} open past the end date\n`,
        );
        return Exit.findings;
    }
    return Exit.success;
}

/** What a plan leaves out would look like access that is lost. */
function refuseOmissions(files: InventoryFile[]): void {
    const partial = files.find(({ omitted }) => omitted > 0);
    if (partial !== undefined) {
        throw new UnusableInput(
            `${partial.file} leaves out ${partial.omitted} unchanged resources; make it with \`pulumi preview --json --show-sames\``,
        );
    }
}

function dayOf(given: string | undefined): string {
    const today = new Date().toISOString().slice(0, 10);
    const time = Date.parse(`${given ?? today}T00:00:00Z`);
    if (given !== undefined && (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== given)) {
        throw new UnusableInput(`--as-of must be a date as 2026-11-23, and got '${given}'`);
    }
    return given ?? today;
}

function rendererOf<T>(table: Record<string, T>, format: string, known: string): T {
    const renderer = Object.hasOwn(table, format) ? table[format] : undefined;
    if (renderer === undefined) {
        throw new UnusableInput(`unknown format '${format}'; ${known} ${Object.keys(table).join(", ")}`);
    }
    return renderer;
}

async function readConfig(file: string | undefined, io: Io): Promise<Config> {
    if (file === undefined) {
        return new Map();
    }
    let json: unknown;
    try {
        json = JSON.parse(await contentOf(file, io));
    } catch (error) {
        throw error instanceof UnusableInput ? error : new UnusableInput(`${file} is not JSON`);
    }
    const { config, problems } = parseConfig(json, rules);
    if (problems.length > 0) {
        throw new UnusableInput(`${file}: ${problems.join("; ")}`);
    }
    return config;
}

async function readFiles(files: string[], io: Io): Promise<InventoryFile[]> {
    const owners = new Map<string, string>();
    const inputs: InventoryFile[] = [];
    for (const file of files) {
        const input = parse(await contentOf(file, io), file);
        const other = input.resources.map(({ urn }) => owners.get(urn)).find((owner) => owner !== undefined);
        if (other !== undefined) {
            throw new UnusableInput(
                `${file} holds the same stack as ${other}; give one of them, or compare them with --diff`,
            );
        }
        for (const { urn } of input.resources) {
            owners.set(urn, file);
        }
        inputs.push(input);
    }
    return inputs;
}

async function contentOf(file: string, io: Io): Promise<string> {
    if (file === "-") {
        const chunks: Uint8Array[] = [];
        for await (const chunk of io.stdin) {
            chunks.push(Buffer.from(chunk));
        }
        return Buffer.concat(chunks).toString("utf8");
    }
    try {
        return await readFile(resolve(io.cwd, file), "utf8");
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        throw new UnusableInput(`${file} ${reasons[code ?? ""] ?? `can't be read (${code})`}`);
    }
}

const reasons: Record<string, string> = {
    ENOENT: "does not exist",
    EISDIR: "is a folder; give a file",
    EACCES: "can't be read: permission denied",
};

function parse(content: string, file: string): InventoryFile {
    try {
        return { file, ...parseInput(content, file) };
    } catch (error) {
        if (error instanceof UnreadableInput) {
            throw new UnusableInput(`${file} ${error.message}`);
        }
        throw error;
    }
}

async function write(text: string, output: string | undefined, io: Io): Promise<void> {
    if (output === undefined) {
        io.stdout.write(text);
        return;
    }
    try {
        await writeFile(resolve(io.cwd, output), text, { mode: 0o600 });
    } catch (error) {
        throw new UnusableInput(`${output} can't be written (${(error as NodeJS.ErrnoException).code})`);
    }
}
