// Exported states written in code, in the shapes that the engine records.
import { repositoryCondition } from "../../azure/conditions";
import { type RoleName, roleDefinitionId } from "../../azure/roles";
import {
    encryptedSecret,
    plaintextSecret,
    type ResourceFields,
    type ResourceState,
    stack as stackOf,
} from "../support/pulumi-state";

export const subscriptionId = "5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01";
export const resourceGroup = `/subscriptions/${subscriptionId}/resourceGroups/images`;
export const registryId = (name: string) => `${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/${name}`;

/** Texts that must not appear in any output. */
export const planted = {
    password: "Zk8Q~planted-application-password",
    ciphertext: "v1:planted/ciphertext==",
    keyId: "c0ffee00-1111-2222-3333-444455556666",
    tokenPassword: "planted+token+password",
    providerSecret: "Pp8Q~planted-provider-secret",
    loginFile: "cGxhbnRlZC1sb2dpbi1maWxl",
};

export const encrypted = encryptedSecret(planted.ciphertext);

/** The condition that the components write for a reader of `shop/*` and `tools/lint`. */
export const readerCondition = repositoryCondition(["content/read", "metadata/read"], ["shop/*", "tools/lint"]) ?? "";

/** Ids of the application that the builder makes, and of its service principal. */
export const clientId = "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44";
export const objectId = "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55";
const applicationId = "/applications/2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33";

/** A builder of one stack's resources, with registries, role assignments, and one application with its passwords. */
export function stack(project: string, name: string) {
    const builder = stackOf(project, name);
    const { resource } = builder;
    return {
        ...builder,
        root: {
            ...builder.root,
            // A stack output that somebody asked for by name.
            outputs: { dockerConfigJson: plaintextSecret(planted.loginFile), legacyPassword: planted.password },
        },
        registry: (registryName: string, settings: object = {}): ResourceState =>
            resource("azure-native:containerregistry:Registry", registryName, {
                id: registryId(registryName),
                inputs: { registryName, ...settings },
            }),
        application: (name: string, fields: ResourceFields = {}): ResourceState =>
            resource("azuread:index/application:Application", name, {
                id: applicationId,
                inputs: { displayName: name },
                outputs: { displayName: name, clientId },
                ...fields,
            }),
        servicePrincipal: (name: string, fields: ResourceFields = {}): ResourceState =>
            resource("azuread:index/servicePrincipal:ServicePrincipal", name, {
                inputs: { clientId },
                outputs: { displayName: name, clientId, objectId },
                ...fields,
            }),
        /** A password of which an end was asked for; Graph answered the start. */
        applicationPassword: (
            name: string,
            startDate: string,
            endDate: string,
            fields: ResourceFields = {},
        ): ResourceState =>
            resource("azuread:index/applicationPassword:ApplicationPassword", name, {
                ...fields,
                inputs: { applicationId, endDate, ...fields.inputs },
                outputs: { applicationId, startDate, endDate, ...fields.outputs },
            }),
        roleAssignment: (
            assignmentName: string,
            role: RoleName,
            scope: string,
            principalId: string,
            rest: { parent?: string; principalType?: string; condition?: string | object } = {},
        ): ResourceState => {
            const { parent, principalType = "ServicePrincipal", condition } = rest;
            const inputs = {
                scope,
                principalId,
                principalType,
                roleDefinitionId: roleDefinitionId(subscriptionId, role),
                ...(condition === undefined ? {} : { condition, conditionVersion: "2.0" }),
            };
            return resource("azure-native:authorization:RoleAssignment", assignmentName, {
                id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${assignmentName}`,
                inputs,
                outputs: inputs,
                ...(parent === undefined ? {} : { parent }),
            });
        },
    };
}
