// `acr-auth report`: who can pull or push what, by which method and until when, from exported states and subscriptions.
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { formatDay } from "../azure/days";
import { type Gap, get, type Kind, text } from "../estate/index";
import {
    buildReport,
    compare,
    diffRenderers,
    type InventoryEstate,
    type InventoryFile,
    reportRenderers,
} from "../inventory/index";
import { parseArguments } from "./arguments";
import { readConfig, readInputFile, readToday } from "./input";
import { Exit, type Io, UnusableInput } from "./io";
import { liveHelp, liveOptions, type ReadSubscriptions, readSubscriptions, requireLiveForGroups } from "./live";
import { policyView } from "./report-policies";

const HELP = `Usage: acr-auth report [FILE]... [--subscription ID]... [options]
       acr-auth report --diff OLD NEW [options]

Shows who can pull or push what, by which method and until when, from exported states (pulumi stack
export), plans (pulumi preview --json --show-sames) and subscriptions. A file named - is standard
input. With files and subscriptions, each grant and each credential is declared (in a file, and it
exists), undeclared (it exists, and no file declares it) or missing (a file declares it, and it does
not exist).

${liveHelp}
  --expand-groups  with --subscription: lists the members of groups
  --diff           shows what access NEW adds and removes; takes two files
  --format FORMAT  ${Object.keys(reportRenderers).join(", ")}; with --diff ${Object.keys(diffRenderers).join(", ")}; default: text
  --as-of DATE     the day of the report, YYYY-MM-DD; default: ACR_AUTH_AS_OF, then today (UTC)
  --config FILE    the policies' configuration, for findings and exemptions
  --output FILE    writes to a file that only you may read, in place of standard output

What could not be read from a subscription is among the limitations of the report.

Exit codes: 0 done; 1 a break-glass entry is open past its date; 2 invalid arguments or input, or
registries, role assignments, tokens or scope maps could not be read, so that the report does not
show all access. Other limitations do not change the exit code.
`;

const options = {
    format: { type: "string", default: "text" },
    "as-of": { type: "string" },
    config: { type: "string" },
    output: { type: "string" },
    diff: { type: "boolean", default: false },
    "expand-groups": { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
    ...liveOptions,
} as const;

export async function report(argv: string[], io: Io, read: ReadSubscriptions = readSubscriptions): Promise<number> {
    const { values, positionals } = parseArguments(argv, options);
    if (values.help) {
        io.stdout.write(HELP);
        return Exit.success;
    }
    const asOf = formatDay(readToday(values["as-of"], io));
    const config = await readConfig(values.config, io);
    const isLive = values.subscription !== undefined || values.registry !== undefined;
    const judged = (files: InventoryFile[], estate?: InventoryEstate) =>
        buildReport(files, asOf, (graphs) => policyView(graphs, config, asOf), estate);

    if (values.diff) {
        const render = rendererOf(diffRenderers, values.format, "--diff writes");
        if (isLive) {
            throw new UnusableInput("--diff compares two files; without it, FILE and --subscription are compared");
        }
        const [before, after] = await readSides(positionals, io);
        await write(render(compare(judged(before), judged(after))), values.output, io);
        return Exit.success;
    }
    requireLiveForGroups(values);
    if (positionals.length === 0 && !isLive) {
        throw new UnusableInput(
            "no file given; pass one that `pulumi stack export` wrote, or - for standard input, or --subscription ID",
        );
    }
    const render = rendererOf(reportRenderers, values.format, "the formats are");
    const files = await readFiles(positionals, io);
    const applications = clientIds(files);
    const expandGroups = values["expand-groups"];
    const estate = await read(values, io, { expandGroups, ...(applications.length > 0 && { applications }) });
    const result = judged(files, estate && { ...estate, narrowed: values.registry !== undefined });
    await write(render(result), values.output, io);
    const late = result.breakGlass.filter(({ status }) => status === "past its date").length;
    if (late > 0) {
        io.stderr.write(
            `acr-auth report: ${late} break-glass ${late === 1 ? "entry is" : "entries are"} open past the end date\n`,
        );
        return Exit.findings;
    }
    if (!estate?.gaps.some(hidesAccess)) return Exit.success;
    io.stderr.write("acr-auth report: incomplete: the limitations name access that could not be read\n");
    return Exit.unusable;
}

const accessKinds: readonly Kind[] = ["registry", "roleAssignment", "token", "scopeMap"];

/** Whether somebody may have access that the report does not show, though it was asked for. */
const hidesAccess = ({ cause, kinds }: Gap): boolean =>
    cause !== "notRequested" && kinds.some((kind) => accessKinds.includes(kind));

/** The applications that the files declare: their credentials are read even if a role of theirs is gone. */
const clientIds = (files: readonly InventoryFile[]): string[] =>
    files.flatMap(({ resources }) =>
        resources.flatMap((resource) =>
            resource.kind === "application" ? (text(get(resource, "clientId")) ?? []) : [],
        ),
    );

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
