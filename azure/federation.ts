// Workload identity federation: what Entra compares a workload's token with, and the limits of federated credentials.
// Sources: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations,
// https://docs.github.com/actions/reference/security/oidc, https://docs.gitlab.com/ci/cloud_services/

/** What Entra expects as the audience of a token in the public cloud, unless the credential names another one. */
export const azureAudience = "api://AzureADTokenExchange";

export const githubIssuer = "https://token.actions.githubusercontent.com";
/** gitlab.com; a GitLab of one's own is its own issuer. */
export const gitlabIssuer = "https://gitlab.com";

/** How many federated credentials a user-assigned identity or an application holds. */
export const maximumFederatedCredentials = 20;

/** 3 to 120 letters, digits, hyphens and underscores, beginning with a letter or a digit. */
export function isFederatedCredentialName(name: string): boolean {
    return /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,119}$/.test(name);
}

/**
 * Whether a subject names one repository of GitHub and one branch, tag or environment, or pull requests:
 * `repo:OWNER/NAME:CONTEXT`, also in the immutable form `repo:OWNER@ID/NAME@ID:CONTEXT`.
 */
export function isGithubSubject(subject: string): boolean {
    return /^repo:[^/*:]+\/[^/*:]+:(ref:refs\/(heads|tags)\/[^*]+|environment:[^*]+|pull_request)$/.test(subject);
}
