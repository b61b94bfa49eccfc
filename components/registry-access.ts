// RegistryAccess: role assignments on registries for an existing principal.
import * as pulumi from "@pulumi/pulumi";
import { assignRoles, type Grant, grantsProblems } from "./access/grants";
import { type PrincipalReference, principalOf, principalProblems } from "./access/principals";
import { type Problem, refuse } from "./inputs/validation";

/** Who gets access, and what. */
export interface RegistryAccessArgs extends PrincipalReference {
    /** What the principal may do, by keys of your own choice, which become part of resource names. */
    grants: Record<string, Grant>;
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
        const subject = `RegistryAccess "${name}"`;
        refuse(subject, registryAccessProblems(args));
        const principal = principalOf(this, subject, args);
        assignRoles(this, name, principal, args.grants);
        this.principalId = pulumi.output(principal.id);
        this.registerOutputs({ principalId: this.principalId });
    }
}

export function registryAccessProblems(args: RegistryAccessArgs): Problem[] {
    return [...principalProblems(args), ...grantsProblems(args.grants)];
}
