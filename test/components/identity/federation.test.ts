import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FederatedCredential, GitHubWorkload, Grant } from "../../../components";
import { trustOf } from "../../../components/identity/federation";
import { federationProblems } from "../../../components/identity/federation-problems";
import { problemText } from "../../../components/inputs/validation";
import { registryReference } from "../../support/mocks";

const github = "https://token.actions.githubusercontent.com";
const repository = { organization: "contoso", repository: "shop" };
const ids = { organizationId: "9919", repositoryId: "1296269" };
const pull = { shop: { registry: registryReference("shop"), permission: "pull" } } as const;

const texts = (credentials: Record<string, FederatedCredential>, grants: Record<string, Grant> = pull) =>
    federationProblems("ci", credentials, grants).map(problemText);

describe("trustOf", () => {
    it.each<[GitHubWorkload, string]>([
        [{ ...repository, branch: "main" }, "repo:contoso/shop:ref:refs/heads/main"],
        [{ ...repository, branch: "release/1.0" }, "repo:contoso/shop:ref:refs/heads/release/1.0"],
        [{ ...repository, tag: "v1.0.0" }, "repo:contoso/shop:ref:refs/tags/v1.0.0"],
        [{ ...repository, environment: "production" }, "repo:contoso/shop:environment:production"],
        [{ ...repository, environment: "eu: live" }, "repo:contoso/shop:environment:eu%3A live"],
        [{ ...repository, pullRequest: true }, "repo:contoso/shop:pull_request"],
        [{ ...repository, ...ids, branch: "main" }, "repo:contoso@9919/shop@1296269:ref:refs/heads/main"],
        [{ ...repository, ...ids, environment: "production" }, "repo:contoso@9919/shop@1296269:environment:production"],
        [{ ...repository, ...ids, pullRequest: true }, "repo:contoso@9919/shop@1296269:pull_request"],
    ])("writes %j as GitHub does: %s", (workload, subject) => {
        expect(texts({ job: { github: workload } })).toEqual([]);
        expect(trustOf({ github: workload })).toEqual({
            issuer: github,
            subject,
            audience: "api://AzureADTokenExchange",
        });
    });

    it("writes the subjects of GitLab, on gitlab.com and elsewhere", () => {
        expect(trustOf({ gitlab: { project: "team/shop/web", branch: "main" } })).toEqual({
            issuer: "https://gitlab.com",
            subject: "project_path:team/shop/web:ref_type:branch:ref:main",
            audience: "api://AzureADTokenExchange",
        });
        expect(
            trustOf({ gitlab: { project: "shop/web", tag: "v1", issuer: "https://git.contoso.com" }, audience: "acr" }),
        ).toEqual({
            issuer: "https://git.contoso.com",
            subject: "project_path:shop/web:ref_type:tag:ref:v1",
            audience: "acr",
        });
    });

    it("writes the subject of a Kubernetes service account", () => {
        const issuer = "https://koreacentral.oic.prod-aks.azure.com/tenant/cluster/";
        expect(trustOf({ kubernetes: { issuer, namespace: "web", serviceAccount: "builder" } })).toEqual({
            issuer,
            subject: "system:serviceaccount:web:builder",
            audience: "api://AzureADTokenExchange",
        });
    });

    it("never writes a wildcard, and never the same subject for different workloads", () => {
        const name = fc.stringMatching(/^[a-z*:?]{1,6}$/);
        const context = fc.oneof(
            fc.record({ branch: name }),
            fc.record({ tag: name }),
            fc.record({ environment: name }),
        );
        fc.assert(
            fc.property(context, context, (one, other) => {
                const [first, second] = [one, other].map((workload) => ({ github: { ...repository, ...workload } }));
                fc.pre(first !== undefined && second !== undefined);
                fc.pre(texts({ first, second }).every((text) => text.includes("trusts the same")));
                const subjects = [first, second].map((credential) => trustOf(credential).subject);
                expect(subjects.join()).not.toContain("*");
                expect(subjects[0] === subjects[1]).toBe(JSON.stringify(one) === JSON.stringify(other));
            }),
        );
    });
});

