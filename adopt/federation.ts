// Federated credentials as the stack config writes them: a job of GitHub or GitLab, or a pod. What is not of such a form can't
// be declared, and stays as it is.
import { azureAudience, githubIssuer, gitlabIssuer } from "../azure/federation";
import type { ConfigMap } from "./model";

export interface Trust {
    issuer: string;
    subject: string;
    audiences: readonly string[];
}

/** The credential without its name; `undefined` where the stack config has no words for it. */
export function federationConfig({ issuer, subject, audiences }: Trust): ConfigMap | undefined {
    const [audience, ...others] = audiences;
    if (audience === undefined || others.length > 0) return undefined;
    const workload = workloadOf(issuer, subject);
    return workload && { ...workload, ...(audience === azureAudience ? {} : { audience }) };
}

/** Whether jobs of pull requests log in by it, which may only pull. */
export const isForPullRequests = ({ issuer, subject }: Trust): boolean =>
    issuer === githubIssuer && subject.endsWith(":pull_request");

function workloadOf(issuer: string, subject: string): ConfigMap | undefined {
    if (/[*\s]/.test(subject) || !issuer.startsWith("https://")) return undefined;
    if (issuer === githubIssuer) return githubOf(subject);
    const [, project, kind, reference] =
        /^project_path:([^:]+\/[^:]+):ref_type:(branch|tag):ref:([^:]+)$/.exec(subject) ?? [];
    if (project !== undefined && kind !== undefined && reference !== undefined) {
        return { gitlab: { project, [kind]: reference, ...(issuer === gitlabIssuer ? {} : { issuer }) } };
    }
    const [, namespace, serviceAccount] = /^system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)$/.exec(subject) ?? [];
    return namespace === undefined || serviceAccount === undefined
        ? undefined
        : { kubernetes: { issuer, namespace, serviceAccount } };
}

const githubForm =
    /^repo:([\w-]+)(?:@(\d+))?\/([\w.-]+)(?:@(\d+))?:(?:ref:refs\/(heads|tags)\/([^:]+)|environment:([^:]+)|(pull_request))$/;

function githubOf(subject: string): ConfigMap | undefined {
    const [, organization, organizationId, repository, repositoryId, kind, reference, environment, pullRequest] =
        githubForm.exec(subject) ?? [];
    if (organization === undefined || repository === undefined) return undefined;
    // An immutable subject holds both ids.
    if ((organizationId === undefined) !== (repositoryId === undefined)) return undefined;
    return {
        github: {
            organization,
            ...(organizationId === undefined ? {} : { organizationId }),
            repository,
            ...(repositoryId === undefined ? {} : { repositoryId }),
            ...(kind === "heads" && reference !== undefined ? { branch: reference } : {}),
            ...(kind === "tags" && reference !== undefined ? { tag: reference } : {}),
            // GitHub writes a colon in the name of an environment as %3A.
            ...(environment === undefined ? {} : { environment: environment.replaceAll("%3A", ":") }),
            ...(pullRequest === undefined ? {} : { pullRequest: true }),
        },
    };
}
