// The files of an adoption: the stack's config, which the platform program must take, and the file for `pulumi import`.
import { expect, it } from "vitest";
import { parse } from "yaml";
import { configFile, stackConfig } from "../../adopt/config-file";
import { importFile } from "../../adopt/import-file";
import { registryType } from "../../azure/registry-package";
import {
    abacRegistry,
    adoptionOf,
    asOf,
    assignmentId,
    groupOf,
    guid,
    oid,
    registry,
    registryId,
    roleAssignment,
    scopeMap,
    scopeMapId,
    subscriptionId,
    token,
    tokenId,
} from "./estate";

const estate = [
    registry("contoso", { adminUserEnabled: true, tags: { day: "2026-11-26", on: "yes" } }),
    abacRegistry("teams"),
    groupOf(1, "Shop\ndevelopers"),
    roleAssignment(1, { role: "AcrPush", principalId: oid(1), principalType: "Group", scope: registryId("contoso") }),
    token("contoso", "device", [{ name: "password1" }]),
    scopeMap("contoso", "device-scope-map", ["repositories/web/content/read", "repositories/web/metadata/read"]),
];
const { entries } = adoptionOf(estate);
const options = { subscriptionId, asOf };

it("the config is YAML that people can edit, and reads back as it was", () => {
    const text = configFile(entries, options);
    expect(text).toBe(`# What was found and can be declared. plan.md tells what is not in here, and why.

config:
  azure-native:subscriptionId: ${subscriptionId}
  azure-native_containerregistry_v20250601preview:subscriptionId: ${subscriptionId}
  acr-auth:registries:
    # contoso.azurecr.io
    contoso:
      registryName: contoso
      resourceGroupName: old
      location: koreacentral
      sku: Standard
      tags:
        day: "2026-11-26"
        "on": "yes"
      roleAssignmentMode: legacy
      adminUser:
        reason: adopted
        expiresOn: "2026-12-26"
        keepPasswords: true
    # teams.azurecr.io
    teams:
      registryName: teams
      resourceGroupName: old
      location: koreacentral
      sku: Standard
      roleAssignmentMode: abac
  acr-auth:access:
    # group Shop developers
    shop-developers:
      principalId: ${oid(1)}
      principalType: Group
      grants:
        contoso: { registry: contoso, permission: push, roleAssignmentNames: { AcrPush: ${guid(1)} } }
  acr-auth:repositoryTokens:
    # token device of contoso
    device:
      registry: contoso
      tokenName: device
      scopeMapName: device-scope-map
      startsOn: "2026-11-26"
      firstPassword: password2
      grants:
        pull: { repositories: [ web ], permission: pull }
`);
    expect(parse(text)).toEqual(stackConfig(entries, options));
});

/** What the engine hands to azure-native for the components' package: base64 of base64 of its JSON. */
const parameter =
    "ZXlKdGIyUjFiR1VpT2lKamIyNTBZV2x1WlhKeVpXZHBjM1J5ZVNJc0luWmxjbk5wYjI0aU9pSjJNakF5TlRBMk1ERndjbVYyYVdWM0luMD0=";

it("the import file has the components as parents, and the resources by the ids that ARM gave them", () => {
    const version = "3.28.0";
    const resource = (type: string, parent: string, logicalName: string, id: string) => ({
        type: `azure-native:${type}`,
        name: `${parent} ${logicalName}`,
        logicalName,
        id,
        parent,
        version,
    });
    const component = (type: string, section: string, key: string) => ({
        type: `acr-auth:index:${type}`,
        name: `${section}.${key}`,
        logicalName: key,
        component: true,
    });
    const registryOf = (key: string) => ({
        ...resource("", `registries.${key}`, key, registryId(key)),
        type: registryType,
        parameterization: { pluginName: "azure-native", pluginVersion: version, value: parameter },
    });
    expect(importFile(entries, version).resources).toEqual([
        component("ContainerRegistry", "registries", "contoso"),
        registryOf("contoso"),
        component("ContainerRegistry", "registries", "teams"),
        registryOf("teams"),
        component("RepositoryToken", "repositoryTokens", "device"),
        resource(
            "containerregistry:ScopeMap",
            "repositoryTokens.device",
            "device-scope-map",
            scopeMapId("contoso", "device-scope-map"),
        ),
        resource("containerregistry:Token", "repositoryTokens.device", "device", tokenId("contoso", "device")),
        component("RegistryAccess", "access", "shop-developers"),
        resource(
            "authorization:RoleAssignment",
            "access.shop-developers",
            "shop-developers-contoso-AcrPush",
            assignmentId(registryId("contoso"), 1),
        ),
    ]);
});
