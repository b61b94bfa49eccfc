// Applications of a tenant: what an identity is, wherever its service principals are.
import { randomUUID } from "node:crypto";
import { hasPassed } from "../clock";
import { type Json, object } from "../json";
import type { Application } from "../state/azure-state";
import { applicationJson, applicationTemplate } from "./bodies";
import { badRequest, denied, type Operation, overlay, requiredText, writtenProperties } from "./call";
import { collectionOperations, type Kind } from "./collections";
import { passwordOperations, writtenKeys } from "./credentials";
import { federatedCredentialOperations } from "./federated-credentials";
import { initialOwners, owners } from "./owners";
import { writeReach } from "./rights";

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
    application.properties = overlay(application.properties, rest);
}

const applications: Kind<Application> = {
    collection: "applications",
    resource: "Application",
    properties: Object.keys(applicationTemplate),
    area: "Application",
    all: ({ emulator, tenantId }) =>
        emulator.state.applications.filter((application) => application.tenantId === tenantId),
    toJson: ({ emulator }, application) => applicationJson(emulator.state, application),
    alias: ({ appId }) => `appId=${appId}`,
    create(call) {
        const { emulator, tenantId, caller, body } = call;
        // Users: as in a tenant whose setting "Users can register applications" is off. Applications may not ask for mapped
        // claims when they create one: https://github.com/nais/azurerator/issues/164
        const needsAll = caller.isUser || object(body.api).acceptMappedClaims === true;
        if (needsAll && writeReach(caller, "Application") !== "all") throw denied();
        const application: Application = {
            id: randomUUID(),
            appId: randomUUID(),
            tenantId,
            displayName: requiredText(body, "displayName", "Application"),
            createdDateTime: emulator.clock.now().toISOString(),
            signInAudience: String(applicationTemplate.signInAudience),
            passwordCredentials: [],
            keyCredentials: [],
            federatedCredentials: [],
            owners: initialOwners(call, "Application"),
            properties: {},
        };
        write(application, body);
        emulator.state.applications.push(application);
        return application;
    },
    update: ({ body }, application) => write(application, body),
    remove({ emulator, tenantId }, application) {
        const { state, clock } = emulator;
        const deletedDateTime = clock.now().toISOString();
        const gone = state.servicePrincipals.filter(
            (principal) => principal.appId === application.appId && principal.tenantId === tenantId,
        );
        state.applications = state.applications.filter((other) => other !== application);
        state.servicePrincipals = state.servicePrincipals.filter((other) => !gone.includes(other));
        for (const object of [application, ...gone]) object.properties.deletedDateTime = deletedDateTime;
        state.deletedItems.applications.push(application);
        state.deletedItems.servicePrincipals.push(...gone);
    },
    isYoung: ({ emulator }, { createdDateTime }) =>
        !hasPassed(emulator, createdDateTime, emulator.settings.newApplicationSeconds),
    references: { owners },
};

export const applicationOperations: Operation[] = [
    ...collectionOperations(applications),
    ...passwordOperations(applications),
    ...federatedCredentialOperations(applications),
];
