// Which federated credentials Azure refuses, and which are unsafe: limits, names, subjects, pull requests. Pure.

import { azureAudience, isFederatedCredentialName, maximumFederatedCredentials } from "../../azure/federation";
import { Permission } from "../../azure/permissions";
import type { Grant } from "../access/grants";
import { exactlyOne } from "../inputs/alternatives";
import { ifPlain, type Problem, under } from "../inputs/validation";
import {
    type FederatedCredential,
    federatedCredentialName,
    type GitHubWorkload,
    type GitLabWorkload,
    type KubernetesWorkload,
    trustOf,
} from "./federation";

/** What is wrong with the federated credentials of the identity of that name. Paths start at `federatedCredentials`. */
export function federationProblems(
    name: string,
    credentials: Readonly<Record<string, FederatedCredential>>,
    grants: Readonly<Record<string, Grant>>,
): Problem[] {
    const entries = Object.entries(credentials);
    const single = entries.flatMap(([key, credential]) => [
        ...nameProblems(name, key, credential),
        ...under(`federatedCredentials.${key}`, [
            ...credentialProblems(credential),
            ...pullRequestProblems(credential, grants),
        ]),
    ]);
    const count: Problem[] =
        entries.length > maximumFederatedCredentials
            ? [
                  {
                      path: "federatedCredentials",
                      problem: `are ${entries.length}, and an identity holds at most ${maximumFederatedCredentials}`,
                      remedy: "Use GitHub environments in place of branches, or several identities.",
                  },
              ]
            : [];
    return [...count, ...single, ...(single.length > 0 ? [] : duplicateProblems(entries))];
}

function nameProblems(name: string, key: string, credential: FederatedCredential): Problem[] {
    if (credential.name !== undefined) {
        return isFederatedCredentialName(credential.name)
            ? []
            : [
                  {
                      path: `federatedCredentials.${key}.name`,
                      problem: "is not the name of a federated credential",
                      given: credential.name,
                      remedy: "Use 3 to 120 letters, digits, hyphens and underscores, with a letter or digit first.",
                  },
              ];
    }
    return isFederatedCredentialName(federatedCredentialName(name, key))
        ? []
        : [
              {
                  path: `federatedCredentials.${key}`,
                  problem: "results in a name that Azure does not accept",
                  given: federatedCredentialName(name, key),
                  remedy: "Use letters, digits, hyphens and underscores; 3 to 120 together with the component's name.",
              },
          ];
}

function duplicateProblems(entries: readonly [string, FederatedCredential][]): Problem[] {
    const trusts = entries.map(([key, credential]) => ({ key, ...trustOf(credential) }));
    return trusts.flatMap(({ key, issuer, subject }, index) => {
        const first = trusts.slice(0, index).find((other) => other.issuer === issuer && other.subject === subject);
        return first === undefined
            ? []
            : [
                  {
                      path: `federatedCredentials.${key}`,
                      problem: `trusts the same issuer and subject as federatedCredentials.${first.key}`,
                      given: subject,
                      remedy: "Keep one of the two.",
                  },
              ];
    });
}

/** The author of a pull request decides what its jobs do, so an image that they push has not been reviewed. */
function pullRequestProblems({ github }: FederatedCredential, grants: Readonly<Record<string, Grant>>): Problem[] {
    const wider = Object.entries(grants).filter(([, { permission }]) => permission !== Permission.pull);
    return github?.pullRequest && wider.length > 0
        ? [
              {
                  path: "github.pullRequest",
                  problem: `lets jobs of pull requests, whose code has not been reviewed, do more than pull (${wider
                      .map(([key, { permission }]) => `grants.${key}: ${permission}`)
                      .join(", ")})`,
                  remedy: "Use a second identity that only pulls for pull requests.",
              },
          ]
        : [];
}

