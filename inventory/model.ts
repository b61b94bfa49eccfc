// The access report as data: who may do what on which repositories, by which login method, until when. Every renderer
// reads this and nothing else, and its JSON form is published as report.schema.json. It never holds a secret or a key id.
import { z } from "zod";

/** A day, `YYYY-MM-DD`. All days of the report are UTC days. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What the data plane of a registry lets someone do with image content. */
export const action = z.enum(["pull", "push", "delete"]);

/** The permission that a set of actions amounts to; `delete only` and `none` are what Azure roles can add up to beyond the four named permissions. */
export const permission = z.enum(["pull", "push", "delete", "manage", "delete only", "none", "unknown"]);

/** The ways of logging in to a registry that Azure documents, anonymous pull, and a principal whose kind the state does not tell. */
export const method = z.enum([
    "individual identity",
    "service principal",
    "managed identity",
    "AKS managed identity",
    "AKS service principal",
    "admin user",
    "repository token",
    "anonymous pull",
    "unknown identity",
]);

export const principalKind = z.enum([
    "user",
    "group",
    "service principal",
    "managed identity",
    "kubelet identity",
    "repository token",
    "admin user",
    "everyone",
    "unknown",
]);

const switchState = z.enum(["on", "off", "unknown"]);

export const source = z.object({
    file: z.string().describe("The file as named on the command line."),
    stack: z.string().nullable().describe("Project and stack, `project/stack`, where the file tells."),
    kind: z.enum(["state", "plan"]).describe("An exported state, or the plan of a preview."),
    resources: z.number().int().describe("How many resources the file holds."),
});

export const registry = z.object({
    id: z.string().describe("Key of the registry in this report."),
    name: z.string(),
    resourceId: z.string().nullable(),
    loginServer: z.string().nullable(),
    roleAssignmentMode: z.enum(["legacy", "abac", "unknown"]),
    adminUser: switchState,
    anonymousPull: switchState,
    declared: z
        .boolean()
        .describe("False for a registry that the stacks only refer to: its settings are not in any of the files."),
    resource: z.string().nullable().describe("URN of the resource that declares it."),
});

export const principal = z.object({
    id: z.string().describe("Key of the principal in this report."),
    name: z.string(),
    kind: principalKind,
    method,
    objectId: z.string().nullable().describe("Object id in Entra, where the state tells."),
    usedBy: z
        .array(z.string())
        .describe("Workloads of the stacks that run or log in as this principal, and vaults that keep its password."),
    resource: z.string().nullable().describe("URN of the resource or component that declares it."),
});

export const grant = z.object({
    principal: z.string().describe("Key of the principal."),
    registry: z.string().describe("Key of the registry."),
    repositories: z
        .array(z.string())
        .describe("Names, prefixes as `team/*`, or `*` for every repository. Empty where the state does not tell."),
    permission,
    actions: z.array(action).describe("The data actions judged. Empty if the grant has no effect or does not tell."),
    via: z.string().describe("The Azure role, scope map or setting that gives it."),
    scope: z.string().describe("Where it is given: `registry`, or the wider scope it is inherited from."),
    until: day.nullable().describe("The day access ends by itself; null if it lasts until somebody removes it."),
    note: z.string().nullable().describe("Why it has no effect, or what else it allows."),
    resources: z.array(z.string()).describe("URNs of the resources that give it."),
});

export const credentialStatus = z.enum(["valid", "expiring", "expired", "upcoming", "never expires", "unknown"]);

export const credential = z.object({
    id: z.string().describe("Key of the credential, stable from report to report."),
    principal: z.string().describe("Key of the principal that logs in with it."),
    kind: z.enum([
        "application password",
        "application certificate",
        "token password",
        "admin password",
        "federated credential",
    ]),
    name: z.string(),
    generation: z
        .number()
        .int()
        .nullable()
        .describe("Number of the rotation it belongs to, counted from 0; null without a rotation schedule."),
    startsOn: day.nullable(),
    expiresOn: day.nullable(),
    removedOn: day
        .nullable()
        .describe(
            "The day from which a deployment removes it, two rotations after its own; null without a rotation schedule.",
        ),
    status: credentialStatus,
    planned: z
        .boolean()
        .describe("True for a credential that the rotation schedule will create at a later deployment."),
    note: z.string().nullable(),
    resource: z.string().nullable().describe("URN of the resource that declares it."),
});

export const rotation = z.object({
    id: z.string().describe("Key of the rotation, stable from report to report."),
    principal: z.string().describe("Key of the principal."),
    on: day.describe("The day from which a deployment hands out the next generation."),
    generation: z.number().int().nullable(),
    usableUntil: day
        .nullable()
        .describe(
            "The day by which readers must have fetched the new password: then the one in use until the rotation ends or is removed.",
        ),
    resource: z.string().nullable().describe("URN of the component that owns the schedule."),
});

export const breakGlass = z.object({
    registry: z.string().describe("Key of the registry whose admin user is on."),
    reason: z.string().nullable().describe("The reason given; null if nobody gave one."),
    expiresOn: day.nullable(),
    status: z.enum(["open", "past its date", "undocumented", "closed"]),
    resource: z.string().nullable(),
});

export const exemption = z.object({
    rule: z.string(),
    resource: z.string().describe("Glob over resource names or URNs."),
    reason: z.string().nullable(),
    owner: z.string().nullable(),
    expires: z.string().nullable().describe("The last day on which it holds."),
    excused: z.array(z.string()).describe("URNs of the resources that it excuses."),
    problem: z.string().nullable().describe("Why it does not hold or is not needed; null for one in order."),
});

export const finding = z.object({
    rule: z.string(),
    verdict: z.enum(["violated", "not yet known", "exempted"]),
    level: z.enum(["mandatory", "advisory"]),
    severity: z.enum(["critical", "high", "medium", "low"]),
    resource: z.string().nullable().describe("URN of the resource."),
    message: z.string(),
});

/** Something that matters to the question and that no state file can answer, with the command that can. */
export const gap = z.object({
    subject: z.string(),
    says: z.string(),
    ask: z.string().nullable().describe("A command that answers it."),
});

export const accessReport = z
    .object({
        reportVersion: z.literal(1),
        asOf: day,
        sources: z.array(source),
        registries: z.array(registry),
        principals: z.array(principal),
        grants: z.array(grant),
        credentials: z.array(credential),
        rotations: z.array(rotation),
        breakGlass: z.array(breakGlass),
        exemptions: z.array(exemption),
        findings: z.array(finding),
        gaps: z.array(gap),
    })
    .meta({
        title: "acr-auth access report",
        description: "Who may do what on which registries, by which method, until when.",
    });

export type Action = z.infer<typeof action>;
export type Permission = z.infer<typeof permission>;
export type Method = z.infer<typeof method>;
export type PrincipalKind = z.infer<typeof principalKind>;
export type Source = z.infer<typeof source>;
export type Registry = z.infer<typeof registry>;
export type Principal = z.infer<typeof principal>;
export type Grant = z.infer<typeof grant>;
export type Credential = z.infer<typeof credential>;
export type CredentialStatus = z.infer<typeof credentialStatus>;
export type Rotation = z.infer<typeof rotation>;
export type BreakGlass = z.infer<typeof breakGlass>;
export type Exemption = z.infer<typeof exemption>;
export type Finding = z.infer<typeof finding>;
export type Gap = z.infer<typeof gap>;
export type AccessReport = z.infer<typeof accessReport>;
