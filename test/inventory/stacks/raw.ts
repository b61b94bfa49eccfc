// A stack of azure-native and azuread resources alone.
import { exportOf } from "../../support/pulumi-state";
import { registryId, resourceGroup, stack } from "../states";

/** A stack without any component: what people have before. */
export function rawStack(): object {
    const { root, resource: make, roleAssignment } = stack("shop", "legacy");
    const registry = make("azure-native:containerregistry/v20230701:Registry", "legacy", {
        id: registryId("shoplegacy"),
        parent: root.urn,
        inputs: { registryName: "shoplegacy", adminUserEnabled: true, anonymousPullEnabled: true },
        outputs: { name: "shoplegacy", loginServer: "shoplegacy.azurecr.io" },
    });
    const identity = make("azure-native:managedidentity:UserAssignedIdentity", "release", {
        id: `${resourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/release-pipeline`,
        parent: root.urn,
        inputs: { resourceName: "release-pipeline" },
        outputs: {
            name: "release-pipeline",
            principalId: "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77",
            clientId: "88d2c9b3-1c8f-4b66-9f1d-6f5f924b4e88",
        },
    });
    return exportOf([
        root,
        registry,
        identity,
        make("azure-native:managedidentity:FederatedIdentityCredential", "github", {
            parent: root.urn,
            inputs: {
                resourceName: "release-pipeline",
                federatedIdentityCredentialResourceName: "github-production",
                subject: "repo:contoso/shop:environment:production",
            },
        }),
        roleAssignment("release-push", "AcrPush", registryId("shoplegacy"), "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77"),
        roleAssignment(
            "release-without-effect",
            "RepositoryReader",
            registryId("shoplegacy"),
            "77c1b8a2-0b7e-4a55-8e0c-5e4e813a3d77",
        ),
        roleAssignment("somebody-owner", "Owner", resourceGroup, "99e3dac4-2d90-4c77-a02e-70a0a35c5f99"),
        make("azure-native:containerregistry:Token", "partner", {
            id: `${registryId("shoplegacy")}/tokens/partner-upload`,
            parent: root.urn,
            inputs: {
                registryName: "shoplegacy",
                tokenName: "partner-upload",
                scopeMapId: `${registryId("shoplegacy")}/scopeMaps/_repositories_push`,
                credentials: { passwords: [{ name: "password1", expiry: "2026-12-09T12:00:00Z" }] },
            },
        }),
        make("azure-native:containerregistry:Token", "old-device", {
            id: `${registryId("shoplegacy")}/tokens/old-device`,
            parent: root.urn,
            inputs: {
                registryName: "shoplegacy",
                tokenName: "old-device",
                scopeMapId: `${registryId("shoplegacy")}/scopeMaps/_repositories_pull`,
                status: "disabled",
            },
        }),
        make("azuread:index/application:Application", "unrelated", {
            id: "/applications/4e9c2e77-9e0a-4c5a-8c78-4d3d702f2caa",
            parent: root.urn,
            inputs: { displayName: "not about registries" },
            outputs: { clientId: "5f0d3f88-af1b-4d6b-9d89-5e4e813a3dbb" },
        }),
    ]);
}
