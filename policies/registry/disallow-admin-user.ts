// The admin user is off. Opening it takes an exemption here, beside the reason that the component asks for.
import { judgeValue, resourceRule } from "../lib/rule";

export const disallowAdminUser = resourceRule({
    name: "acr-registry-disallow-admin-user",
    displayName: "Admin user is off",
    description: "A container registry must not enable the admin user.",
    group: "authentication",
    severity: "critical",
    level: "mandatory",
    remediationSteps:
        "Remove adminUserEnabled or set it to false; give each client its own identity with the components RegistryAccess, RegistryManagedIdentity, RegistryServicePrincipal or RepositoryToken.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account",
    tags: ["admin-user", "shared-credential"],
    crosswalk: {
        checkov: ["CKV_AZURE_137"],
        psrule: ["AZR-000005"],
        azurePolicy: ["dc921057", "79fdfe03"],
        kics: ["b897dfbf"],
    },
    rationale:
        "The admin user is one user name with two passwords that can pull, push and delete in every repository. A copied password names no person in the log, and replacing it interrupts every client that uses it.",
    settings: {},
    kinds: ["registry"],
    judge: (registry) =>
        judgeValue(
            registry,
            "adminUserEnabled",
            (enabled) => enabled !== true,
            "must not enable the admin user",
            "Set adminUserEnabled to false and grant AcrPull to an identity instead (component RegistryAccess); where only a user name and a password will do, a RepositoryToken reaches just its repositories",
        ),
    remedy: () => ({ adminUserEnabled: false }),
});
