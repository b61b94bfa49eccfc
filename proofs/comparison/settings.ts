// Settings of a registry that open it: anonymous pull, tokens that were issued for Azure Resource Manager, and the role
// assignment mode. The admin user has a check of its own, which asks for its passwords.
import { lastSegment } from "../../azure/arm-id";
import { RoleAssignmentMode } from "../../azure/roles";
import { get, type Resource } from "../../estate/resource";
import { text } from "../../estate/value";
import type { CheckResult } from "../check-result";
import type { DeclaredRegistry } from "../declared";
import { asDeclared, narrower, type Subject, wider } from "./findings";

export const modeOf = (registry: Resource): RoleAssignmentMode =>
    text(get(registry, "roleAssignmentMode"))?.toLowerCase() === "abacrepositorypermissions"
        ? RoleAssignmentMode.abac
        : RoleAssignmentMode.legacy;

export const isAdminUserOn = (registry: Resource): boolean => get(registry, "adminUserEnabled") === true;

export function compareSettings(declared: DeclaredRegistry, found: Resource): CheckResult[] {
    return [anonymousPull(declared, found), audiencePolicy(declared, found), assignmentMode(declared, found)];
}

const subjectOf = (
    { name, target }: DeclaredRegistry,
    action: string,
    method: Subject["method"] = "individual identity",
): Subject => ({ method, action, repository: target.loginServer, identity: `registry ${name}` });

const nameOf = ({ target }: DeclaredRegistry): string => lastSegment(target.resourceId);

function anonymousPull(declared: DeclaredRegistry, found: Resource): CheckResult {
    const subject = subjectOf(declared, "anonymous pull setting", "anonymous pull");
    const on = get(found, "anonymousPullEnabled") === true;
    if (on === declared.anonymousPull) return asDeclared(subject, "ANONYMOUS_PULL", `it is ${on ? "on" : "off"}`);
    if (declared.anonymousPull) return narrower(subject, "ANONYMOUS_PULL_OFF", "it is off in Azure");
    return wider(subject, {
        code: "ANONYMOUS_PULL_ON",
        message: "everybody may pull without a login",
        remedy: `az acr update --name ${nameOf(declared)} --anonymous-pull-enabled false`,
        since: undefined,
    });
}

/** A registry that was never told otherwise takes such tokens: the policy is enabled by default. */
function audiencePolicy(declared: DeclaredRegistry, found: Resource): CheckResult {
    const subject = subjectOf(declared, "tokens for Azure Resource Manager");
    const status = text(get(found, "policies.azureADAuthenticationAsArmPolicy.status"));
    const on = status?.toLowerCase() !== "disabled";
    if (on === declared.armAudienceTokens) {
        return asDeclared(subject, "AUDIENCE_POLICY", `they are ${on ? "taken" : "refused"}`);
    }
    if (declared.armAudienceTokens) return narrower(subject, "ARM_AUDIENCE_OFF", "they are refused in Azure");
    return wider(subject, {
        code: "ARM_AUDIENCE_ON",
        message: "the registry takes tokens that were issued for Azure Resource Manager",
        remedy: `az acr config authentication-as-arm update --registry ${nameOf(declared)} --status disabled`,
        since: undefined,
    });
}

function assignmentMode(declared: DeclaredRegistry, found: Resource): CheckResult {
    const subject = subjectOf(declared, "role assignment mode");
    const mode = modeOf(found);
    const wanted = declared.target.roleAssignmentMode;
    if (mode === wanted) return asDeclared(subject, "ROLE_ASSIGNMENT_MODE", `it is ${mode}`);
    if (mode === RoleAssignmentMode.abac) {
        return narrower(subject, "MODE_CHANGED", "it is abac in Azure, where the roles of legacy mode have no effect");
    }
    return wider(subject, {
        code: "MODE_CHANGED",
        message:
            "it is legacy in Azure, where conditions on repositories have no effect and Owner, Contributor and Reader pull",
        remedy: `az acr update --name ${nameOf(declared)} --role-assignment-mode rbac-abac`,
        since: undefined,
    });
}
