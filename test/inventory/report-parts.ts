// Parts of reports that are written in code.
import { addDays } from "../../azure/days";
import { type Permission, permissions } from "../../azure/permissions";
import { tokenPasswordName } from "../../azure/rotation";
import type { AccessReport, Credential, Grant, Principal, Registry, Rotation } from "../../inventory/model";

export const asOf = "2026-11-23";

export const registry = (name: string, rest: Partial<Registry> = {}): Registry => ({
    id: name,
    name,
    resourceId: `/subscriptions/5b0e8f4e-2c1f-4a53-9f5c-3f6d3a1c0a01/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/${name}`,
    loginServer: `${name}.azurecr.io`,
    roleAssignmentMode: "legacy",
    adminUser: "off",
    anonymousPull: "off",
    declared: true,
    resource: `urn:pulumi:prod::images::acr-auth:index:ContainerRegistry::${name}`,
    ...rest,
});

export const principal = (
    id: string,
    kind: Principal["kind"],
    method: Principal["method"],
    rest: Partial<Principal> = {},
): Principal => ({
    id,
    name: id,
    kind,
    method,
    objectId: null,
    usedBy: [],
    members: null,
    resource: `urn:pulumi:prod::images::acr-auth:index:RegistryAccess::${id}`,
    ...rest,
});

export const grant = (
    principal: string,
    registry: string,
    permission: Permission | "none",
    via: string,
    rest: Partial<Grant> = {},
): Grant => ({
    principal,
    login: null,
    registry,
    repositories: ["*"],
    permission,
    actions: permission === "none" ? [] : [...permissions[permission].data],
    via,
    scope: "registry",
    activation: false,
    declaration: null,
    until: null,
    note: null,
    resources: [`urn:pulumi:prod::images::azure-native:authorization:RoleAssignment::${principal}-${registry}`],
    ...rest,
});

export const password = (
    principal: string,
    kind: Credential["kind"],
    generation: number,
    startsOn: string,
    expiresOn: string,
    rest: Partial<Credential> = {},
): Credential => ({
    id: `${principal}/${generation}`,
    principal,
    kind,
    name: kind === "token password" ? tokenPasswordName(generation, "password1") : `generation ${generation}`,
    generation,
    startsOn,
    expiresOn,
    removedOn: rest.generation === null ? null : addDays(startsOn, 360),
    status: startsOn > asOf ? "upcoming" : "valid",
    declaration: null,
    planned: startsOn > asOf,
    note: null,
    resource: `urn:pulumi:prod::images::acr-auth:index:RegistryServicePrincipal::${principal}`,
    ...rest,
});

export const rotation = (principal: string, generation: number, on: string, usableUntil: string): Rotation => ({
    id: `${principal}/${generation}`,
    principal,
    on,
    generation,
    usableUntil,
    resource: null,
});

export const emptyReport = (): AccessReport => ({
    reportVersion: 2,
    asOf,
    sources: [],
    registries: [],
    principals: [],
    grants: [],
    credentials: [],
    rotations: [],
    breakGlass: [],
    exemptions: [],
    findings: [],
    limitations: [],
});
