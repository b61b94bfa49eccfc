// The access report as data: who may do what on which repositories, by which login method, until when. Every renderer
// reads this and nothing else, and its JSON form is published as report.schema.json. It never holds a secret or a key id.
import { z } from "zod";
import { dataActions } from "../azure/actions";
import { Permission as NamedPermission } from "../azure/permissions";
import { RoleAssignmentMode } from "../azure/roles";

/** A day, `YYYY-MM-DD`. All days of the report are UTC days. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const action = z.enum(dataActions);

/** The permission that a set of actions amounts to. Roles can also add up to `delete only` and to `none`. */
const permission = z.enum([...Object.values(NamedPermission), "delete only", "none", "unknown"]);

/** The login methods that Azure documents for registries, anonymous pull, and `unknown identity` where the state does not tell. */
const method = z.enum([
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

const principalKind = z.enum([
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

/** Whether the given states declare what exists. */
const declaration = z
    .enum(["declared", "undeclared", "missing"])
    .nullable()
    .describe(
        "`declared` if the given states declare it and it exists, `undeclared` if it exists and none declares it, `missing` if one declares it and it does not exist; null where there is nothing to compare, or where one of the two could not be read.",
    );

const source = z.object({
    file: z.string().describe("The file as named on the command line, `subscription ID`, or `Microsoft Graph`."),
    stack: z.string().nullable().describe("Project and stack, `project/stack`; null if the file does not name them."),
    kind: z
        .enum(["state", "plan", "subscription", "directory"])
        .describe("An exported state, the plan of a preview, or what exists in a subscription or in its directory."),
    resources: z.number().int().describe("How many resources it holds."),
});

const registry = z.object({
    id: z.string().describe("Key of the registry in this report."),
    name: z.string(),
    resourceId: z.string().nullable(),
    loginServer: z.string().nullable(),
    roleAssignmentMode: z.enum([...Object.values(RoleAssignmentMode), "unknown"]),
    adminUser: switchState,
    anonymousPull: switchState,
    declared: z
        .boolean()
        .describe("False for a registry that the stacks only refer to; its settings are then unknown."),
    resource: z.string().nullable().describe("URN of the resource that declares it; its ARM id if no state does."),
});

const principal = z.object({
    id: z.string().describe("Key of the principal in this report."),
    name: z.string(),
    kind: principalKind,
    method,
    objectId: z.string().nullable().describe("Object id in Entra; null if the state does not hold it."),
    usedBy: z
        .array(z.string())
        .describe(
            "Workloads of the stacks that run or log in as this principal, and Key Vault secrets that hold its password.",
        ),
    members: z
        .array(z.string())
        .nullable()
        .describe("Names of who is in the group, directly or through groups in it; null where that was not read."),
    resource: z.string().nullable().describe("URN of the resource or component that declares it."),
});

const grant = z.object({
    principal: z.string().describe("Key of the principal."),
    login: z
        .string()
        .nullable()
        .describe(
            "Key of the principal that it logs in as, because it may read that one's password in a Key Vault; null if it logs in as itself.",
        ),
    registry: z.string().describe("Key of the registry."),
    repositories: z
        .array(z.string())
        .describe("Names, prefixes such as `team/*`, or `*` for every repository. Empty if unknown."),
    permission,
    actions: z
        .array(action)
        .describe("What the grant allows on images. Empty if it has no effect or if that is unknown."),
    via: z
        .string()
        .describe("The Azure role, scope map or setting that gives it, or the Key Vault secret that is read."),
    scope: z.string().describe("`registry`, or the wider scope from which the registry inherits the grant."),
    activation: z
        .boolean()
        .describe(
            "True for a role that must be activated first (Privileged Identity Management): it allows nothing until then.",
        ),
    declaration,
    until: day.nullable().describe("The day on which access ends by itself; null if it lasts until it is removed."),
    note: z.string().nullable().describe("Why the grant has no effect, or what else it allows."),
    resources: z.array(z.string()).describe("URNs of the resources that give it."),
});

const credentialStatus = z.enum(["valid", "expiring", "expired", "upcoming", "never expires", "unknown"]);

const credential = z.object({
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
        .describe("Number of the password in its rotation schedule, from 0; null without a schedule."),
    startsOn: day.nullable(),
    expiresOn: day.nullable(),
    removedOn: day
        .nullable()
        .describe(
            "The day from which a deployment removes it, two periods after its first day; null without a schedule.",
        ),
    status: credentialStatus,
    declaration,
    planned: z
        .boolean()
        .describe("True for a credential that does not exist yet: a later deployment creates it by its schedule."),
    note: z.string().nullable(),
    resource: z.string().nullable().describe("URN of the resource that declares it."),
});

const rotation = z.object({
    id: z.string().describe("Key of the rotation, stable from report to report."),
    principal: z.string().describe("Key of the principal."),
    on: day.describe("The day from which a deployment creates the next password."),
    generation: z.number().int().nullable(),
    usableUntil: day
        .nullable()
        .describe(
            "The last day of the password that was current before: by then, every client must have fetched the new one.",
        ),
    resource: z.string().nullable().describe("URN of the component that owns the schedule."),
});

const breakGlass = z.object({
    registry: z.string().describe("Key of the registry whose admin user is on."),
    reason: z.string().nullable().describe("The recorded reason; null if there is none."),
    expiresOn: day.nullable(),
    status: z.enum(["open", "past its date", "undocumented", "closed"]),
    resource: z.string().nullable(),
});

const exemption = z.object({
    rule: z.string(),
    resource: z.string().describe("Glob that matches names or URNs of resources."),
    reason: z.string().nullable(),
    owner: z.string().nullable(),
    expires: z.string().nullable().describe("The last day on which it applies."),
    excused: z.array(z.string()).describe("URNs of the resources that it exempts."),
    problem: z.string().nullable().describe("Why it has no effect or is not needed; null if there is no problem."),
});

const finding = z.object({
    rule: z.string(),
    verdict: z.enum(["violated", "undetermined", "exempted"]),
    level: z.enum(["mandatory", "advisory"]),
    severity: z.enum(["critical", "high", "medium", "low"]),
    resource: z.string().nullable().describe("URN of the resource."),
    message: z.string(),
});

/** Something about access that the files do not show. */
const limitation = z.object({
    subject: z.string().describe("The file, registry or principal that it is about."),
    message: z.string(),
    command: z.string().nullable().describe("A command that shows it; null if there is none."),
});

export const accessReport = z
    .object({
        reportVersion: z.literal(2),
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
        limitations: z.array(limitation),
    })
    .meta({
        title: "acr-auth access report",
        description: "Who may do what on which registries, by which method, until when.",
    });

export type Permission = z.infer<typeof permission>;
export type Method = z.infer<typeof method>;
export type PrincipalKind = z.infer<typeof principalKind>;
export type Source = z.infer<typeof source>;
export type Registry = z.infer<typeof registry>;
export type Principal = z.infer<typeof principal>;
export type Grant = z.infer<typeof grant>;
export type Declaration = z.infer<typeof declaration>;
export type Credential = z.infer<typeof credential>;
export type CredentialStatus = z.infer<typeof credentialStatus>;
export type Rotation = z.infer<typeof rotation>;
export type BreakGlass = z.infer<typeof breakGlass>;
export type Exemption = z.infer<typeof exemption>;
export type Finding = z.infer<typeof finding>;
export type Limitation = z.infer<typeof limitation>;
export type AccessReport = z.infer<typeof accessReport>;
