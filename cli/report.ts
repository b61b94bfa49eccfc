// `acr-auth report`: who can pull or push what, by which method and until when, from exported states.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { formatDay } from "../azure/days";
import { buildReport, compare, diffRenderers, type InventoryFile, reportRenderers } from "../inventory/index";
import { parseArguments } from "./arguments";
import { readConfig, readInputFile, readToday } from "./input";
import { Exit, type Io, UnusableInput } from "./io";
import { policyView } from "./report-policies";

const HELP = `Usage: acr-auth report FILE... [options]
       acr-auth report --diff OLD NEW [options]

Shows who can pull or push what, by which method and until when, from exported states (pulumi stack
export) and plans (pulumi preview --json --show-sames). A file named - is standard input.

  --diff           shows what access NEW adds and removes
  --format FORMAT  ${Object.keys(reportRenderers).join(", ")}; with --diff ${Object.keys(diffRenderers).join(", ")}; default: text
  --as-of DATE     the day of the report, YYYY-MM-DD; default: ACR_AUTH_AS_OF, then today (UTC)
  --config FILE    the policies' configuration, for findings and exemptions
  --output FILE    writes to a file that only you may read, in place of standard output

Exit codes: 0 done, 1 a break-glass entry is open past its date, 2 invalid arguments or input.
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
    const asOf = formatDay(readToday(values["as-of"], io));
    const config = await readConfig(values.config, io);
    const judged = (files: InventoryFile[]) => buildReport(files, asOf, (graph) => policyView(graph, config, asOf));

    if (values.diff) {
        const render = rendererOf(diffRenderers, values.format, "--diff writes");
        const [before, after] = await readSides(positionals, io);
        await write(render(compare(judged(before), judged(after))), values.output, io);
        return Exit.success;
    }
    if (positionals.length === 0) {
        throw new UnusableInput("no file given; pass one that `pulumi stack export` wrote, or - for standard input");
    }
    const render = rendererOf(reportRenderers, values.format, "the formats are");
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

/** The two sides of a comparison. Access that a partial plan leaves out would look lost, so such a plan is refused. */
async function readSides(files: string[], io: Io): Promise<[InventoryFile[], InventoryFile[]]> {
    const [before, after, ...others] = files;
    if (before === undefined || after === undefined || others.length > 0) {
        throw new UnusableInput(`--diff takes two files, the old one and the new one, and got ${files.length}`);
    }
    const sides: [InventoryFile[], InventoryFile[]] = [await readFiles([before], io), await readFiles([after], io)];
    const partial = sides.flat().find(({ omitted }) => omitted > 0);
    if (partial !== undefined) {
        throw new UnusableInput(
            `${partial.file} leaves out ${partial.omitted} unchanged resources; make it with \`pulumi preview --json --show-sames\``,
        );
    }
    return sides;
}

function rendererOf<T>(table: Record<string, T>, format: string, known: string): T {
    const renderer = Object.hasOwn(table, format) ? table[format] : undefined;
    if (renderer === undefined) {
        throw new UnusableInput(`unknown format '${format}'; ${known} ${Object.keys(table).join(", ")}`);
    }
    return renderer;
}

async function readFiles(files: string[], io: Io): Promise<InventoryFile[]> {
    const owners = new Map<string, string>();
    const inputs: InventoryFile[] = [];
    for (const file of files) {
        const input = { file, ...(await readInputFile(file, io)) };
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
