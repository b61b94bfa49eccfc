// `acr-auth check`: the policy pack's rules on exported states, preview plans and subscriptions, without an engine.
import { formatDay } from "../azure/days";
import { buildGraph } from "../estate/graph/graph";
import type { Input } from "../estate/sources/pulumi";
import { joined, judge } from "../policies/lib/judge";
import { rules } from "../policies/rules";
import { parseArguments } from "./arguments";
import { renderJson } from "./check/json";
import { renderJunit } from "./check/junit";
import { renderMarkdown } from "./check/markdown";
import { type Checked, isIncomplete, isMandatory, toChecked } from "./check/model";
import { renderSarif } from "./check/sarif";
import { renderText } from "./check/text";
import { readConfig, readInputFile, readToday } from "./input";
import { Exit, type Io, UnusableInput } from "./io";
import { liveHelp, liveOptions, type ReadSubscriptions, readSubscriptions, requireLiveForGroups } from "./live";

const renderers: Readonly<Record<string, (checked: Checked) => string>> = {
    text: renderText,
    json: renderJson,
    sarif: renderSarif,
    junit: renderJunit,
    markdown: renderMarkdown,
};

const HELP = `Usage: acr-auth check [FILE]... [--subscription ID]... [options]

Judges exported states (pulumi stack export), plans (pulumi preview --json --show-sames) and what
exists in subscriptions by the policies. A file named - is standard input. Files and subscriptions
that are given together are judged each by itself.

${liveHelp}
  --expand-groups  with --subscription: reads the members of groups too, who may have passwords
  --config FILE    the policies' configuration, in the format of Pulumi's --policy-pack-config
  --format FORMAT  ${Object.keys(renderers).join(", ")}; default: text
  --as-of DATE     the day of the check, YYYY-MM-DD; default: ACR_AUTH_AS_OF, then today (UTC)

What could not be read from a subscription is listed, and what it may hide is undecided: neither
violated nor satisfied.

Exit codes: 0 clean or advisory only; 1 a mandatory policy is violated; 2 invalid arguments or
input, or no violation was found, but something that a mandatory policy judges could not be read.
What only advisory policies need, and what nobody asked to be read, is listed with exit code 0.
`;

export async function check(argv: string[], io: Io, read: ReadSubscriptions = readSubscriptions): Promise<number> {
    const { values, positionals } = parseArguments(argv, {
        config: { type: "string" },
        format: { type: "string", default: "text" },
        "as-of": { type: "string" },
        "expand-groups": { type: "boolean", default: false },
        help: { type: "boolean", short: "h" },
        ...liveOptions,
    });
    if (values.help) {
        io.stdout.write(HELP);
        return Exit.success;
    }
    const render = Object.hasOwn(renderers, values.format) ? renderers[values.format] : undefined;
    if (!render) {
        throw new UnusableInput(
            `unknown format '${values.format}'; the formats are ${Object.keys(renderers).join(", ")}`,
        );
    }
    if (positionals.length === 0 && values.subscription === undefined && values.registry === undefined) {
        throw new UnusableInput("no file and no --subscription given; see --help");
    }
    requireLiveForGroups(values);
    const today = readToday(values["as-of"], io);
    const config = await readConfig(values.config, io);
    const inputs: { path: string; input: Input }[] = [];
    for (const path of positionals) inputs.push({ path, input: await readInputFile(path, io) });
    const files = inputs.map(({ path, input }) => ({
        path,
        form: input.form,
        resources: input.resources.filter(({ embedded }) => !embedded).length,
        omitted: input.omitted,
    }));
    const live = await read(values, io, { expandGroups: values["expand-groups"] });

    // A registry that is declared and exists would be there twice if both were one graph.
    const declared = buildGraph(inputs.flatMap(({ input }) => input.resources));
    const graphs = [
        ...(inputs.length > 0 ? [declared] : []),
        ...(live === undefined ? [] : [buildGraph(live.resources, live.gaps)]),
    ];
    const report = joined(graphs.map((graph) => judge(graph, rules, config, today)));
    const sources = [...files, ...(live?.sources ?? []).map((source) => ({ ...source, omitted: 0 }))];
    const checked = toChecked(report, rules, config, sources, formatDay(today), live?.gaps);
    io.stdout.write(render(checked));
    if (checked.violations.some(isMandatory)) return Exit.findings;
    if (!isIncomplete(checked)) return Exit.success;
    io.stderr.write("acr-auth check: incomplete: what is listed as not read may violate a mandatory policy\n");
    return Exit.unusable;
}
