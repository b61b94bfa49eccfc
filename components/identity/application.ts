// Entra applications with their service principals: creating one that the deployer may manage, and finding an existing one.
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";
import { clientIdProblems, objectIdProblems } from "../inputs/guid-problems";
import { asError, entraLookups, lookupProblem } from "../inputs/lookup-problems";
import { ifPlain, type Problem, refusal, whenKnown } from "../inputs/validation";

/** An application, as passwords and role assignments refer to it. */
export interface ApplicationIdentity {
    clientId: pulumi.Output<string>;
    /** Object id of its service principal in the provider's tenant. */
    principalId: pulumi.Output<string>;
    /** Graph's path of the application, `/applications/OBJECT_ID`. */
    applicationId: pulumi.Output<string>;
}

/** Who else owns a new application. */
export interface OwnersArgs {
    /**
     * Object ids of further owners of a new application and its service principal: every other identity that deploys this
     * component. The deployer always becomes an owner, since an owner can add passwords with the Graph permission
     * Application.ReadWrite.OwnedBy. Defaults to the deployer alone.
     */
    owners?: pulumi.Input<string>[];
}

export interface NewApplicationArgs extends OwnersArgs {
    displayName: pulumi.Input<string>;
    signInAudience: "AzureADMyOrg" | "AzureADMultipleOrgs";
}

export function newApplication(
    component: pulumi.ComponentResource,
    subject: string,
    name: string,
    { displayName, signInAudience, owners: further = [] }: NewApplicationArgs,
): ApplicationIdentity {
    const owners = ownersOf(component, subject, further);
    const application = new azuread.Application(name, { displayName, signInAudience, owners }, { parent: component });
    const servicePrincipal = new azuread.ServicePrincipal(
        name,
        { clientId: application.clientId, owners },
        { parent: component },
    );
    return {
        clientId: application.clientId,
        principalId: servicePrincipal.objectId,
        applicationId: application.id,
    };
}

/**
 * The deployer and the further owners. With the Graph permission Application.ReadWrite.OwnedBy, only an owner of both the
 * application and the service principal can add passwords, and azuread removes a deployer whom `owners` does not name
 * (https://www.pulumi.com/registry/packages/azuread/api-docs/application/).
 */
function ownersOf(
    component: pulumi.ComponentResource,
    subject: string,
    further: readonly pulumi.Input<string>[],
): pulumi.Output<string[]> {
    const { objectId: deployer } = azuread.getClientConfigOutput({ parent: component });
    const checked = further.map((owner, index) => whenKnown(subject, owner, (id) => ownerProblems(id, index)));
    return pulumi.all([deployer, ...checked]).apply((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]);
}

/** What is wrong with the further owners of a new application. */
export function ownersProblems(owners: readonly pulumi.Input<string>[] = []): Problem[] {
    return owners.flatMap((owner, index) => ifPlain(owner, (id) => ownerProblems(id, index)));
}

function ownerProblems(given: string, index: number): Problem[] {
    const remedy = "Give the object id of a user or a service principal, not a client id.";
    return objectIdProblems(`owners[${index}]`, given, remedy);
}

/** What is wrong with the client id of an existing application. */
export function existingClientIdProblems(given: string): Problem[] {
    return clientIdProblems("clientId", given, "Give what `az ad app show --query appId` prints.");
}

export function existingApplication(
    component: pulumi.ComponentResource,
    subject: string,
    clientId: pulumi.Input<string>,
): ApplicationIdentity {
    const found = whenKnown(subject, clientId, existingClientIdProblems).apply((id) =>
        findApplication(component, subject, id),
    );
    return {
        clientId: found.apply((application) => application.clientId),
        principalId: found.apply(({ principalId }) => principalId),
        applicationId: found.apply(({ applicationId }) => applicationId),
    };
}

/** Asks Entra for an application and its service principal. */
export async function findApplication(component: pulumi.ComponentResource, subject: string, clientId: string) {
    const application = await azuread.getApplication({ clientId }, { parent: component }).catch(asError);
    if (application instanceof Error) {
        throw refusal(subject, [
            unreadable(clientId, application, {
                problem: "is not the client id of an application in this tenant",
                remedy: "Correct it, or leave it out for a new application.",
            }),
        ]);
    }
    const servicePrincipal = await azuread.getServicePrincipal({ clientId }, { parent: component }).catch(asError);
    if (servicePrincipal instanceof Error) {
        throw refusal(subject, [
            unreadable(clientId, servicePrincipal, {
                problem: "is an application without a service principal in this tenant",
                remedy: `Create one with \`az ad sp create --id ${clientId}\`.`,
            }),
        ]);
    }
    return { clientId, principalId: servicePrincipal.objectId, applicationId: application.id };
}

function unreadable(clientId: string, error: Error, notFound: Pick<Problem, "problem" | "remedy">): Problem {
    return lookupProblem("clientId", clientId, entraLookups.application, notFound, error);
}
