// `acr-auth check`: the policy pack's rules on exported states and preview plans, without an engine.
import { formatDay } from "../azure/days";
import { buildGraph } from "../estate/graph/graph";
import type { Input } from "../estate/sources/pulumi";
import { judge } from "../policies/lib/judge";
import { rules } from "../policies/rules";
import { parseArguments } from "./arguments";
import { renderJson } from "./check/json";
import { renderJunit } from "./check/junit";
import { renderMarkdown } from "./check/markdown";
import { type Checked, isMandatory, toChecked } from "./check/model";
import { renderSarif } from "./check/sarif";
import { renderText } from "./check/text";
import { readConfig, readInputFile, readToday } from "./input";
import { Exit, type Io, UnusableInput } from "./io";

const renderers: Readonly<Record<string, (checked: Checked) => string>> = {
    text: renderText,
    json: renderJson,
    sarif: renderSarif,
    junit: renderJunit,
    markdown: renderMarkdown,
};

const HELP = `Usage: acr-auth check FILE... [--config FILE] [--format FORMAT] [--as-of DATE]

Judges exported states (pulumi stack export) and plans (pulumi preview --json --show-sames) by the
policies. A file named - is standard input.

  --config FILE    the policies' configuration, in the format of Pulumi's --policy-pack-config
  --format FORMAT  ${Object.keys(renderers).join(", ")}; default: text
  --as-of DATE     the day of the check, YYYY-MM-DD; default: ACR_AUTH_AS_OF, then today (UTC)

Exit codes: 0 clean or advisory only, 1 a mandatory policy is violated, 2 invalid arguments or
input.
`;

export async function check(argv: string[], io: Io): Promise<number> {
    const { values, positionals } = parseArguments(argv, {
        config: { type: "string" },
        format: { type: "string", default: "text" },
        "as-of": { type: "string" },
        help: { type: "boolean", short: "h" },
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
    if (positionals.length === 0) throw new UnusableInput("no file given; see --help");
    const today = readToday(values["as-of"], io);
    const config = await readConfig(values.config, io);
    const inputs: { path: string; input: Input }[] = [];
    for (const path of positionals) inputs.push({ path, input: await readInputFile(path, io) });

    const report = judge(buildGraph(inputs.flatMap(({ input }) => input.resources)), rules, config, today);
    const files = inputs.map(({ path, input }) => ({
        path,
        form: input.form,
        resources: input.resources.filter(({ embedded }) => !embedded).length,
        omitted: input.omitted,
    }));
    const checked = toChecked(report, rules, config, files, formatDay(today));
    io.stdout.write(render(checked));
    return checked.violations.some(isMandatory) ? Exit.findings : Exit.success;
}
