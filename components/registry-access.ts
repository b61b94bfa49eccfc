// RegistryAccess: role assignments on registries for an existing principal.
import * as pulumi from "@pulumi/pulumi";
import { assignRoles, type Grant, grantsProblems, type Principal, PrincipalType } from "./access/grants";
import { groupId, userId } from "./access/principals";
import { ifPlain, type Problem, refuse, whenKnown } from "./inputs/validation";

/** Exactly one of `groupName`, `userPrincipalName` and `principalId` says who gets access. */
export interface RegistryAccessArgs {
    /** What the principal may do, by keys of your own choice, which become part of resource names. */
    grants: Record<string, Grant>;
    /** Display name of an Entra security group. Preferred: people come and go without a deployment. */
    groupName?: string;
    /** Sign-in name of a person, such as `kim@contoso.com`. */
    userPrincipalName?: string;
    /** Object id of a user, a group or a service principal; not the client id of an application. */
    principalId?: pulumi.Input<string>;
    /** What `principalId` is. Required with it, and only used with it. */
    principalType?: PrincipalType;
}

/**
 * Access to registries for a group, a person or any other Entra principal. Fails with the property's path if the
 * principal is not found, if a group's name is ambiguous, or if a grant can't be expressed.
 */
export class RegistryAccess extends pulumi.ComponentResource {
    /** Object id of the principal. */
    public readonly principalId: pulumi.Output<string>;

    constructor(name: string, args: RegistryAccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("acr-auth:index:RegistryAccess", name, args, opts);
        refuse(`RegistryAccess "${name}"`, registryAccessProblems(args));
        const principal = principalOf(this, name, args);
        assignRoles(this, name, principal, args.grants);
        this.principalId = pulumi.output(principal.id);
        this.registerOutputs({ principalId: this.principalId });
    }
}

export function registryAccessProblems(args: RegistryAccessArgs): Problem[] {
    const given = (["groupName", "userPrincipalName", "principalId"] as const).filter((key) => args[key] !== undefined);
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
    if (args.principalId !== undefined && args.principalType === undefined) {
        problems.push({
            path: "principalType",
            problem: "is missing, and without it Azure does not find a principal that is new",
            remedy: `Set it to one of ${Object.values(PrincipalType).join(", ")}.`,
        });
    }
    if (args.principalId === undefined && args.principalType !== undefined) {
        problems.push({
            path: "principalType",
            problem: "is only for principalId",
            given: args.principalType,
            remedy: "Leave it out.",
        });
    }
    problems.push(...ifPlain(args.principalId, objectIdProblems));
    return [...problems, ...grantsProblems(args.grants)];
}

function objectIdProblems(given: string): Problem[] {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given)
        ? []
        : [
              {
                  path: "principalId",
                  problem: "is not an object id",
                  given,
                  remedy: "Give the object id that Entra shows, or use groupName or userPrincipalName.",
              },
          ];
}

function principalOf(component: pulumi.ComponentResource, name: string, args: RegistryAccessArgs): Principal {
    if (args.groupName !== undefined) {
        return { id: groupId(component, args.groupName), type: PrincipalType.group };
    }
    if (args.userPrincipalName !== undefined) {
        return { id: userId(component, args.userPrincipalName), type: PrincipalType.user };
    }
    return {
        id: whenKnown(`RegistryAccess "${name}"`, args.principalId ?? "", objectIdProblems),
        type: args.principalType ?? PrincipalType.servicePrincipal,
    };
}
