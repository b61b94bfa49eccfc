// From exported states, and from what exists in Azure, to the report: pure.
import { buildGraph, type Gap, type Graph, type Resource } from "../estate";
import { groupBy } from "../estate/group-by";
import { withDeclarations } from "./declaration";
import { readLimitations } from "./limitations";
import type { AccessReport, BreakGlass, Exemption, Finding, Principal, Source } from "./model";
import { type Part, readPart } from "./part";
import { withoutIdentity, withoutSource } from "./read/given";
import { merged } from "./read/merged-roles";
import { readerGrants } from "./read/vault-readers";

/** One file, read. */
export interface InventoryFile {
    file: string;
    form: "state" | "plan";
    resources: readonly Resource[];
    /** Unchanged resources that a plan leaves out. */
    omitted: number;
}

/** What exists, read from Azure. */
export interface InventoryEstate {
    resources: readonly Resource[];
    gaps: readonly Gap[];
    /** The subscriptions, and the directory. */
    sources: readonly { path: string; form: "subscription" | "directory"; resources: number }[];
    /** Ids, lower case. */
    subscriptions: readonly string[];
    /** Whether only named registries were read. */
    narrowed: boolean;
}

/** Findings and exemptions of the policies for the same files. */
export interface PolicyView {
    findings: Finding[];
    exemptions: Exemption[];
}

/**
 * The report on several stacks together, on what exists, or on both compared, as of a day written `YYYY-MM-DD`. Rules are
 * judged by the caller, over the same graphs: that of the files, and that of what exists.
 */
export function buildReport(
    files: readonly InventoryFile[],
    asOf: string,
    judge: (graphs: readonly Graph[]) => PolicyView = () => ({ findings: [], exemptions: [] }),
    estate?: InventoryEstate,
): AccessReport {
    const declared = buildGraph(files.flatMap(({ resources }) => resources));
    const existing = estate && buildGraph(estate.resources, estate.gaps);
    const part = partOf(declared, existing, files, asOf, estate);
    const own = merged(part.grants.map(withoutSource));
    const grants = [...own, ...readerGrants(part.secrets, own)];
    const secretsOf = groupBy(part.secrets, ({ login }) => login);
    const holders = sorted(
        part.principals.map((principal) => ({
            ...principal,
            usedBy: [
                ...principal.usedBy,
                ...(secretsOf.get(principal.id) ?? []).map(({ name }) => `Key Vault secret ${name}`),
            ],
        })),
    );
    const place = new Map(holders.map(({ id }, index) => [id, index]));
    const policies = judge([...(files.length > 0 || !existing ? [declared] : []), ...(existing ? [existing] : [])]);
    const report = {
        reportVersion: 2 as const,
        asOf,
        sources: [...files.map(source), ...(estate?.sources ?? []).map(liveSource)],
        registries: part.registries.sort((a, b) => a.name.localeCompare(b.name)),
        principals: holders,
        grants: grants.sort((a, b) => (place.get(a.principal) ?? 0) - (place.get(b.principal) ?? 0)),
        credentials: part.credentials.map(withoutIdentity),
        rotations: part.rotations,
        breakGlass: part.breakGlass.map((entry) => documented(entry, policies.exemptions)),
        ...policies,
    };
    return { ...report, limitations: readLimitations(report, files, part.secrets, existing) };
}

function partOf(
    declared: Graph,
    existing: Graph | undefined,
    files: readonly InventoryFile[],
    asOf: string,
    estate: InventoryEstate | undefined,
): Part {
    if (existing === undefined || estate === undefined) return readPart(declared, asOf);
    const actual = readPart(existing, asOf);
    if (files.length === 0) return actual;
    const { gaps, subscriptions, narrowed } = estate;
    const partial = files.some(({ omitted }) => omitted > 0);
    return withDeclarations(readPart(declared, asOf), actual, { gaps, subscriptions, narrowed, partial, asOf });
}

const liveSource = ({ path, form, resources }: InventoryEstate["sources"][number]): Source => ({
    file: path,
    kind: form,
    stack: null,
    resources,
});

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
