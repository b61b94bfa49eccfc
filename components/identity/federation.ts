// Federated credentials: which workload outside Azure can log in as an identity, without a password. Entra compares issuer,
// subject and audience exactly, so they are written here as the issuers write them. Pure.
// Sources: https://docs.github.com/actions/reference/security/oidc,
// https://learn.microsoft.com/entra/workload-id/workload-identities-github-immutable-subjects,
// https://docs.gitlab.com/ci/secrets/id_token_authentication/,
// https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
import type * as pulumi from "@pulumi/pulumi";
import { azureAudience, githubIssuer, gitlabIssuer } from "../../azure/federation";

/** A workload outside Azure that may log in: exactly one of `github`, `gitlab` and `kubernetes`. */
export interface FederatedCredential {
    /**
     * Name in Azure, for a credential that was made elsewhere: 3 to 120 letters, digits, hyphens and underscores. Defaults
     * to the component's name and the key.
     */
    name?: string;
    /** Jobs of GitHub Actions. */
    github?: GitHubWorkload;
    /** Jobs of GitLab CI/CD. */
    gitlab?: GitLabWorkload;
    /** Pods of a Kubernetes cluster, in Azure or elsewhere. */
    kubernetes?: KubernetesWorkload;
    /** The audience that the workload asks its token for. Defaults to `api://AzureADTokenExchange`. */
    audience?: string;
}

/** Jobs of one GitHub repository: exactly one of `branch`, `tag`, `environment` and `pullRequest`. */
export interface GitHubWorkload {
    /** Owner of the repository, an organization or a person, in upper and lower case as GitHub shows it. */
    organization: string;
    /** Name of the repository, without its owner, in upper and lower case as GitHub shows it. */
    repository: string;
    /** Jobs for this branch, such as `main`. */
    branch?: string;
    /** Jobs for this tag, such as `v1.0.0`. */
    tag?: string;
    /** Jobs in this environment, whose protection rules then decide who may log in. */
    environment?: string;
    /** Jobs for pull requests. They run code that has not been reviewed, so the identity may only be granted pull. */
    pullRequest?: boolean;
    /**
     * Numeric id of the owner. Give it together with `repositoryId` if the repository has immutable subjects: all that
     * were created or renamed since 15 July 2026.
     */
    organizationId?: string;
    /** Numeric id of the repository. Goes with `organizationId`. */
    repositoryId?: string;
}

/** Jobs of one GitLab project: exactly one of `branch` and `tag`. */
export interface GitLabWorkload {
    /** Path of the project with its groups, such as `shop/web`. */
    project: string;
    /** Jobs for this branch. */
    branch?: string;
    /** Jobs for this tag. */
    tag?: string;
    /** URL of the GitLab instance, which Entra must be able to reach. Defaults to `https://gitlab.com`. */
    issuer?: string;
}

/** Pods that run as one service account. */
export interface KubernetesWorkload {
    /** OIDC issuer URL of the cluster, exactly, with its last slash: `oidcIssuerProfile.issuerURL` of an AKS cluster. */
    issuer: pulumi.Input<string>;
    /** Namespace of the service account. */
    namespace: string;
    /** Name of the service account. */
    serviceAccount: string;
}

/** What Entra compares a token with. */
export interface Trust {
    issuer: pulumi.Input<string>;
    subject: string;
    audience: string;
}

/** What a credential trusts; call it only where `federationProblems` finds none. */
export function trustOf({ github, gitlab, kubernetes, audience = azureAudience }: FederatedCredential): Trust {
    if (github !== undefined) {
        return { issuer: githubIssuer, subject: githubSubject(github), audience };
    }
    if (gitlab !== undefined) {
        return { issuer: gitlab.issuer ?? gitlabIssuer, subject: gitlabSubject(gitlab), audience };
    }
    const { issuer, namespace, serviceAccount } = kubernetes ?? { issuer: "", namespace: "", serviceAccount: "" };
    return { issuer, subject: `system:serviceaccount:${namespace}:${serviceAccount}`, audience };
}

function githubSubject(workload: GitHubWorkload): string {
    const { organization, organizationId, repository, repositoryId } = workload;
    const name =
        organizationId === undefined
            ? `${organization}/${repository}`
            : `${organization}@${organizationId}/${repository}@${repositoryId}`;
    return `repo:${name}:${githubContext(workload)}`;
}

function githubContext({ branch, tag, environment }: GitHubWorkload): string {
    if (branch !== undefined) {
        return `ref:refs/heads/${branch}`;
    }
    if (tag !== undefined) {
        return `ref:refs/tags/${tag}`;
    }
    // A colon separates the parts of a subject, so GitHub writes one in a name as %3A.
    return environment === undefined ? "pull_request" : `environment:${environment.replaceAll(":", "%3A")}`;
}

function gitlabSubject({ project, branch, tag }: GitLabWorkload): string {
    return branch === undefined
        ? `project_path:${project}:ref_type:tag:ref:${tag}`
        : `project_path:${project}:ref_type:branch:ref:${branch}`;
}

/** Name of the resource of the federated credential with that key, and its name in Azure unless it has another one. */
export function federatedCredentialName(name: string, key: string): string {
    return `${name}-${key}`;
}
