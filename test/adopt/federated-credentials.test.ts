// Federated credentials of a managed identity that is adopted: under their names, or left out with the reason.
import { describe, expect, it } from "vitest";
import type { RoleName } from "../../azure/roles";
import {
    adoptionOf,
    entriesOf,
    federatedCredential,
    identity,
    identityId,
    oid,
    registry,
    registryId,
    roleAssignment,
    subscriptionId,
} from "./estate";

const github = "https://token.actions.githubusercontent.com";
const estate = (subject: string, issuer: string, role: RoleName = "AcrPull") => [
    registry("contoso"),
    roleAssignment(1, { role, principalId: oid(1), principalType: "ServicePrincipal", scope: registryId("contoso") }),
    identity(1, "deploy"),
    federatedCredential("deploy", "gh", subject, issuer),
];

describe("a managed identity", () => {
    const federated = (subject: string, issuer: string, role?: RoleName) =>
        entriesOf(estate(subject, issuer, role))["managedIdentities.deploy"]?.value.federatedCredentials;

    it.each<[string, string, object]>([
        [
            "repo:contoso/shop:ref:refs/heads/release/1.0",
            github,
            { github: { organization: "contoso", repository: "shop", branch: "release/1.0" } },
        ],
        [
            "repo:contoso/shop:ref:refs/tags/v1.0.0",
            github,
            { github: { organization: "contoso", repository: "shop", tag: "v1.0.0" } },
        ],
        [
            "repo:contoso@1001/shop@2002:environment:prod%3Aeu",
            github,
            {
                github: {
                    organization: "contoso",
                    organizationId: "1001",
                    repository: "shop",
                    repositoryId: "2002",
                    environment: "prod:eu",
                },
            },
        ],
        [
            "repo:contoso/shop:pull_request",
            github,
            { github: { organization: "contoso", repository: "shop", pullRequest: true } },
        ],
        [
            "project_path:contoso/shop:ref_type:branch:ref:main",
            "https://gitlab.com",
            { gitlab: { project: "contoso/shop", branch: "main" } },
        ],
        [
            "project_path:contoso/shop:ref_type:tag:ref:v1",
            "https://gitlab.contoso.com",
            { gitlab: { project: "contoso/shop", tag: "v1", issuer: "https://gitlab.contoso.com" } },
        ],
        [
            "system:serviceaccount:shop:deployer",
            "https://oidc.prod-aks.azure.com/shop/",
            {
                kubernetes: {
                    issuer: "https://oidc.prod-aks.azure.com/shop/",
                    namespace: "shop",
                    serviceAccount: "deployer",
                },
            },
        ],
    ])("keeps its federated credential for %s, by name", (subject, issuer, workload) => {
        expect(federated(subject, issuer)).toEqual({ gh: { name: "gh", ...workload } });
        expect(entriesOf(estate(subject, issuer))["managedIdentities.deploy"]?.parts.at(-1)).toEqual({
            type: "azure-native:managedidentity:FederatedIdentityCredential",
            name: "deploy-gh",
            id: `${identityId("deploy")}/federatedIdentityCredentials/gh`,
            changes: [],
        });
    });

    it.each([
        ["repo:contoso/shop:job_workflow_ref:contoso/flows/.github/workflows/x.yml@main", github, undefined],
        ["repo:contoso/*:ref:refs/heads/main", github, undefined],
        ["anything", "https://issuer.contoso.com", undefined],
        ["repo:contoso/shop:pull_request", github, "AcrPush" as const],
    ])("leaves one for %s undeclared, and tells the command", (subject, issuer, role) => {
        const { undeclared } = adoptionOf(estate(subject, issuer, role));
        expect(federated(subject, issuer, role)).toBeUndefined();
        expect(undeclared).toMatchObject([
            {
                what: `Federated credential gh of managed identity deploy, for ${subject}`,
                command: `az identity federated-credential delete --subscription ${subscriptionId} --resource-group old --identity-name deploy --name gh --yes`,
            },
        ]);
    });

    it("of another subscription gets access and no more, and its federated credential is listed", () => {
        const other = "22222222-2222-2222-2222-222222222222";
        const moved = estate("repo:contoso/shop:ref:refs/heads/main", github).map((resources) =>
            resources.flatMap((resource) => {
                const urn = resource.urn.replace(subscriptionId, other);
                return resource.kind === "userAssignedIdentity" || resource.kind === "federatedCredential"
                    ? [{ ...resource, urn, id: urn }]
                    : [resource];
            }),
        );
        const { entries, undeclared } = adoptionOf(moved);
        expect(entries.at(-1)).toMatchObject({
            section: "access",
            comment: `managed identity deploy of subscription ${other}`,
            value: { principalId: oid(1), principalType: "ServicePrincipal" },
        });
        expect(undeclared).toMatchObject([
            {
                what: "Federated credential gh of managed identity deploy, for repo:contoso/shop:ref:refs/heads/main",
                why: "the stack of the identity's own subscription declares it",
            },
        ]);
    });
});
