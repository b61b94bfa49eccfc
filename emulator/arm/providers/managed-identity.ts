// Managed identities: the user-assigned ones as resources with federated credentials, and the identity that any other
// resource may have. Each is a service principal of the subscription's tenant.
import { randomUUID } from "node:crypto";
import { defined, type Json, object, strings, text } from "../../json";
import type { ArmResource, AzureState } from "../../state/azure-state";
import { federatedCredentialLimits } from "../../state/directory";
import { lastSegment, parentOf } from "../../state/resource-id";
import { findResource, resourcesOf, tenantOf } from "../../state/resources";
import { authorizeLinked } from "../caller";
import { ArmError, badRequest } from "../errors";
import { resource, tracked } from "../resource";
import type { Call, ResourceType, Write } from "../resource-type";

export const identityType = "Microsoft.ManagedIdentity/userAssignedIdentities";
const credentialType = `${identityType}/federatedIdentityCredentials`;

/** The provider writes its ids, alone among those here, with a lower-case `resourcegroups`. */
export const providersSpelling = (id: string): string => id.replace("/resourceGroups/", "/resourcegroups/");

interface ManagedPrincipal {
    principalId: string;
    clientId: string;
    tenantId: string;
}

/** Makes the service principal of an identity that belongs to a resource. */
export const makePrincipal = (
    { emulator }: Pick<Call, "emulator">,
    resourceId: string,
    name: string,
): ManagedPrincipal => {
    const made: ManagedPrincipal = {
        principalId: randomUUID(),
        clientId: randomUUID(),
        tenantId: tenantOf(emulator.state, resourceId) ?? "",
    };
    emulator.state.servicePrincipals.push({
        id: made.principalId,
        appId: made.clientId,
        tenantId: made.tenantId,
        displayName: name,
        servicePrincipalType: "ManagedIdentity",
        accountEnabled: true,
        createdDateTime: emulator.clock.now().toISOString(),
        passwordCredentials: [],
        properties: { alternativeNames: ["isExplicit=True", resourceId] },
    });
    return made;
};

export const removePrincipal = (state: AzureState, principalId: unknown): void => {
    state.servicePrincipals = state.servicePrincipals.filter(({ id }) => id !== principalId);
};

export const findIdentity = (state: AzureState, id: string): ArmResource => {
    const found = findResource(state, id);
    if (found?.type !== identityType)
        throw badRequest("FailedIdentityOperation", `The user assigned identity '${id}' could not be found.`);
    return found;
};

/** The `identity` of a resource: a system-assigned principal is made once and kept, user-assigned ones must exist. */
export const identityOf = (write: Write): ArmResource["identity"] => {
    const { body, caller, emulator, existing, id, name } = write;
    const wanted = object(body.identity);
    const type = text(wanted.type);
    const before = text(existing?.identity?.principalId);
    if (type === undefined || type.toLowerCase() === "none") {
        removePrincipal(emulator.state, before);
        return undefined;
    }
    const assigned = Object.keys(object(wanted.userAssignedIdentities)).map((identityId) => {
        const { id: found, properties } = findIdentity(emulator.state, identityId);
        // Managed Identity Operator has the action with a wildcard in the identity's place.
        const actions = [`${identityType}/assign/action`, `${identityType}/${lastSegment(found)}/assign/action`];
        authorizeLinked(emulator.state, caller, actions, found, id);
        const { principalId, clientId } = properties;
        return [providersSpelling(found), { principalId, clientId }] as const;
    });
    const isSystem = /SystemAssigned/i.test(type);
    if (!isSystem) removePrincipal(emulator.state, before);
    const principalId = isSystem ? (before ?? makePrincipal(write, id, name).principalId) : undefined;
    return defined({
        principalId,
        tenantId: isSystem ? tenantOf(emulator.state, id) : undefined,
        type,
        userAssignedIdentities: assigned.length > 0 ? Object.fromEntries(assigned) : undefined,
    });
};

export const userAssignedIdentity: ResourceType = {
    type: identityType,
    locationHeader: true,
    write: (request) => {
        const { existing, id, name } = request;
        if (!/^[a-zA-Z0-9][\w-]{2,127}$/.test(name))
            throw badRequest(
                "InvalidResourceName",
                `The resource name '${name}' is invalid. It must be 3 to 128 characters long, start with a letter or number and hold only letters, numbers, '_' and '-'.`,
            );
        return tracked(request, identityType, {
            properties: existing?.properties ?? { ...makePrincipal(request, id, name) },
        });
    },
    show: ({ location, tags, id, name, type, properties }) => ({
        location,
        tags: tags ?? {},
        id: providersSpelling(id),
        name,
        type,
        properties: {
            tenantId: properties.tenantId,
            principalId: properties.principalId,
            clientId: properties.clientId,
        },
    }),
    deleted: ({ emulator }, { properties }) => removePrincipal(emulator.state, properties.principalId),
    actions: {
        listassociatedresources: {
            name: "listAssociatedResources",
            run: () => ({ status: 200, body: { totalCount: 0, value: [] } }),
        },
    },
};

const { maximum, longestText } = federatedCredentialLimits;

const concurrentWrite = (identityId: string): ArmError => {
    const spelled = identityId.replace(
        /^(.*\/providers\/)Microsoft\.ManagedIdentity\/userAssignedIdentities\//,
        (head) => head.toLowerCase(),
    );
    return new ArmError(
        409,
        "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
        `Too many Federated Identity Credentials are written concurrently for the managed identity '${spelled}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
    );
};

const checkLengths = (properties: Json): void => {
    for (const key of ["issuer", "subject"]) {
        const value = text(properties[key]) ?? "";
        if (value === "" || value.length > longestText)
            throw badRequest(
                "BadRequest",
                `The ${key} of a federated identity credential must be 1 to ${longestText} characters long.`,
            );
    }
    if (strings(properties.audiences).length !== 1)
        throw badRequest("BadRequest", "A federated identity credential must have exactly one audience.");
};

export const federatedIdentityCredential: ResourceType = {
    type: credentialType,
    locationHeader: true,
    patch: false,
    oneAtATime: concurrentWrite,
    write: (request) => {
        const { body, emulator, id, name, existing } = request;
        if (!/^[a-zA-Z0-9][\w-]{2,119}$/.test(name))
            throw badRequest(
                "BadRequest",
                `The name '${name}' must be 3 to 120 characters long and hold only letters, numbers, '_' and '-'.`,
            );
        const properties = object(body.properties);
        checkLengths(properties);
        const others = resourcesOf(emulator.state, credentialType, parentOf(id)).filter(
            (other) => other.id !== existing?.id,
        );
        const { issuer, subject } = properties;
        if (others.some((other) => other.properties.issuer === issuer && other.properties.subject === subject))
            throw new ArmError(
                409,
                "Conflict",
                "Issuer and subject combination already exists for this Managed Identity.",
            );
        if (others.length >= maximum)
            throw badRequest(
                "BadRequest",
                `The managed identity has ${maximum} federated identity credentials, which is the most it can have.`,
            );
        return resource(request, credentialType, {
            properties: { issuer, subject, audiences: strings(properties.audiences) },
        });
    },
    show: ({ id, name, type, properties }) => ({ id: providersSpelling(id), name, type, properties }),
};
