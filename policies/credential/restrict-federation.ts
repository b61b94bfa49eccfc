// A federated credential trusts one workload, named in full. A pattern trusts whoever can make a name that fits it.
import { azureAudience, githubIssuer, isGithubSubject } from "../../azure/federation";
import { get, type Resource } from "../../estate/resource";
import { isUndetermined, items, text, unwrap } from "../../estate/value";
import { resourceRule, satisfied, undecided, type Verdict, violated } from "../lib/rule";

/** A flexible expression that names owner and repository before its first wildcard. */
const flexibleSubject = /claims\['sub'\]\s+(matches|eq)\s+'repo:[^/*:']+\/[^/*:']+:[^']+'/;

export const restrictFederation = resourceRule({
    name: "acr-credential-restrict-federation",
    displayName: "Federated credentials name one workload",
    description: "A federated credential must name issuer, subject and audience in full.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps:
        "Write the subject as repo:OWNER/REPOSITORY:environment:NAME or :ref:refs/heads/BRANCH; the component RegistryManagedIdentity builds it.",
    url: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations",
    tags: ["federation", "ci"],
    crosswalk: { checkov: ["CKV_AZURE_249"], azurePolicy: ["fd1a8e20", "2571b7c3", "ae62c456"] },
    rationale:
        "A subject with a wildcard lets every workflow whose name fits obtain a token for the identity, including one in a repository that someone else creates. Exact values admit only the pipeline that was meant.",
    settings: {
        allowedIssuers: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Issuers that may be trusted; none given: any.",
        },
        allowedOwners: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Owners of GitHub repositories that may be trusted; none given: any.",
        },
    },
    kinds: ["federatedCredential"],
    judge: (credential, { settings }) => {
        const issuer = get(credential, "issuer");
        if (isUndetermined(issuer)) return undecided(credential, "issuer");
        if (settings.allowedIssuers.length > 0 && !settings.allowedIssuers.includes(text(issuer) ?? "")) {
            return violated(
                credential,
                "must not trust an issuer outside allowedIssuers",
                "Use one of the allowed issuers",
            );
        }
        return judgeSubject(credential, issuer === githubIssuer, settings.allowedOwners);
    },
});

function judgeSubject(credential: Resource, isGithub: boolean, owners: readonly string[]): Verdict {
    const expression = get(credential, "claimsMatchingExpression");
    const subject = expression ?? get(credential, "subject");
    const audiences = items(get(credential, "audiences") ?? get(credential, "audience"))?.map(unwrap);
    if (isUndetermined(subject) || typeof subject !== "string") return undecided(credential, "subject");
    if (!audiences || audiences.some(isUndetermined)) return undecided(credential, "audiences");
    const exact = expression === undefined ? !subject.includes("*") : flexibleSubject.test(subject);
    if (!exact || (isGithub && expression === undefined && !isGithubSubject(subject))) {
        return violated(
            credential,
            "must name one repository and one branch, tag or environment in its subject",
            "Write repo:OWNER/REPOSITORY:environment:NAME without wildcards (component RegistryManagedIdentity)",
        );
    }
    const owner = /repo:([^/@]+)[/@]/.exec(subject)?.[1];
    if (isGithub && owners.length > 0 && !owners.includes(owner ?? "")) {
        return violated(
            credential,
            "must not trust a repository outside allowedOwners",
            "Use a repository of an allowed owner",
        );
    }
    return audiences.length === 1 && audiences[0] !== "*"
        ? satisfied(credential)
        : violated(credential, "must have exactly one audience", `Set audiences to ${azureAudience}`);
}
