// Service principals: an application's, or a managed identity's, in one tenant.
import { randomUUID } from "node:crypto";
import { hasPassed } from "../clock";
import type { Json } from "../json";
import type { ServicePrincipal } from "../state/azure-state";
import { findApplication, hasSpread, isOpenTo } from "../state/directory";
import { sameText } from "../text";
import { servicePrincipalJson, servicePrincipalTemplate } from "./bodies";
import { badRequest, denied, GraphError, type Operation, requiredText, writtenProperties } from "./call";
import { collectionOperations, type Kind } from "./collections";
import { passwordOperations, writtenKeys } from "./credentials";
import { initialOwners, owners } from "./owners";
import { mayWrite } from "./rights";

function write(principal: ServicePrincipal, body: Json): void {
    const { accountEnabled, appId, keyCredentials, ...rest } = writtenProperties(
        body,
        servicePrincipalTemplate,
        "ServicePrincipal",
    );
    if (appId !== undefined && appId !== principal.appId)
        throw badRequest("Property 'appId' of a service principal can't be changed.");
    if (keyCredentials !== undefined)
        principal.keyCredentials = writtenKeys(keyCredentials, principal.keyCredentials ?? []);
    if (accountEnabled !== undefined) principal.accountEnabled = accountEnabled === true;
    principal.properties = { ...principal.properties, ...rest };
}

const servicePrincipals: Kind<ServicePrincipal> = {
    collection: "servicePrincipals",
    resource: "ServicePrincipal",
    properties: Object.keys(servicePrincipalTemplate),
    area: "Application",
    all: ({ emulator, tenantId }) =>
        emulator.state.servicePrincipals.filter(
            (principal) => principal.tenantId === tenantId && hasSpread(emulator, principal),
        ),
    toJson: ({ emulator }, principal) => servicePrincipalJson(emulator.state, principal),
    alias: ({ appId }) => `appId=${appId}`,
    create(call) {
        const { emulator, tenantId, caller, body } = call;
        const { state, clock, settings } = emulator;
        const appId = requiredText(body, "appId", "ServicePrincipal");
        const application = findApplication(state, appId);
        // An owner is asked for its own application: one of another tenant can't be owned.
        if (application && !mayWrite(caller, "Application", application.tenantId === tenantId ? application : {}))
            throw denied();
        const isKnown = application && hasPassed(emulator, application.createdDateTime, settings.newApplicationSeconds);
        if (!isKnown || !isOpenTo(application, tenantId))
            throw badRequest(
                `The appId '${appId}' of the service principal does not reference a valid application object.`,
                "NoBackingApplicationObject",
            );
        if (state.servicePrincipals.some((other) => sameText(other.appId, appId) && other.tenantId === tenantId))
            throw new GraphError(
                409,
                "Request_MultipleObjectsWithSameKeyValue",
                `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
            );
        const principal: ServicePrincipal = {
            id: randomUUID(),
            appId: application.appId,
            tenantId,
            displayName: application.displayName,
            servicePrincipalType: "Application",
            accountEnabled: true,
            createdDateTime: clock.now().toISOString(),
            passwordCredentials: [],
            owners: initialOwners(call, "Application"),
            properties: {},
        };
        write(principal, body);
        state.servicePrincipals.push(principal);
        return principal;
    },
    update: ({ body }, principal) => write(principal, body),
    remove({ emulator }, principal) {
        const { state, clock } = emulator;
        if (principal.servicePrincipalType === "ManagedIdentity")
            throw badRequest("The service principal of a managed identity goes with the identity: delete that.");
        state.servicePrincipals = state.servicePrincipals.filter((other) => other !== principal);
        principal.properties.deletedDateTime = clock.now().toISOString();
        state.deletedItems.servicePrincipals.push(principal);
    },
    references: { owners },
};

export const servicePrincipalOperations: Operation[] = [
    ...collectionOperations(servicePrincipals),
    ...passwordOperations(servicePrincipals),
];
