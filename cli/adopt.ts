// `acr-auth adopt`: writes what exists in a subscription as stack config, import file and plan.
import { adopt as adoptEstate } from "../adopt";
import { afterDeployment, afterMoves } from "../adopt/after";
import { configFile } from "../adopt/config-file";
import { importFile } from "../adopt/import-file";
import { type Plan, planOf, type Violation } from "../adopt/plan";
import { planFile, summary } from "../adopt/plan-file";
import { formatDay } from "../azure/days";
import type { AdminLogins } from "../estate/admin-logins";
import { buildGraph, type Graph } from "../estate/graph/graph";
import type { Resource } from "../estate/resource";
import { judge } from "../policies/lib/judge";
import { authenticationRules } from "../policies/rules";
import { parseArguments } from "./arguments";
import { readConfig, readInputFile, readToday } from "./input";
import { Exit, type Io, UnusableInput } from "./io";
import { liveOptions, readSubscriptions } from "./live";
import { requireNewFolder, writeFolder } from "./output-folder";

const HELP = `Usage: acr-auth adopt --subscription ID --output DIR [options] [STATE...]

Writes what exists in a subscription as what the platform program declares, so that it can be
imported without a replacement, a deletion or a refused login:

  Pulumi.STACK.yaml  stack config with everything that was found and fits
  import.json        the file for \`pulumi import --file\`
  plan.md            what the next deployment changes, what stays undeclared and why, what has to
                     move first, and which policy findings that settles

Each STATE is an exported state (pulumi stack export) that declares some of it already; - is
standard input. What it declares is left out: after import and deployment nothing is left to do.

  --subscription ID  reads what exists in this subscription and changes nothing. The credentials are
                     those of the environment, in the order of Pulumi's azure-native provider:
                     ARM_* first, az login last.
  --registry NAME    reads nothing but this registry and what reaches it; may be repeated
  --output DIR       a folder that does not exist yet, or is empty; only you may read its files
  --stack NAME       the name of the stack; default: adopted
  --config FILE      the policies' configuration, for the findings
  --as-of DATE       the day of the adoption, YYYY-MM-DD; default: ACR_AUTH_AS_OF, then today (UTC)

Exit codes: 0 done, or nothing to do; 2 invalid arguments or input, or not all could be read.
`;

const options = {
    ...liveOptions,
    output: { type: "string" },
    stack: { type: "string", default: "adopted" },
    config: { type: "string" },
    "as-of": { type: "string" },
    help: { type: "boolean", short: "h" },
} as const;

/** What is read of Azure; tests hand in something else. */
const azure = { read: readSubscriptions, readLogins };

export async function adopt(argv: string[], io: Io, { read, readLogins } = azure): Promise<number> {
    const { values, positionals } = parseArguments(argv, options);
    if (values.help) {
        io.stdout.write(HELP);
        return Exit.success;
    }
    const { output, stack } = values;
    const subscriptionId = onlySubscription(values.subscription);
    if (output === undefined) throw new UnusableInput("--output is missing; name a folder for the files");
    if (!/^[\w.-]{1,100}$/.test(stack)) {
        throw new UnusableInput(`--stack takes letters, digits, hyphens, underscores and periods, not '${stack}'`);
    }
    await requireNewFolder(output, io);
    const today = readToday(values["as-of"], io);
    const policies = await readConfig(values.config, io);
    const declared: Resource[] = [];
    for (const path of positionals) declared.push(...(await readState(path, io)));
    const live = await read(values, io);
    if (live === undefined) throw new UnusableInput("nothing was read");

    const graph = buildGraph(live.resources, live.gaps);
    const adoption = { subscriptionId, asOf: formatDay(today), adminLogins: await readLogins(graph, io) };
    const found = adoptEstate(graph, declared, adoption);
    const violations = (resources: readonly Resource[]): Violation[] =>
        judge(buildGraph(resources, live.gaps), authenticationRules, policies, today).findings.flatMap(
            ({ outcome, exemption, rule, resource, message }) =>
                outcome === "violated" && exemption === undefined
                    ? [{ rule: rule.name, resource: resource.urn, message }]
                    : [],
        );
    const deployed = afterDeployment(live.resources, found);
    const plan = planOf(found, live.gaps, {
        now: violations(live.resources),
        afterDeployment: violations(deployed),
        afterMoves: violations(afterMoves(deployed, found)),
    });
    const files = { stack, folder: output, config: `Pulumi.${stack}.yaml`, imports: "import.json" };
    const text = planFile(plan, adoption, files);
    if (plan.entries.length === 0) {
        io.stdout.write(`Nothing to do: what can be declared is declared.\n\n${text}`);
    } else {
        const imports = importFile(plan.entries, azureNativeVersion());
        await writeFolder(
            output,
            {
                [files.config]: configFile(plan.entries, adoption),
                [files.imports]: `${JSON.stringify(imports, null, 4)}\n`,
                "plan.md": text,
            },
            io,
        );
        io.stdout.write(`${sentence(summary(plan))}\nRead ${output}/plan.md first: it tells what to do, in order.\n`);
    }
    return ended(plan, io);
}

/** Who uses the admin users that are on; loaded with what reads subscriptions, and not before. */
async function readLogins(graph: Graph, { env }: Io): Promise<AdminLogins> {
    const [{ readAdminLogins }, { accessTokensFrom }] = await Promise.all([
        import("../estate/sources/subscription/admin-logins.js"),
        import("../azure/access-tokens.js"),
    ]);
    return readAdminLogins({ graph, accessTokens: accessTokensFrom(env) });
}

/** A stack of the platform program works in one subscription. */
function onlySubscription(given: readonly string[] = []): string {
    const [subscription, ...others] = given;
    if (subscription === undefined) {
        throw new UnusableInput(
            "--subscription is missing; `az account list --output table` shows the ids of subscriptions",
        );
    }
    if (others.length > 0) {
        throw new UnusableInput(
            `--subscription was given ${given.length} times, and a stack works in one; adopt each into a stack of its own`,
        );
    }
    return subscription.toLowerCase();
}

async function readState(path: string, io: Io): Promise<Resource[]> {
    const { form, resources } = await readInputFile(path, io);
    if (form === "state") return resources;
    throw new UnusableInput(`${path} is a preview plan; expected the output of \`pulumi stack export\``);
}

/** The version that the program uses; read without loading the SDK. */
function azureNativeVersion(): string {
    const { version }: { version: string } = require("@pulumi/azure-native/package.json");
    return version;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function ended({ incomplete, gaps }: Plan, io: Io): number {
    if (!incomplete) return Exit.success;
    for (const { what, why } of gaps) io.stderr.write(`acr-auth adopt: not read: ${what}: ${why}\n`);
    io.stderr.write("acr-auth adopt: incomplete: what was not read is not adopted\n");
    return Exit.unusable;
}
