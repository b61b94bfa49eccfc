// User-assigned identities: creating one, and finding an existing one.
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as pulumi from "@pulumi/pulumi";
import { parseArmId } from "../../azure/arm-id";
import { armIdProblems, otherSubscriptionProblems, unreadableProblem } from "../inputs/arm-id-problems";
import { asError } from "../inputs/lookup-problems";
import { ifPlain, type Problem, refusal, refuse, whenKnown } from "../inputs/validation";

/** A user-assigned identity to create. */
export interface NewIdentityArgs {
    /** The resource group that holds the identity. */
    resourceGroupName: pulumi.Input<string>;
    /**
     * Name of the identity: 3 to 128 letters, digits, hyphens and underscores. Defaults to the
     * component's name with a random suffix.
     */
    identityName?: pulumi.Input<string>;
    /** Azure region. Defaults to the location of the resource group. */
    location?: pulumi.Input<string>;
    /** Tags of the identity. Defaults to none. */
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** An identity, as resources and role assignments refer to it. */
export interface Identity {
    resourceId: pulumi.Output<string>;
    clientId: pulumi.Output<string>;
    principalId: pulumi.Output<string>;
    tenantId: pulumi.Output<string>;
    /** Resource group and name, for federated credentials. */
    resourceGroupName: pulumi.Output<string>;
    resourceName: pulumi.Output<string>;
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftmanagedidentity */
const identityName = /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$/;

export function newIdentityProblems(args: Pick<NewIdentityArgs, "identityName">): Problem[] {
    return ifPlain(args.identityName, identityNameProblems);
}

function identityNameProblems(given: string): Problem[] {
    return identityName.test(given)
        ? []
        : [
              {
                  path: "identityName",
                  problem: "is not the name of an identity",
                  given,
                  remedy: "Use 3 to 128 letters, digits, hyphens and underscores, with a letter or digit first.",
              },
          ];
}

export function newIdentity(
    component: pulumi.ComponentResource,
    subject: string,
    name: string,
    args: NewIdentityArgs,
): Identity {
    const identity = new managedidentity.UserAssignedIdentity(
        name,
        {
            resourceGroupName: args.resourceGroupName,
            resourceName:
                args.identityName === undefined
                    ? undefined
                    : whenKnown(subject, args.identityName, identityNameProblems),
            location: args.location,
            tags: args.tags,
        },
        { parent: component },
    );
    return {
        resourceId: identity.id,
        clientId: identity.clientId,
        principalId: identity.principalId,
        tenantId: identity.tenantId,
        resourceGroupName: pulumi.output(args.resourceGroupName),
        resourceName: identity.name,
    };
}

export function identityIdProblems(given: string): Problem[] {
    return armIdProblems("identity", "identityResourceId", given);
}

export function knownIdentity(
    component: pulumi.ComponentResource,
    subject: string,
    identityResourceId: pulumi.Input<string>,
): Identity {
    const found = whenKnown(subject, identityResourceId, identityIdProblems).apply((id) =>
        findIdentity(component, subject, id),
    );
    return {
        resourceId: found.apply(({ id }) => id),
        clientId: found.apply(({ clientId }) => clientId),
        principalId: found.apply(({ principalId }) => principalId),
        tenantId: found.apply(({ tenantId }) => tenantId),
        resourceGroupName: found.apply(({ resourceGroupName }) => resourceGroupName),
        resourceName: found.apply(({ resourceName }) => resourceName),
    };
}

/** Asks ARM for an identity. */
export async function findIdentity(component: pulumi.ComponentResource, subject: string, given: string) {
    const { resourceGroupName = "", resourceName = "" } = parseArmId("identity", given) ?? {};
    const found = await managedidentity
        .getUserAssignedIdentity({ resourceGroupName, resourceName }, { parent: component })
        .catch(asError);
    if (found instanceof Error) {
        throw refusal(subject, [unreadableProblem("identity", "identityResourceId", given, found)]);
    }
    refuse(subject, otherSubscriptionProblems("identity", "identityResourceId", given, found.id));
    return { ...found, resourceGroupName, resourceName };
}
