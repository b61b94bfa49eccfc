// Exported states written in code, in the shapes that the engine records.
import { repositoryCondition } from "../../azure/conditions";
import { type RoleName, roleDefinitionId } from "../../azure/roles";

const subscriptionId = "5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01";
export const resourceGroup = `/subscriptions/${subscriptionId}/resourceGroups/images`;
export const registryId = (name: string) => `${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/${name}`;

/** Texts that must not appear in any output. */
export const planted = {
    password: "Zk8Q~planted-application-password",
    ciphertext: "v1:planted/ciphertext==",
    keyId: "c0ffee00-1111-2222-3333-444455556666",
    tokenPassword: "planted+token+password",
    loginFile: "cGxhbnRlZC1sb2dpbi1maWxl",
};

const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
export const encrypted = { ...signature, ciphertext: planted.ciphertext };
export const opened = (value: unknown) => ({ ...signature, plaintext: JSON.stringify(value) });

export interface State {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    parent?: string;
    inputs?: object;
    outputs?: object;
    propertyDependencies?: Record<string, string[]>;
}

export const exported = (resources: State[]) => ({ version: 3, deployment: { manifest: {}, resources } });

/** The condition that the components write for a reader of `shop/*` and `tools/lint`. */
export const readerCondition = repositoryCondition(["content/read", "metadata/read"], ["shop/*", "tools/lint"]) ?? "";

/** Resources of one stack. */
export function stack(project: string, name: string) {
    const resource = (type: string, logicalName: string, rest: Omit<Partial<State>, "urn" | "type">): State => ({
        urn: `urn:pulumi:${name}::${project}::${type}::${logicalName}`,
        type,
        custom: !type.startsWith("acr-auth:"),
        ...rest,
    });
    return {
        root: resource("pulumi:pulumi:Stack", `${project}-${name}`, {
            custom: false,
            // A stack output that somebody asked for by name.
            outputs: { dockerConfigJson: opened(planted.loginFile), legacyPassword: planted.password },
        }),
        resource,
        registry: (registryName: string, settings: object = {}): State =>
            resource("azure-native:containerregistry:Registry", registryName, {
                id: registryId(registryName),
                inputs: { registryName, ...settings },
            }),
        roleAssignment: (
            assignmentName: string,
            role: RoleName,
            scope: string,
            principalId: string,
            rest: { parent?: string; principalType?: string; condition?: string | object } = {},
        ): State => {
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
