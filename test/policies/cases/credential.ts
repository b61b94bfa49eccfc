// Cases of the rules about passwords of applications, and about federated credentials.
import {
    application,
    applicationPassword,
    federatedCredential,
    resource,
    rotating,
    secret,
    unknown,
    urnOf,
} from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

const remedy =
    "Set endDate, or use RegistryServicePrincipal, which rotates; RegistryManagedIdentity with a federated credential needs no password at all.";
const tooLong = (name: string, days = 365) =>
    `Application password '${name}' must expire within ${days} days of its start. ${remedy}`;
const byDefault = (subject: string) =>
    `${subject} must set endDate: without one Entra lets the password live for two years. ${remedy}`;
const dates = (startDate: string, endDate: string) => ({ applicationId: "/applications/ci", startDate, endDate });
/** A password of which only the end is asked for; the start is what Graph answered, if it exists already. */
const endingOn = (name: string, endDate: string, startDate?: string) =>
    applicationPassword(
        name,
        { applicationId: "/applications/ci", endDate },
        startDate === undefined ? {} : { outputs: { endDate, startDate } },
    );
const schedule = (inputs: Record<string, unknown>) => [
    rotating("schedule", inputs),
    applicationPassword(
        "ci",
        { applicationId: "/applications/ci", endDate: unknown },
        {
            propertyDependencies: { endDate: [urnOf("time:index/rotating:Rotating", "schedule")] },
        },
    ),
];
const github = (subject: unknown, more: Record<string, unknown> = {}) => ({
    issuer: "https://token.actions.githubusercontent.com",
    subject,
    audiences: ["api://AzureADTokenExchange"],
    ...more,
});
const oneWorkload =
    "Federated credential 'ci' must name one repository and one branch, tag or environment in its subject. Write repo:OWNER/REPOSITORY:environment:NAME without wildcards (component RegistryManagedIdentity).";
const flexible = (claimsMatchingExpression: string) =>
    resource(
        "azuread:index/applicationFlexibleFederatedIdentityCredential:ApplicationFlexibleFederatedIdentityCredential",
        "ci",
        {
            issuer: "https://token.actions.githubusercontent.com",
            audience: "api://AzureADTokenExchange",
            claimsMatchingExpression,
        },
    );
const renew = (must: string) =>
    `Application password 'ci' must be ${must}. Deploy again so that its rotation goes on, or issue a new password.`;

