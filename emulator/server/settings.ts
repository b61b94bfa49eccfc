// How the emulator behaves beyond what it remembers: delays and lifetimes, which a test changes while it runs. Everything is
// at once unless it is told otherwise; the profile `realistic` has the delays that users of Azure report.

export interface Settings {
    /** How long a new service principal stays unknown to Graph's readers and to Entra, in milliseconds. Defaults to 0. */
    propagationDelayMs: number;
    /** The life of Entra's access tokens, in seconds. Defaults to 3599. */
    accessTokenSeconds: number;
    /**
     * How many items a list of Azure Resource Manager has on a page, at least 1. Defaults to 100: of Azure's lists only that of
     * all resources is documented, with 1,000.
     */
    armPageSize: number;
    /**
     * Whether registries are made, changed and deleted without an operation to poll, with 200 at once; both forms are
     * recorded. Defaults to false.
     */
    registryAnswersAtOnce: boolean;
    /** How many polls of a long-running ARM operation are answered "still running". Defaults to 0. */
    operationPolls: number;
    /** Seconds until a regenerated registry password works; the old one is refused at once. Defaults to 0. */
    passwordDelaySeconds: number;
    /**
     * Seconds for which a new principal is unknown to a role assignment that does not state `principalType`.
     * Defaults to 60.
     */
    principalPropagationSeconds: number;
    /** Seconds until a new role assignment reaches the registries. Defaults to 0. */
    grantPropagationSeconds: number;
    /** Seconds until Entra accepts a new password of an application or service principal (AADSTS7000215). Defaults to 0. */
    applicationPasswordSeconds: number;
    /** Seconds until Entra knows a new or changed federated credential (AADSTS700213). Defaults to 0. */
    federatedCredentialSeconds: number;
    /** Seconds for which changes to a new application, `addPassword` among them, are answered 404. Defaults to 0. */
    newApplicationSeconds: number;
    /**
     * Seconds for which what was deleted still works: applications and their credentials in Entra, role assignments at a
     * registry. Defaults to 0.
     */
    deletionSeconds: number;
    /** A tenant's limit for the lifetime of new passwords, in days. Defaults to 0: no limit. */
    maximumPasswordLifetimeDays: number;
    /** Seconds until a login to a registry is found in its workspace. Defaults to 0. */
    logIngestionSeconds: number;
    /**
     * Whether tenants have the licence for Privileged Identity Management (Microsoft Entra ID P2); without it requests for
     * eligible roles are 400 AadPremiumLicenseRequired. Defaults to true.
     */
    privilegedIdentityManagement: boolean;
}

export const defaultSettings: Readonly<Settings> = {
    propagationDelayMs: 0,
    accessTokenSeconds: 3599,
    armPageSize: 100,
    registryAnswersAtOnce: false,
    operationPolls: 0,
    passwordDelaySeconds: 0,
    principalPropagationSeconds: 60,
    grantPropagationSeconds: 0,
    applicationPasswordSeconds: 0,
    federatedCredentialSeconds: 0,
    newApplicationSeconds: 0,
    deletionSeconds: 0,
    maximumPasswordLifetimeDays: 0,
    logIngestionSeconds: 0,
    privilegedIdentityManagement: true,
};

/** Sets of settings by name; what a profile does not name keeps its default. */
export const profiles = {
    default: {},
    realistic: {
        // No `propagationDelayMs`: azuread changes and reads a new service principal at once and does not try again, and its
        // users don't report that it fails (terraform-provider-azuread, serviceprincipals/service_principal_resource.go).
        operationPolls: 2,
        // https://learn.microsoft.com/azure/container-registry/container-registry-authentication: up to 60 seconds.
        passwordDelaySeconds: 60,
        // https://learn.microsoft.com/azure/role-based-access-control/troubleshooting: minutes, ten at most.
        grantPropagationSeconds: 120,
        // https://github.com/microsoftgraph/microsoft-graph-docs/issues/17966: 4 to 18 seconds.
        applicationPasswordSeconds: 18,
        // https://github.com/Azure/azure-workload-identity/issues/273: minutes.
        federatedCredentialSeconds: 120,
        // https://github.com/microsoftgraph/msgraph-sdk-javascript/issues/1999: 404 right after the creation; how long is a guess.
        newApplicationSeconds: 5,
        // https://learn.microsoft.com/azure/azure-monitor/logs/data-ingestion-time: 20 seconds to 3 minutes on average.
        logIngestionSeconds: 180,
        // A guess.
        deletionSeconds: 60,
    },
} satisfies Record<string, Partial<Settings>>;

export type Profile = keyof typeof profiles;

export const isProfile = (name: string): name is Profile => Object.hasOwn(profiles, name);

/** The settings of a profile. */
export const settingsOf = (profile: Profile = "default"): Settings => ({ ...defaultSettings, ...profiles[profile] });
