// `ignoreChanges` on a property that decides who can log in keeps manual changes in place.
import type { Kind } from "../../estate/kinds";
import { resourceRule, satisfied, violated } from "../lib/rule";

/** Properties, and what the classic provider calls them, that a program must keep in its hands. */
const guarded: Partial<Record<Kind, readonly string[]>> = {
    registry: [
        "adminUserEnabled",
        "adminEnabled",
        "anonymousPullEnabled",
        "policies.azureADAuthenticationAsArmPolicy",
        "policies.exportPolicy",
        "roleAssignmentMode",
        "publicNetworkAccess",
        "networkRuleSet",
    ],
    scopeMap: ["actions"],
    applicationPassword: ["endDate", "endDateRelative"],
    servicePrincipalPassword: ["endDate", "endDateRelative"],
    tokenPassword: ["expiry", "expiresOn"],
    federatedCredential: ["issuer", "subject", "audiences"],
    roleAssignment: ["roleDefinitionId", "scope", "principalId", "condition"],
};

export const disallowIgnoredChanges = resourceRule({
    name: "acr-program-disallow-ignored-changes",
    displayName: "Changes of authentication settings are not ignored",
    description:
        "A resource that decides who logs in to a registry must not ignore changes of the deciding properties.",
    group: "authentication",
    severity: "high",
    level: "mandatory",
    remediationSteps: "Remove the property from ignoreChanges and deploy, so that the program's value holds again.",
    url: "https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/",
    tags: ["drift"],
    crosswalk: {},
    aboutProgram: true,
    rationale:
        "With ignoreChanges on such a property, a value that was changed by hand survives every deployment without a word. The program then shows a setting that the resource no longer has.",
    settings: {},
    kinds: Object.keys(guarded) as Kind[],
    judge: (resource) => {
        const properties = (resource.kind && guarded[resource.kind]) ?? [];
        const ignored = resource.ignoreChanges.filter((path) =>
            properties.some((property) => overlap(steps(path), steps(property))),
        );
        if (ignored.length === 0) return satisfied(resource);
        return violated(
            resource,
            `must not ignore changes of ${ignored.join(", ")}`,
            "Remove it from ignoreChanges, so that a change by hand is put right by the next deployment",
        );
    },
});

/** The steps of a path: `policies.exportPolicy`, `policies["exportPolicy"]` and `ipRules[0]` have two. */
const steps = (path: string): string[] => path.split(/[.[\]"]+/).filter((step) => step !== "");

/** Whether one path is the other, or leads to it or into it. */
const overlap = (one: string[], other: string[]): boolean =>
    one.every((step, index) => index >= other.length || step === "*" || step === other[index]);
