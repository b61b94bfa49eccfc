// A state of any size, for the benchmark.
import { exportOf, type ResourceState } from "../../support/pulumi-state";
import { encrypted, registryId, stack } from "../states";

/** A state of that many registries, each with access of 45 groups, four service principals and a token. */
export function estate(registries: number): object {
    const { root, resource: make, roleAssignment } = stack("estate", "prod");
    const groups = 45;
    const servicePrincipals = 4;
    const id = (kind: number, number: number) =>
        `${kind.toString(16).padStart(8, "0")}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
    const resources = Array.from({ length: registries }, (_, r): ResourceState[] => {
        const name = `contoso${r}`;
        const component = make("acr-auth:index:ContainerRegistry", name, {
            parent: root.urn,
            inputs: { resourceGroupName: "images" },
        });
        const registry = make("azure-native:containerregistry:Registry", name, {
            id: registryId(name),
            parent: component.urn,
            inputs: { registryName: name, adminUserEnabled: false, anonymousPullEnabled: false },
            outputs: { name, loginServer: `${name}.azurecr.io` },
        });
        const reference = {
            resourceId: registryId(name),
            loginServer: `${name}.azurecr.io`,
            roleAssignmentMode: "legacy",
        };
        const access = Array.from({ length: groups }, (_, g) => {
            const owner = make("acr-auth:index:RegistryAccess", `team-${g}-${r}`, {
                parent: root.urn,
                inputs: { groupName: `team-${g}-${r}`, grants: { all: { registry: reference, permission: "push" } } },
            });
            return [
                owner,
                roleAssignment(`team-${g}-${r}-all-AcrPush`, "AcrPush", registryId(name), id(r, g), {
                    parent: owner.urn,
                    principalType: "Group",
                }),
            ];
        });
        const credentials = Array.from({ length: servicePrincipals }, (_, s) => {
            const owner = make("acr-auth:index:RegistryServicePrincipal", `ci-${s}-${r}`, {
                parent: root.urn,
                inputs: { grants: { all: { registry: reference, permission: "pull" } } },
            });
            const applicationId = `/applications/${id(r, 200 + s)}`;
            return [
                owner,
                make("azuread:index/application:Application", `ci-${s}-${r}`, {
                    id: applicationId,
                    parent: owner.urn,
                    inputs: { displayName: `ci-${s}-${r}` },
                    outputs: { clientId: id(r, 300 + s) },
                }),
                make("azuread:index/servicePrincipal:ServicePrincipal", `ci-${s}-${r}`, {
                    parent: owner.urn,
                    inputs: { clientId: id(r, 300 + s) },
                    outputs: { objectId: id(r, 400 + s) },
                }),
                make("azuread:index/applicationPassword:ApplicationPassword", `ci-${s}-${r}-password-1`, {
                    parent: owner.urn,
                    inputs: { applicationId, startDate: "2026-08-15T00:00:00Z", endDate: "2027-08-15T00:00:00Z" },
                    outputs: { value: encrypted },
                }),
                roleAssignment(`ci-${s}-${r}-all-AcrPull`, "AcrPull", registryId(name), id(r, 400 + s), {
                    parent: owner.urn,
                }),
            ];
        });
        const token = make("azure-native:containerregistry:Token", `device-${r}`, {
            id: `${registryId(name)}/tokens/device-${r}`,
            parent: root.urn,
            inputs: {
                registryName: name,
                tokenName: `device-${r}`,
                scopeMapId: `${registryId(name)}/scopeMaps/_repositories_pull`,
                credentials: { passwords: [{ name: "password1", expiry: "2027-05-01T00:00:00Z" }] },
            },
        });
        return [component, registry, ...access.flat(), ...credentials.flat(), token];
    });
    return exportOf([root, ...resources.flat()]);
}
