// Encryption with a customer-managed key. Source: https://learn.microsoft.com/azure/container-registry/tutorial-customer-managed-keys
import type * as acr from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { Sku } from "../../azure/skus";
import type { UsedFeature } from "./sku-problems";

/** A key in a Key Vault, and the identity that may use it. Can be chosen only when the registry is created. */
export interface CustomerManagedKeyArgs {
    /** URI of the key, best without a version, so that a new version is taken up by itself. */
    keyUri: pulumi.Input<string>;
    /** ARM id of a user-assigned identity that may get, wrap and unwrap with the key. */
    identityResourceId: pulumi.Input<string>;
    /** Client id of that identity. */
    identityClientId: pulumi.Input<string>;
}

export function encryptionFeatures(key: CustomerManagedKeyArgs | undefined): UsedFeature[] {
    return key === undefined ? [] : [{ path: "customerManagedKey", given: undefined, needs: Sku.premium }];
}

export function encryptionInputs(key: CustomerManagedKeyArgs | undefined): Partial<acr.RegistryArgs> {
    return key === undefined
        ? {}
        : {
              encryption: {
                  status: "enabled",
                  keyVaultProperties: { keyIdentifier: key.keyUri, identity: key.identityClientId },
              },
              identity: {
                  type: "UserAssigned",
                  userAssignedIdentities: pulumi.output(key.identityResourceId).apply((id) => ({ [id]: {} })),
              },
          };
}
