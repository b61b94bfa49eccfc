import { repositoryCondition } from "../../azure/conditions";
import { roles } from "../../azure/roles";
import type { Resource } from "../../estate/resource";
import {
    live,
    liveApplication,
    liveAssignment,
    liveIdentity,
    liveRegistry,
    liveScopeMap,
    liveServicePrincipal,
    liveToken,
} from "../policies/support/live";

export const images = liveRegistry("images", { roleAssignmentMode: "AbacRepositoryPermissions" });
export const application = liveApplication("app-object", { clientId: "client", displayName: "ci" });
export const ci = liveServicePrincipal("ci-object", { clientId: "client", displayName: "ci" });
export const identity = liveIdentity("puller", { principalId: "puller-object" });
export const reading = (...repositories: string[]) => ({
    condition: repositoryCondition(["content/read", "content/write", "metadata/read"], repositories),
});
export const pull = liveAssignment("pull", roles.RepositoryReader, "ci-object", reading("shop/*"));
export const password = (key: string, more: Record<string, unknown> = {}) =>
    live("azuread:index:ApplicationPassword", `/applications/app-object/password/${key}`, {
        applicationId: "/applications/app-object",
        keyId: key,
        displayName: "by pipeline",
        startDate: "2026-06-01T00:00:00Z",
        endDate: "2027-06-01T00:00:00Z",
        ...more,
    });
export const certificate = live(
    "azuread:index:ApplicationCertificate",
    "/applications/app-object/certificate/cert-key",
    {
        applicationId: "/applications/app-object",
        keyId: "cert-key",
        displayName: "laptop",
        startDate: "2026-05-01T00:00:00Z",
        endDate: "2028-05-01T00:00:00Z",
    },
);
export const federated = (name: string, subject: string) =>
    live(
        "azure-native:managedidentity:FederatedIdentityCredential",
        `${identity.urn}/federatedIdentityCredentials/${name}`,
        {
            resourceName: "puller",
            issuer: "https://token.actions.githubusercontent.com",
            subject,
            audiences: ["api://AzureADTokenExchange"],
        },
    );
export const read = ["repositories/app/content/read", "repositories/app/metadata/read"];
export const deviceMap = liveScopeMap("device", read);
export const device = liveToken("device", {
    credentials: {
        passwords: [{ name: "password1", creationTime: "2026-06-01T08:00:00Z", expiry: "2027-05-01T00:00:00Z" }],
    },
});
export const estate: Resource[] = [
    images,
    application,
    ci,
    identity,
    pull,
    liveAssignment("puller", roles.RepositoryReader, "puller-object"),
    password("key-one"),
    federated("main", "repo:contoso/app:ref:refs/heads/main"),
    deviceMap,
    device,
];
