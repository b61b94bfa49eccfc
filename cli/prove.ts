// `acr-auth prove`: arguments, output and exit code. The proving is in proofs/.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { callerFrom } from "../proofs/caller";
import { createHttp } from "../proofs/http";
import { jobTokenFrom } from "../proofs/job-token";
import { exitCode } from "../proofs/judge";
import { prove as proveDeclared } from "../proofs/prove";
import { declaredIn } from "../proofs/read-declared";
import { renderTable } from "../proofs/table";
import { parseArguments } from "./arguments";
import { Exit, type Io, UnusableInput } from "./io";
import { readStates } from "./states";

const HELP = `Usage: acr-auth prove [--stack STACK | --state FILE]... [--wait DURATION] [--strict] [--write]

Logs in with each credential that a stack declares, by its method's own protocol, asks the registry for what was granted
and for what was not, and compares. Without --write nothing is written to a registry.

  --stack STACK    reads \`pulumi stack export --show-secrets\` of this stack, in memory; the selected stack by default
  --state FILE     reads an exported state; - is standard input. A file with secrets in plain text must be readable by you alone.
                   Either may be given several times, for a login across tenants that two stacks declare together.
  --wait DURATION  tries again what is narrower than declared, for new grants take minutes: 90s, 10m, 1h. Not by default.
  --strict         fails when something was skipped
  --write          also pushes, pulls and deletes a tiny artifact with every current credential

Roles, recorded passwords and the admin user are compared with the Azure credentials of the environment: ARM_* as for
Pulumi, AZURE_*, or \`az login\`. A managed identity is tried where IDENTITY_ENDPOINT is set, and a federated credential in
the job or pod whose token it trusts.

Exit codes: 0 as declared, 1 any difference, 2 unusable input or nothing proved.
`;

export async function prove(argv: string[], io: Io): Promise<number> {
    const { values, positionals } = parseArguments(argv, {
        help: { type: "boolean", short: "h" },
        stack: { type: "string", short: "s", multiple: true },
        state: { type: "string", multiple: true },
        wait: { type: "string" },
        strict: { type: "boolean" },
        write: { type: "boolean" },
    });
    if (values.help) {
        io.stdout.write(HELP);
        return Exit.success;
    }
    if (positionals.length > 0) {
        throw new UnusableInput(`takes no operand, was given '${positionals[0]}'; a state is named by --state`);
    }
    if (values.stack !== undefined && values.state !== undefined) {
        throw new UnusableInput("takes --stack or --state, was given both");
    }
    const wait = values.wait === undefined ? 0 : milliseconds(values.wait);
    const declared = declaredIn(await readStates(values, io));
    const { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: header, ARM_TENANT_ID, AZURE_TENANT_ID } = io.env;
    const http = createHttp();
    const jobToken = jobTokenFrom(io.env, http);
    const results = await proveDeclared(declared, {
        http,
        tenantId: ARM_TENANT_ID ?? AZURE_TENANT_ID,
        identityEndpoint: url && header ? { url, header } : undefined,
        jobToken,
        caller: callerFrom(io.env, jobToken),
        now: new Date(),
        wait,
        sleep: (time) => sleep(time),
        progress: (text) => io.stderr.write(`${text}\n`),
        writeTag: values.write ? `acr-auth-proof-${randomBytes(4).toString("hex")}` : undefined,
    });
    io.stdout.write(renderTable(results));
    return exitCode(results, { strict: values.strict ?? false });
}

const units = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** `90s`, `10m` or `1h` in milliseconds. */
export function milliseconds(duration: string): number {
    const [, amount, unit] = /^(\d+)(s|m|h)$/.exec(duration) ?? [];
    if (amount === undefined || unit === undefined) {
        throw new UnusableInput(`--wait takes a duration such as 90s, 10m or 1h, was given '${duration}'`);
    }
    return Number(amount) * units[unit as keyof typeof units];
}