export const credentialCases: Record<string, RuleCases> = {
    "acr-credential-limit-lifetime": {
        compliant: [
            applicationPassword("year", dates("2026-10-01T00:00:00Z", "2027-10-01T00:00:00Z")),
            applicationPassword("leap", dates("2027-10-01T00:00:00Z", "2028-10-01T00:00:00Z")),
            applicationPassword("relative", { applicationId: "a", endDateRelative: "8760h" }),
        ],
        violating: {
            resources: [
                applicationPassword("dates", dates("2026-10-01T00:00:00Z", "2027-10-02T00:00:00Z")),
                applicationPassword("far", { applicationId: "a", endDate: "2099-01-01T00:00:00Z" }),
                applicationPassword("relative", { applicationId: "a", endDateRelative: "17520h" }),
                application("inline", { passwords: [{ displayName: "ci", endDate: "2099-01-01T00:00:00Z" }] }),
            ],
            messages: [
                tooLong("dates"),
                tooLong("far"),
                tooLong("relative"),
                `Application 'inline' must expire within 365 days of its start. ${remedy}`,
            ],
        },
        absent: {
            resources: [applicationPassword("ci", { applicationId: "a" })],
            messages: [byDefault("Application password 'ci'")],
        },
        unknown: {
            resources: [
                applicationPassword("ci", { applicationId: "a", endDate: unknown }),
                applicationPassword("sealed", { applicationId: "a", endDate: secret }),
            ],
            undecided: ["endDate of Application password 'ci'", "endDate of Application password 'sealed'"],
        },
        configured: {
            settings: { maxDays: 90 },
            resources: [applicationPassword("ci", dates("2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z"))],
            messages: [tooLong("ci", 90)],
        },
        more: {
            "sees two years coming from a schedule": {
                resources: schedule({ rotationYears: 2 }),
                messages: [tooLong("ci")],
            },
            "accepts a year from a schedule": { resources: schedule({ rotationMonths: 12 }), messages: [] },
            "counts from Graph's start, in whole days: a deployment may come a day before its date": {
                resources: [
                    endingOn("year", "2027-10-01T00:00:00Z", "2026-10-01T09:30:00Z"),
                    endingOn("day-before", "2027-10-01T00:00:00Z", "2026-09-30T09:30:00Z"),
                    endingOn("two-days-before", "2027-10-01T00:00:00Z", "2026-09-29T09:30:00Z"),
                ],
                messages: [tooLong("two-days-before")],
            },
            "counts from today where the password is yet to be made": {
                resources: [
                    endingOn("year", "2027-11-23T00:00:00Z"),
                    endingOn("day-before", "2027-11-24T00:00:00Z"),
                    endingOn("two-days-before", "2027-11-25T00:00:00Z"),
                ],
                messages: [tooLong("two-days-before")],
            },
        },
    },
    "acr-credential-renew-in-time": {
        compliant: [
            applicationPassword("old", dates("2025-12-01T00:00:00Z", "2026-11-30T00:00:00Z")),
            applicationPassword("new", dates("2026-10-01T00:00:00Z", "2027-10-01T00:00:00Z")),
        ],
        violating: {
            resources: [
                applicationPassword("ci", dates("2025-12-01T00:00:00Z", "2026-11-30T00:00:00Z")),
                applicationPassword("ended", {
                    ...dates("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
                    applicationId: "b",
                }),
            ],
            messages: [
                renew("renewed: it ends on 2026-11-30, in less than 30 days"),
                renew("replaced: it ended on 2026-01-01").replace("'ci'", "'ended'"),
            ],
        },
        absent: { resources: [resource("azure-native:containerregistry:Token", "device", {})], messages: [] },
        unknown: {
            resources: [
                applicationPassword("ci", { applicationId: "a", endDate: unknown }),
                applicationPassword("old", {
                    ...dates("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
                    applicationId: "b",
                }),
                applicationPassword("new", { applicationId: "b", endDate: unknown }),
            ],
            undecided: ["end of Application password 'ci'", "end of Application password 'old'"],
        },
        configured: {
            settings: { minDays: 3 },
            resources: [applicationPassword("ci", dates("2025-12-01T00:00:00Z", "2026-11-25T00:00:00Z"))],
            messages: [renew("renewed: it ends on 2026-11-25, in less than 3 days")],
        },
    },
    "acr-credential-restrict-federation": {
        compliant: [
            federatedCredential("branch", github("repo:contoso/shop:ref:refs/heads/main")),
            federatedCredential("environment", github("repo:contoso@12/shop@34:environment:production")),
            federatedCredential("cluster", {
                issuer: "https://oidc.prod-aks.azure.com/x/",
                subject: "system:serviceaccount:shop:puller",
                audiences: ["api://AzureADTokenExchange"],
            }),
            flexible("claims['sub'] matches 'repo:contoso/shop:ref:refs/heads/*'"),
        ],
        violating: {
            resources: [
                federatedCredential("ci", github("repo:contoso/*:ref:refs/heads/main")),
                federatedCredential("ci", github("repo:contoso/shop")),
                flexible("claims['sub'] matches 'repo:contoso/*'"),
                federatedCredential("ci", github("repo:contoso/shop:environment:live", { audiences: ["a", "b"] })),
            ],
            messages: [
                oneWorkload,
                oneWorkload,
                oneWorkload,
                "Federated credential 'ci' must have exactly one audience. Set audiences to api://AzureADTokenExchange.",
            ],
        },
        absent: {
            resources: [
                federatedCredential("ci", github("repo:contoso/shop:environment:live", { audiences: undefined })),
            ],
            messages: [
                "Federated credential 'ci' must have exactly one audience. Set audiences to api://AzureADTokenExchange.",
            ],
        },
        unknown: {
            resources: [
                federatedCredential("ci", github(unknown)),
                federatedCredential("cluster", { issuer: unknown, subject: "system:serviceaccount:shop:puller" }),
            ],
            undecided: ["subject of Federated credential 'ci'", "issuer of Federated credential 'cluster'"],
        },
        configured: {
            settings: { allowedIssuers: ["https://token.actions.githubusercontent.com"], allowedOwners: ["contoso"] },
            resources: [
                federatedCredential("gitlab", { issuer: "https://gitlab.com", subject: "x", audiences: ["y"] }),
                federatedCredential("fork", github("repo:stranger/shop:environment:live")),
                federatedCredential("ci", github("repo:contoso@12/shop@34:environment:live")),
            ],
            messages: [
                "Federated credential 'gitlab' must not trust an issuer outside allowedIssuers. Use one of the allowed issuers.",
                "Federated credential 'fork' must not trust a repository outside allowedOwners. Use a repository of an allowed owner.",
            ],
        },
    },
};
