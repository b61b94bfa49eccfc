// From exported states to the report: pure, and in one pass over the identity graph.
import { buildGraph, type Graph, type Resource } from "../estate";
import { groupBy } from "../estate/group-by";
import { readLimitations } from "./limitations";
import type { AccessReport, BreakGlass, Credential, Exemption, Finding, Principal, Source } from "./model";
import { readCredentials } from "./read/credentials";
import { readPrincipals } from "./read/principals";
import { readRegistries } from "./read/registries";
import { roleGrants } from "./read/role-grants";
import { readSharedAccess } from "./read/shared-access";
import { tokenGrants } from "./read/token-grants";
import { readerGrants, readVaultSecrets } from "./read/vault-readers";

/** One file, read. */
export interface InventoryFile {
    file: string;
    form: "state" | "plan";
    resources: readonly Resource[];
    /** Unchanged resources that a plan leaves out. */
    omitted: number;
}

/** Findings and exemptions of the policies for the same files. */
export interface PolicyView {
    findings: Finding[];
    exemptions: Exemption[];
}

/** The report on several stacks together, as of a day written `YYYY-MM-DD`. Rules are judged by the caller, over the same graph. */
export function buildReport(
    files: readonly InventoryFile[],
    asOf: string,
    judge: (graph: Graph) => PolicyView = () => ({ findings: [], exemptions: [] }),
): AccessReport {
    const graph = buildGraph(files.flatMap(({ resources }) => resources));
    const registries = readRegistries(graph);
    const principals = readPrincipals(graph);
    const given = [...roleGrants(graph, registries, principals), ...tokenGrants(graph, registries, principals)];
    const sharedAccess = readSharedAccess(graph, asOf, registries, principals);
    const { credentials, rotations } = readCredentials(graph, asOf, principals);
    const ends = endsByPrincipal(credentials);
    const own = [...given, ...sharedAccess.grants].map((grant) => ({
        ...grant,
        until: grant.until ?? ends.get(grant.principal) ?? null,
    }));
    const secrets = readVaultSecrets(graph, credentials, registries, principals);
    const grants = [...own, ...readerGrants(secrets, own)];
    const secretsOf = groupBy(secrets, ({ login }) => login);
    const holders = sorted(
        principals.all().map((principal) => ({
            ...principal,
            usedBy: [
                ...principal.usedBy,
                ...(secretsOf.get(principal.id) ?? []).map(({ name }) => `Key Vault secret ${name}`),
            ],
        })),
    );
    const place = new Map(holders.map(({ id }, index) => [id, index]));
    const policies = judge(graph);
    const report = {
        reportVersion: 2 as const,
        asOf,
        sources: files.map(source),
        registries: registries.all().sort((a, b) => a.name.localeCompare(b.name)),
        principals: holders,
        grants: grants.sort((a, b) => (place.get(a.principal) ?? 0) - (place.get(b.principal) ?? 0)),
        credentials: [...credentials, ...sharedAccess.credentials],
        rotations,
        breakGlass: sharedAccess.breakGlass.map((entry) => documented(entry, policies.exemptions)),
        ...policies,
    };
    return { ...report, limitations: readLimitations(report, files, secrets) };
}

const source = ({ file, form, resources }: InventoryFile): Source => {
    const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(resources[0]?.urn ?? "") ?? [];
    return { file, kind: form, stack: stack === undefined ? null : `${project}/${stack}`, resources: resources.length };
};

/** The order in which access is reviewed: people, then workloads, then tokens and shared accounts. */
const kinds: Principal["kind"][] = [
    "group",
    "user",
    "service principal",
    "managed identity",
    "kubelet identity",
    "repository token",
    "unknown",
    "admin user",
    "everyone",
];

const sorted = (principals: Principal[]): Principal[] =>
    principals.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name));

/** The rule against the admin user. An exemption from it documents an admin user that no component turned on. */
const adminUserRule = "acr-registry-disallow-admin-user";

function documented(entry: BreakGlass, exemptions: Exemption[]): BreakGlass {
    const exemption = exemptions.find(
        ({ rule, excused }) => rule === adminUserRule && entry.resource !== null && excused.includes(entry.resource),
    );
    return entry.status === "undocumented" && exemption !== undefined
        ? { ...entry, status: "open", reason: exemption.reason, expiresOn: exemption.expires }
        : entry;
}

/** The day on which the last password of a principal expires; none if it can log in without one. */
function endsByPrincipal(credentials: Credential[]): Map<string, string> {
    return new Map(
        [
            ...groupBy(
                credentials.filter(({ planned }) => !planned),
                ({ principal }) => principal,
            ),
        ].flatMap(([principal, own]) => {
            const ends = own.flatMap(({ expiresOn }) => expiresOn ?? []).sort();
            const last = ends.at(-1);
            return last === undefined || ends.length < own.length ? [] : [[principal, last] as const];
        }),
    );
}
