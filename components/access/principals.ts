// Principals as arguments name them: a group or a person by the name that people use, anything else by its object id. Names
// are looked up in Entra.
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { objectIdProblems } from "../inputs/guid-problems";
import { asError, entraLookups, lookupProblem } from "../inputs/lookup-problems";
import { ifPlain, type Problem, refusal, under, whenKnown } from "../inputs/validation";
import { type Principal, PrincipalType } from "./grants";

/** A principal in Entra: exactly one of `groupName`, `userPrincipalName` and `principalId`. */
export interface PrincipalReference {
    /** Display name of an Entra security group. Preferred: people join and leave without a deployment. */
    groupName?: string;
    /** Sign-in name of a person, such as `kim@contoso.com`. */
    userPrincipalName?: string;
    /** Object id of a user, a group or a service principal; not the client id of an application. */
    principalId?: pulumi.Input<string>;
    /** What `principalId` is. Required with it, and only used with it. */
    principalType?: PrincipalType;
}

/** What is wrong with a reference. */
export function principalProblems(reference: PrincipalReference): Problem[] {
    const { principalId, principalType } = reference;
    const given = (["groupName", "userPrincipalName", "principalId"] as const).filter(
        (key) => reference[key] !== undefined,
    );
    const problems: Problem[] = [];
    if (given.length !== 1) {
        problems.push({
            path: "principalId",
            problem:
                given.length === 0
                    ? "is missing, and so are its alternatives"
                    : `is one of several principals: ${given.join(", ")}`,
            remedy: "Give exactly one of groupName, userPrincipalName and principalId.",
        });
    }
    if (principalId !== undefined && principalType === undefined) {
        problems.push({
            path: "principalType",
            problem: "is missing, and without it Azure does not find a principal that is new",
            remedy: `Set it to one of ${Object.values(PrincipalType).join(", ")}.`,
        });
    }
    if (principalId === undefined && principalType !== undefined) {
        problems.push({
            path: "principalType",
            problem: "is only for principalId",
            given: principalType,
            remedy: "Leave it out.",
        });
    }
    return [...problems, ...ifPlain(principalId, principalIdProblems)];
}

function principalIdProblems(given: string): Problem[] {
    const remedy = "Give the object id that Entra shows, or use groupName or userPrincipalName.";
    return objectIdProblems("principalId", given, remedy);
}

/** The principal of a reference without problems. `path` is where the reference stands in the arguments, if not at the top. */
export function principalOf(
    component: pulumi.ComponentResource,
    subject: string,
    { groupName, userPrincipalName, principalId, principalType }: PrincipalReference,
    path?: string,
): Principal {
    const at = (problems: Problem[]): Problem[] => (path === undefined ? problems : under(path, problems));
    const lookUp = (find: () => Promise<string | Problem>): pulumi.Output<string> =>
        pulumi.output(
            find().then((found) => (typeof found === "string" ? found : Promise.reject(refusal(subject, at([found]))))),
        );
    if (groupName !== undefined) {
        return { id: lookUp(() => findGroup(component, groupName)), type: PrincipalType.group };
    }
    if (userPrincipalName !== undefined) {
        return { id: lookUp(() => findUser(component, userPrincipalName)), type: PrincipalType.user };
    }
    return {
        id: whenKnown(subject, principalId ?? "", (given) => at(principalIdProblems(given))),
        type: principalType ?? PrincipalType.servicePrincipal,
    };
}

/** Object id of the one security group with that display name, or why there is none. */
export async function findGroup(component: pulumi.ComponentResource, displayName: string): Promise<string | Problem> {
    const group = await azuread.getGroup({ displayName, securityEnabled: true }, { parent: component }).catch(asError);
    return group instanceof Error
        ? lookupProblem(
              "groupName",
              displayName,
              {
                  ...entraLookups.group,
                  alternative: "give the group's object id as principalId with principalType Group",
              },
              {
                  problem: "is not the name of exactly one security group",
                  remedy: "Correct the name, or give the group's object id as principalId with principalType Group.",
              },
              group,
          )
        : group.objectId;
}

/** Object id of the user with that sign-in name, or why there is none. A guest is refused. */
export async function findUser(
    component: pulumi.ComponentResource,
    userPrincipalName: string,
): Promise<string | Problem> {
    const user = await azuread.getUser({ userPrincipalName }, { parent: component }).catch(asError);
    if (user instanceof Error) {
        return lookupProblem(
            "userPrincipalName",
            userPrincipalName,
            {
                ...entraLookups.user,
                alternative: "give the person's object id as principalId with principalType User",
            },
            {
                problem: "is not the sign-in name of a user",
                remedy: "Correct the name, or add the person to a group and use groupName.",
            },
            user,
        );
    }
    return user.userType === "Guest" ? guestProblem(userPrincipalName, user.objectId) : user.objectId;
}

function guestProblem(given: string, objectId: string): Problem {
    return {
        path: "userPrincipalName",
        problem: "is a guest, whose account is managed and may be deleted by another tenant",
        given,
        remedy: `Add the guest to a group and use groupName; or give access anyway, with principalId ${objectId} and principalType User.`,
    };
}
