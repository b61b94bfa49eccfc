// `acr-auth prove`: arguments, output and exit code. The proving is in proofs/.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { accessTokensFrom } from "../azure/access-tokens";
import type { Resource } from "../estate/resource";
import { todayFrom } from "../estate/today";
import { parseExceptions, withExceptions } from "../proofs/exceptions";
import { createHttp } from "../proofs/http";
import { jobTokenFrom } from "../proofs/job-token";
import { exitCode } from "../proofs/judge";
import { fittedText } from "../proofs/lines";
import { prove as proveDeclared } from "../proofs/prove";
import { allowedDays, declaredIn } from "../proofs/read-declared";
import { renderTable } from "../proofs/table";
import { parseArguments } from "./arguments";
import { readParsed, readToday } from "./input";
import { Exit, type Io, UnusableInput } from "./io";
import { readStates } from "./states";

const HELP = `Usage: acr-auth prove [--stack STACK | --state FILE]... [--allow FILE] [--strict] [--write]
                      [--wait DURATION] [--as-of DATE] [--expand-groups]

Logs in with each credential that a stack declares, asks the registry for access to repositories
that were granted and to some that were not, and compares the answers with what was declared. Then
compares everything else that reaches the registries: roles of anybody, tokens, credentials and
settings. Without --write, nothing is written to a registry.

  --stack STACK    reads \`pulumi stack export --show-secrets\` of this stack, in memory; default: the
                   selected stack
  --state FILE     reads an exported state; - is standard input. A file with secrets in plain text
                   must be readable by you alone. Repeat --stack or --state where two stacks declare
                   a login together, as they do across tenants.
  --allow FILE     known exceptions for what is wider than declared, as JSON, each with its reason,
                   owner and end; see docs/prove.md
  --strict         fails if something was not asked, because a right, a credential or a state is
                   missing; what is impossible from here does not count
  --write          also pushes, pulls and deletes a small artifact with every current credential
  --wait DURATION  repeats checks that are narrower than declared for this long, because a new role
                   assignment can take minutes to have an effect: 90s, 10m, 1h. Default: no
                   repetition.
  --as-of DATE     the day by which ends of credentials and exceptions are judged, YYYY-MM-DD;
                   default: ACR_AUTH_AS_OF, then the asOf of a stack with allowAsOf, then today
                   (UTC)
  --expand-groups  names the members of a group that has a role and that no component declares

What a login can't show is read with Azure credentials, found in the environment in the order of
Pulumi's azure-native provider: the default credential with
ARM_USE_DEFAULT_AZURE_CREDENTIAL=true (which reads AZURE_*), then the certificate, secret, OIDC
token (ARM_USE_OIDC=true) or managed identity (ARM_USE_MSI=true) of ARM_*, then \`az login\`. A
managed identity is checked only where IDENTITY_ENDPOINT is set, and a federated credential only in
the job or pod whose token it trusts.

Exit codes: 0 as declared, 1 any difference, 2 invalid arguments or input, or no check was possible.
`;

export async function prove(argv: string[], io: Io): Promise<number> {
    const { values, positionals } = parseArguments(argv, {
        help: { type: "boolean", short: "h" },
        stack: { type: "string", short: "s", multiple: true },
        state: { type: "string", multiple: true },
        wait: { type: "string" },
        allow: { type: "string" },
        "as-of": { type: "string" },
        "expand-groups": { type: "boolean" },
        strict: { type: "boolean" },
        write: { type: "boolean" },
    });
    if (values.help) {
        io.stdout.write(HELP);
        return Exit.success;
    }
    if (positionals.length > 0) {
        throw new UnusableInput(`unexpected argument '${positionals[0]}'; pass a state with --state`);
    }
    if (values.stack !== undefined && values.state !== undefined) {
        throw new UnusableInput("--stack and --state can't be used together");
    }
    const wait = values.wait === undefined ? 0 : milliseconds(values.wait);
    const { allow } = values;
    const { exceptions } = allow === undefined ? { exceptions: [] } : await readParsed(allow, parseExceptions, io);
    const resources = await readStates(values, io);
    const today = readToday(values["as-of"], io, () => stackDay(resources, io));
    const declared = declaredIn(resources);
    const { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: header, ARM_TENANT_ID: tenantId } = io.env;
    const http = createHttp();
    const accessTokens = accessTokensFrom(io.env);
    const jobToken = jobTokenFrom(io.env, http);
    const found = await proveDeclared(declared, {
        http,
        tenantId,
        identityEndpoint: url && header ? { url, header } : undefined,
        jobToken,
        caller: (audience, _, tenant) => accessTokens(audience, tenant),
        expandGroups: values["expand-groups"],
        now: today === todayFrom(undefined) ? new Date() : new Date(today),
        wait,
        sleep: (time) => sleep(time),
        progress: (text) => io.stderr.write(`${text}\n`),
        writeTag: values.write ? `acr-auth-proof-${randomBytes(4).toString("hex")}` : undefined,
    });
    const { results, notices } = withExceptions(found, exceptions, today);
    io.stdout.write(fittedText(renderTable(results, notices)));
    return exitCode(results, { strict: values.strict ?? false });
}

/** The day that the stacks are deployed as of; told, since nothing in the arguments does. */
function stackDay(resources: readonly Resource[], io: Io): string | undefined {
    const days = allowedDays(resources);
    if (days.size > 1) {
        const listed = [...days].map((day) => day ?? "today").join(", ");
        throw new UnusableInput(`the stacks were deployed as of different days: ${listed}; choose one with --as-of`);
    }
    const [day] = days;
    if (day !== undefined) io.stderr.write(`as of ${day}, the day of the stack; choose another with --as-of\n`);
    return day;
}

const units = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `10m` or `1h` in milliseconds. */
export function milliseconds(duration: string): number {
    const [, amount, unit] = /^(\d+)(s|m|h)$/.exec(duration) ?? [];
    if (amount === undefined || unit === undefined) {
        throw new UnusableInput(`--wait must be a duration such as 90s, 10m or 1h, not '${duration}'`);
    }
    return Number(amount) * units[unit as keyof typeof units];
}
