// What conditions of role assignments can speak of: the attributes and actions that the providers here have. Azure refuses a
// condition with any other ("The given role assignment condition is invalid.", Azure/azure-cli issue 15683). Azure knows
// more of them (of storage, custom security attributes, the environment); they are refused here.
import { matchesPattern } from "../text";
import { type Condition, ConditionError, conditionHolds, parseCondition } from "./condition";

const repositories = "Microsoft.ContainerRegistry/registries/repositories";
const roleAssignments = "Microsoft.Authorization/roleAssignments";

/** The actions whose requests carry attributes. */
const actions = [
    ...["content/read", "content/write", "content/delete", "metadata/read", "metadata/write", "metadata/delete"].map(
        (name) => `${repositories}/${name}`,
    ),
    "Microsoft.ContainerRegistry/registries/catalog/read",
    `${roleAssignments}/write`,
    `${roleAssignments}/delete`,
].map((action) => action.toLowerCase());

/** By the names that `ConditionInput` has for them. */
export const attributes = {
    repository: `request[${repositories}:name]`.toLowerCase(),
    /** Of the role assignment that is to be: GUID, object id, and `User`, `Group` or `ServicePrincipal`. */
    requested: assignmentAttributes("request"),
    /** Of the role assignment that is there. */
    existing: assignmentAttributes("resource"),
};

function assignmentAttributes(source: "request" | "resource") {
    const name = (attribute: string) => `${source}[${roleAssignments}:${attribute}]`.toLowerCase();
    return { role: name("RoleDefinitionId"), principal: name("PrincipalId"), principalType: name("PrincipalType") };
}

const known = new Set([
    attributes.repository,
    // Recorded as taken (azure-cli, test_role_assignment_create_update); what it means is not known here, so it never holds.
    "resource[microsoft.storage/storageaccounts/blobservices/containers:name]",
    ...Object.values(attributes.requested),
    ...Object.values(attributes.existing),
]);

/** Whether a provider here has everything that a condition names. */
const isKnown = (condition: Condition): boolean => {
    switch (condition.kind) {
        case "and":
        case "or":
            return condition.parts.every(isKnown);
        case "not":
            return isKnown(condition.part);
        case "action":
            return actions.some((action) => matchesPattern(condition.name.toLowerCase(), action));
        case "subOperation":
            return false;
        case "exists":
            return known.has(condition.attribute);
        case "compare":
            return [condition.left, condition.right].every(
                (operand) => !("attribute" in operand) || known.has(operand.attribute),
            );
    }
};

/** Throws `ConditionError` for a text that is no condition, or one that names what no provider here has. */
export const checkCondition = (text: string): void => {
    if (!isKnown(parseCondition(text))) throw new ConditionError("The condition names an unknown attribute or action.");
};

/** Whether a condition lets a data action on a repository through. Without a repository, the attribute is not there. */
export const holdsForRepository = (condition: string, action: string, repository: string | undefined): boolean =>
    conditionHolds(condition, action, repository === undefined ? {} : { [attributes.repository]: repository });
