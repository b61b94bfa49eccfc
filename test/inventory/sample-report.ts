// A small report with an entry of every kind.
import type { AccessReport } from "../../inventory/model";
import { asOf, grant, password, principal, registry, rotation } from "./report-parts";

export function sampleReport(): AccessReport {
    return {
        reportVersion: 2,
        asOf,
        sources: [
            { file: "prod.json", stack: "images/prod", kind: "state", resources: 84 },
            { file: "legacy.json", stack: "shop/legacy", kind: "state", resources: 31 },
        ],
        registries: [
            registry("contosoapps", { roleAssignmentMode: "abac" }),
            registry("contosobase"),
            registry("shoplegacy", {
                adminUser: "on",
                anonymousPull: "on",
                resource: "urn:pulumi:legacy::shop::azure-native:containerregistry:Registry::shoplegacy",
            }),
            registry("partnerimages", {
                declared: false,
                adminUser: "unknown",
                anonymousPull: "unknown",
                roleAssignmentMode: "legacy",
                resource: null,
            }),
        ],
        principals: [
            principal("platform", "group", "individual identity", { objectId: "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11" }),
            principal("kim.minji@contoso.com", "user", "individual identity"),
            principal("ci-push", "service principal", "service principal"),
            principal("release-pipeline", "managed identity", "managed identity", {
                usedBy: ["GitHub Actions repo:contoso/shop:environment:production"],
            }),
            principal("shop-aks", "kubelet identity", "AKS managed identity", { usedBy: ["AKS cluster shop"] }),
            principal("edge-aks", "service principal", "AKS service principal", {
                usedBy: ["AKS cluster edge in tenant fabrikam"],
            }),
            principal("factory-device", "repository token", "repository token"),
            principal("partner-upload", "repository token", "repository token"),
            principal("shoplegacy admin user", "admin user", "admin user"),
            principal("everyone", "everyone", "anonymous pull"),
            principal("9f1d3f36-7d0e-4c39-9b6f-1b1c7a1f5f10", "unknown", "unknown identity"),
        ],
        grants: [
            grant("platform", "contosoapps", "manage", "Container Registry Repository Contributor"),
            grant("platform", "contosobase", "push", "AcrPush"),
            grant("kim.minji@contoso.com", "contosoapps", "pull", "Container Registry Repository Reader", {
                repositories: ["shop/*", "tools/lint"],
            }),
            grant("ci-push", "contosoapps", "push", "Container Registry Repository Writer", {
                repositories: ["shop/*"],
                until: "2027-08-12",
            }),
            grant("ci-push", "contosobase", "pull", "AcrPull", { until: "2027-08-12" }),
            grant("release-pipeline", "contosoapps", "push", "Container Registry Repository Writer", {
                repositories: ["shop/*"],
            }),
            grant("shop-aks", "contosoapps", "pull", "Container Registry Repository Reader"),
            grant("shop-aks", "contosobase", "pull", "AcrPull"),
            grant("shop-aks", "partnerimages", "pull", "AcrPull"),
            grant("edge-aks", "contosobase", "pull", "AcrPull", { until: "2027-03-30" }),
            grant("factory-device", "contosoapps", "pull", "scope map factory-device", {
                repositories: ["firmware/*"],
                until: "2027-06-01",
            }),
            grant("partner-upload", "contosoapps", "push", "scope map partner-upload", {
                repositories: ["partner/inbox"],
                until: "2026-12-09",
            }),
            grant("shoplegacy admin user", "shoplegacy", "manage", "admin user", { until: "2026-12-05" }),
            grant("everyone", "shoplegacy", "pull", "anonymous pull"),
            grant("9f1d3f36-7d0e-4c39-9b6f-1b1c7a1f5f10", "shoplegacy", "manage", "Owner", {
                scope: "resource group shop",
                note: "It may also change settings and give access to others.",
            }),
            grant("release-pipeline", "shoplegacy", "none", "Container Registry Repository Reader", {
                note: "Container Registry Repository Reader gives no access to images while the registry is in legacy mode.",
            }),
        ],
        credentials: [
            password("ci-push", "application password", 0, "2026-02-16", "2027-02-16"),
            password("ci-push", "application password", 1, "2026-08-15", "2027-08-15"),
            password("ci-push", "application password", 2, "2027-02-11", "2028-02-11"),
            password("ci-push", "application password", 3, "2027-08-10", "2028-08-09"),
            password("ci-push", "application password", 4, "2028-02-06", "2029-02-05"),
            password("edge-aks", "application password", 2, "2026-03-30", "2027-03-30"),
            password("edge-aks", "application password", 3, "2026-09-26", "2027-09-26"),
            password("edge-aks", "application password", 4, "2027-03-25", "2028-03-24"),
            password("factory-device", "token password", 0, "2025-12-06", "2026-12-06", { status: "expiring" }),
            password("factory-device", "token password", 1, "2026-06-04", "2027-06-04"),
            password("factory-device", "token password", 2, "2026-12-01", "2027-12-01"),
            password("factory-device", "token password", 3, "2027-05-30", "2028-05-29"),
            password("partner-upload", "token password", 0, "2026-06-12", "2026-12-09", {
                name: "password1",
                generation: null,
                status: "expiring",
            }),
            password("shoplegacy admin user", "admin password", 0, "2026-11-20", "2026-12-05", {
                name: "password",
                generation: null,
                status: "never expires",
                startsOn: null,
                expiresOn: null,
            }),
            password("release-pipeline", "federated credential", 0, "", "", {
                name: "github-production",
                generation: null,
                startsOn: null,
                expiresOn: null,
                note: "repo:contoso/shop:environment:production",
            }),
        ],
        rotations: [
            rotation("factory-device", 2, "2026-12-01", "2027-06-04"),
            rotation("ci-push", 2, "2027-02-11", "2027-02-16"),
            rotation("edge-aks", 4, "2027-03-25", "2027-03-30"),
            rotation("factory-device", 3, "2027-05-30", "2027-12-01"),
            rotation("ci-push", 3, "2027-08-10", "2027-08-15"),
            rotation("ci-push", 4, "2028-02-06", "2028-02-11"),
        ],
        breakGlass: [
            {
                registry: "shoplegacy",
                reason: "Migration of the portal-deployed shop to a managed identity",
                expiresOn: "2026-12-05",
                status: "open",
                resource: null,
            },
        ],
        exemptions: [
            {
                rule: "admin-user-disabled",
                resource: "shoplegacy*",
                reason: "Open until the migration is finished",
                owner: "platform@contoso.com",
                expires: "2026-12-05",
                excused: ["urn:pulumi:legacy::shop::azure-native:containerregistry:Registry::shoplegacy"],
                problem: null,
            },
            {
                rule: "anonymous-pull-disabled",
                resource: "public*",
                reason: "Public base images",
                owner: "oss@contoso.com",
                expires: "2026-10-01",
                excused: [],
                problem: "expired on 2026-10-01",
            },
        ],
        findings: [
            {
                rule: "anonymous-pull-disabled",
                verdict: "violated",
                level: "mandatory",
                severity: "high",
                resource: "urn:pulumi:legacy::shop::azure-native:containerregistry:Registry::shoplegacy",
                message:
                    "Container registry 'shoplegacy' must not let everyone pull. Set policies.azureADAuthenticationAsArmPolicy.status and anonymousPullEnabled to false: https://learn.microsoft.com/azure/container-registry/anonymous-pull-access.",
            },
            {
                rule: "admin-user-disabled",
                verdict: "exempted",
                level: "mandatory",
                severity: "high",
                resource: "urn:pulumi:legacy::shop::azure-native:containerregistry:Registry::shoplegacy",
                message:
                    "Container registry 'shoplegacy' must not enable the admin user. Set adminUserEnabled to false.",
            },
            {
                rule: "smallest-role",
                verdict: "violated",
                level: "advisory",
                severity: "medium",
                resource: "urn:pulumi:legacy::shop::azure-native:authorization:RoleAssignment::owner",
                message: "Role assignment 'owner' must not give Owner to pull and push. Assign AcrPush.",
            },
            {
                rule: "role-fits-mode",
                verdict: "undetermined",
                level: "mandatory",
                severity: "high",
                resource: null,
                message: "roleAssignmentMode of Container registry 'partnerimages'",
            },
        ],
        limitations: [
            {
                subject: "group platform",
                message: "The state does not list the members.",
                command: "az ad group member list --group 0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11 --output table",
            },
            {
                subject: "registry contosoapps",
                message:
                    "Role assignments made outside these stacks are not in the files: at the registry, inherited from its resource group, subscription or management group, or eligible in Privileged Identity Management.",
                command: "az role assignment list --include-inherited --scope /subscriptions/…/registries/contosoapps",
            },
            {
                subject: "registry partnerimages",
                message:
                    "It is managed outside these stacks: its settings and other access to it are not in the files.",
                command: null,
            },
        ],
    };
}