describe("federationProblems", () => {
    const job = { github: { ...repository, branch: "main" } };

    it.each<[string, Record<string, FederatedCredential>, string[]]>([
        [
            "no workload",
            { job: {} },
            [
                "federatedCredentials.job.github: is missing, and so are its alternatives. Give exactly one of github, gitlab, kubernetes.",
            ],
        ],
        [
            "two workloads",
            { job: { ...job, gitlab: { project: "shop/web", branch: "main" } } },
            [
                "federatedCredentials.job.github: is one of several alternatives: github, gitlab. Give exactly one of github, gitlab, kubernetes.",
            ],
        ],
        [
            "a repository without a branch, a tag, an environment or pull requests",
            { job: { github: { ...repository, pullRequest: false } } },
            [
                "federatedCredentials.job.github.branch: is missing, and so are its alternatives. Give exactly one of branch, tag, environment, pullRequest.",
            ],
        ],
        [
            "wildcards, long names of references, and owners with their repository",
            {
                job: { github: { organization: "contoso/shop", repository: "*", branch: "release/*" } },
                tag: { github: { ...repository, tag: "refs/tags/v1" } },
            },
            [
                'federatedCredentials.job.github.organization: is not the name of a GitHub owner (given: "contoso/shop"). Write the name of a GitHub owner, without the repository, without wildcards.',
                'federatedCredentials.job.github.repository: is not the name of a repository (given: "*"). Write the name of a repository, without its owner, without wildcards.',
                'federatedCredentials.job.github.branch: is not the name of one branch (given: "release/*"). Write the name of one branch, such as main, without wildcards.',
                'federatedCredentials.tag.github.tag: is not the name of one tag (given: "refs/tags/v1"). Write the name of one tag, such as v1.0.0, without wildcards.',
            ],
        ],
        [
            "half of an immutable subject",
            { job: { github: { ...job.github, organizationId: "contoso" } } },
            [
                'federatedCredentials.job.github.organizationId: is not a numeric id (given: "contoso"). Write a numeric id, as `gh api` shows it, without wildcards.',
                "federatedCredentials.job.github.repositoryId: is missing, and an immutable subject holds both ids. Give organizationId and repositoryId, or neither.",
            ],
        ],
        [
            "a GitLab project without its group, and an issuer that is none",
            { job: { gitlab: { project: "web", branch: "main", tag: "v1", issuer: "git.contoso.com" } } },
            [
                'federatedCredentials.job.gitlab.project: is not the path of a project (given: "web"). Write the path of a project, with its groups, such as shop/web, without wildcards.',
                "federatedCredentials.job.gitlab.branch: is one of several alternatives: branch, tag. Give exactly one of branch, tag.",
                'federatedCredentials.job.gitlab.issuer: is not the URL of an issuer (given: "git.contoso.com"). Write the URL of an issuer, beginning with https://, without wildcards.',
            ],
        ],
        [
            "Kubernetes names that no service account has",
            { job: { kubernetes: { issuer: "http://k8s", namespace: "Web", serviceAccount: "web:builder" } } },
            [
                'federatedCredentials.job.kubernetes.issuer: is not the URL of an issuer (given: "http://k8s"). Write the URL of an issuer, beginning with https://, without wildcards.',
                'federatedCredentials.job.kubernetes.namespace: is not the name of a namespace (given: "Web"). Write the name of a namespace, such as default, without wildcards.',
                'federatedCredentials.job.kubernetes.serviceAccount: is not the name of a service account (given: "web:builder"). Write the name of a service account, without its namespace, without wildcards.',
            ],
        ],
        [
            "an empty audience",
            { job: { ...job, audience: "" } },
            [
                'federatedCredentials.job.audience: is not an audience (given: ""). Write an audience, such as api://AzureADTokenExchange, without wildcards.',
            ],
        ],
        [
            "a key that Azure does not take as a part of a name",
            { "main branch": job },
            [
                'federatedCredentials.main branch: results in a name that Azure does not accept (given: "ci-main branch"). Use letters, digits, hyphens and underscores; 3 to 120 together with the component\'s name.',
            ],
        ],
        [
            "the same workload twice, whatever the audience",
            { job, again: { ...job, audience: "other" } },
            [
                'federatedCredentials.again: trusts the same issuer and subject as federatedCredentials.job (given: "repo:contoso/shop:ref:refs/heads/main"). Keep one of the two.',
            ],
        ],
    ])("refuses %s", (_, credentials, expected) => {
        expect(texts(credentials)).toEqual(expected);
    });

    it("takes twenty credentials and refuses the twenty-first", () => {
        const branches = (count: number) =>
            Object.fromEntries(
                Array.from({ length: count }, (_, index) => [
                    `branch-${index}`,
                    { github: { ...repository, branch: `branch-${index}` } },
                ]),
            );
        expect(texts(branches(20))).toEqual([]);
        expect(texts(branches(21))).toEqual([
            "federatedCredentials: are 21, and an identity holds at most 20. Use GitHub environments in place of branches, or several identities.",
        ]);
    });

    it.each(["push", "delete", "manage"] as const)(
        "lets pull requests pull, and does not let them %s",
        (permission) => {
            const review = { review: { github: { ...repository, pullRequest: true } } };
            expect(texts(review, pull)).toEqual([]);
            expect(texts(review, { shop: { ...pull.shop, permission } })).toEqual([
                `federatedCredentials.review.github.pullRequest: lets jobs of pull requests, whose code has not been reviewed, do more than pull (grants.shop: ${permission}). Use a second identity that only pulls for pull requests.`,
            ]);
        },
    );
});
