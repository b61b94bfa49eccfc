// Applications of a tenant: what an identity is, wherever its service principals are.
import { randomUUID } from "node:crypto";
import type { Application } from "../state/world";
import { applicationJson, applicationTemplate } from "./bodies";
import { boundIds, collectionOperations, type Kind } from "./collections";
import { passwordOperations, writtenKeys } from "./credentials";
import { federatedCredentialOperations } from "./federated-credentials";
import { badRequest, type Json, type Operation, requiredText, writtenProperties } from "./graph-call";
import { ownersOf } from "./owners";

const signInAudiences = [
    "AzureADMyOrg",
    "AzureADMultipleOrgs",
    "AzureADandPersonalMicrosoftAccount",
    "PersonalMicrosoftAccount",
];

/** Takes over what a client wrote; what is absent stays as it is. */
function write(application: Application, body: Json): void {
    const { displayName, signInAudience, keyCredentials, passwordCredentials, ...rest } = writtenProperties(
        body,
        applicationTemplate,
        "Application",
    );
    if (Array.isArray(passwordCredentials) && passwordCredentials.length > 0)
        throw badRequest(
            "Passwords are added by the action addPassword, which makes them.",
            "CannotSetPasswordCredentials",
        );
    if (displayName !== undefined) application.displayName = requiredText(body, "displayName", "Application");
    if (signInAudience !== undefined) {
        if (!signInAudiences.includes(String(signInAudience)))
            throw badRequest(`Invalid value specified for property 'signInAudience' of resource 'Application'.`);
        application.signInAudience = String(signInAudience);
    }
    if (keyCredentials !== undefined)
        application.keyCredentials = writtenKeys(keyCredentials, application.keyCredentials);
    application.properties = { ...application.properties, ...rest };
}

const applications: Kind<Application> = {
    collection: "applications",
    resource: "Application",
    area: "Application",
    all: ({ cloud, tenantId }) => cloud.world.applications.filter((application) => application.tenantId === tenantId),
    toJson: ({ cloud }, application) => applicationJson(cloud.world, application),
    alias: ({ appId }) => `appId=${appId}`,
    create(call) {
        const { cloud, tenantId, body } = call;
        const application: Application = {
            id: randomUUID(),
            appId: randomUUID(),
            tenantId,
            displayName: requiredText(body, "displayName", "Application"),
            createdDateTime: cloud.clock.now().toISOString(),
            signInAudience: String(applicationTemplate.signInAudience),
            passwordCredentials: [],
            keyCredentials: [],
            federatedCredentials: [],
            owners: boundIds(call, "owners"),
            properties: {},
        };
        write(application, body);
        cloud.world.applications.push(application);
        return application;
    },
    update: ({ body }, application) => write(application, body),
    remove({ cloud, tenantId }, application) {
        const { world, clock } = cloud;
        const deletedDateTime = clock.now().toISOString();
        const gone = world.servicePrincipals.filter(
            (principal) => principal.appId === application.appId && principal.tenantId === tenantId,
        );
        world.applications = world.applications.filter((other) => other !== application);
        world.servicePrincipals = world.servicePrincipals.filter((other) => !gone.includes(other));
        for (const object of [application, ...gone]) object.properties.deletedDateTime = deletedDateTime;
        world.deletedItems.applications.push(application);
        world.deletedItems.servicePrincipals.push(...gone);
    },
    references: { owners: ownersOf },
};

export const applicationOperations: Operation[] = [
    ...collectionOperations(applications),
    ...passwordOperations(applications),
    ...federatedCredentialOperations(applications),
];