function credentialProblems({ github, gitlab, kubernetes, audience }: FederatedCredential): Problem[] {
    const problems: Problem[] = [
        ...exactlyOne("github", { github, gitlab, kubernetes }),
        ...(github === undefined ? [] : under("github", githubProblems(github))),
        ...(gitlab === undefined ? [] : under("gitlab", gitlabProblems(gitlab))),
        ...(kubernetes === undefined ? [] : under("kubernetes", kubernetesProblems(kubernetes))),
        ...(audience === undefined
            ? []
            : matching("audience", audience, plainText, "an audience", `such as ${azureAudience}`)),
    ];
    return problems;
}

const plainText = /^[^\s*]{1,600}$/;
const httpsUrl = /^https:\/\/[^\s*]{1,592}$/;
const githubOwner = /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?$/;
const githubRepository = /^[a-zA-Z0-9._-]+$/;
const numericId = /^[0-9]+$/;
const gitlabProject = /^[a-zA-Z0-9_][a-zA-Z0-9._-]*(?:\/[a-zA-Z0-9_][a-zA-Z0-9._-]*)+$/;
const dnsLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const dnsSubdomain = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
/** Short names only: what git calls `refs/heads/main` is `main`. */
const gitReference = /^(?!refs\/)[^\s*:?[\\^~]{1,250}$/;
const environmentName = /^[^*]{1,255}$/;

function githubProblems(workload: GitHubWorkload): Problem[] {
    const { organization, repository, branch, tag, environment, pullRequest, organizationId, repositoryId } = workload;
    return [
        ...matching("organization", organization, githubOwner, "the name of a GitHub owner", "without the repository"),
        ...matching("repository", repository, githubRepository, "the name of a repository", "without its owner"),
        ...exactlyOne("branch", { branch, tag, environment, pullRequest: pullRequest || undefined }),
        ...matching("branch", branch, gitReference, "the name of one branch", "such as main"),
        ...matching("tag", tag, gitReference, "the name of one tag", "such as v1.0.0"),
        ...matching("environment", environment, environmentName, "the name of one environment", "such as production"),
        ...matching("organizationId", organizationId, numericId, "a numeric id", "as `gh api` shows it"),
        ...matching("repositoryId", repositoryId, numericId, "a numeric id", "as `gh api` shows it"),
        ...((organizationId === undefined) === (repositoryId === undefined)
            ? []
            : [
                  {
                      path: organizationId === undefined ? "organizationId" : "repositoryId",
                      problem: "is missing, and an immutable subject holds both ids",
                      remedy: "Give organizationId and repositoryId, or neither.",
                  },
              ]),
    ];
}

function gitlabProblems({ project, branch, tag, issuer }: GitLabWorkload): Problem[] {
    return [
        ...matching("project", project, gitlabProject, "the path of a project", "with its groups, such as shop/web"),
        ...exactlyOne("branch", { branch, tag }),
        ...matching("branch", branch, gitReference, "the name of one branch", "such as main"),
        ...matching("tag", tag, gitReference, "the name of one tag", "such as v1.0.0"),
        ...issuerProblems(issuer),
    ];
}

function kubernetesProblems({ issuer, namespace, serviceAccount }: KubernetesWorkload): Problem[] {
    return [
        ...ifPlain(issuer, issuerProblems),
        ...matching("namespace", namespace, dnsLabel, "the name of a namespace", "such as default"),
        ...matching(
            "serviceAccount",
            serviceAccount,
            dnsSubdomain,
            "the name of a service account",
            "without its namespace",
        ),
    ];
}

export function issuerProblems(issuer: string | undefined): Problem[] {
    return matching("issuer", issuer, httpsUrl, "the URL of an issuer", "beginning with https://");
}

function matching(path: string, value: string | undefined, pattern: RegExp, what: string, how: string): Problem[] {
    return value === undefined || pattern.test(value)
        ? []
        : [{ path, problem: `is not ${what}`, given: value, remedy: `Write ${what}, ${how}, without wildcards.` }];
}
