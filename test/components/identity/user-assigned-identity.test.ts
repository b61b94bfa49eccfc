import { describe, expect, it } from "vitest";
import { findIdentity } from "../../../components/identity/user-assigned-identity";
import { failed, lookUp, type MockOptions, subscriptionId } from "../../support/mocks";

const identityResourceId = `/subscriptions/${subscriptionId}/resourcegroups/identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller`;

const find = (id: string, invokes: MockOptions["invokes"]) =>
    lookUp((component) => findIdentity(component, 'RegistryManagedIdentity "ci"', id), invokes);

describe("findIdentity", () => {
    it("does not take a namesake in the provider's own subscription for the identity", async () => {
        const elsewhere = identityResourceId.replace(subscriptionId, "99999999-9999-9999-9999-999999999999");
        await expect(
            find(elsewhere, {
                "azure-native:managedidentity:getUserAssignedIdentity": () => ({ id: identityResourceId }),
            }),
        ).rejects.toThrow(
            "  identityResourceId: is in another subscription than the one that the component's provider works in " +
                `(given: ${JSON.stringify(elsewhere)}). ` +
                "Give the component an azure-native provider for the subscription 99999999-9999-9999-9999-999999999999 (opts.providers).",
        );
    });

    it("says what to do about an identity that is not found", async () => {
        const found = find(identityResourceId, {
            "azure-native:managedidentity:getUserAssignedIdentity": () => failed("404 ResourceNotFound"),
        });
        await expect(found).rejects.toThrow(
            `  identityResourceId: is a user-assigned identity that can't be read (given: ${JSON.stringify(identityResourceId)}). ` +
                `Correct it; if it is right, give the component an azure-native provider that works in the subscription ${subscriptionId} and can read it (opts.providers). ARM says: 404 ResourceNotFound`,
        );
    });

    it("names the missing right where the deployer may not read the identity", async () => {
        const found = find(identityResourceId, {
            "azure-native:managedidentity:getUserAssignedIdentity": () =>
                failed("status code 403, AuthorizationFailed"),
        });
        await expect(found).rejects.toThrow(
            `  identityResourceId: could not be looked up, because the deployer lacks the action Microsoft.ManagedIdentity/userAssignedIdentities/read on it (given: ${JSON.stringify(identityResourceId)}).`,
        );
    });
});
