import type * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { lookupRegistry, type RegistryReference } from "../../components";
import { findRegistry } from "../../components/registry-reference";
import { failed, lookUp, type MockOptions, record, registryReference } from "../support/mocks";

const { resourceId, loginServer } = registryReference("shop");
const args = { resourceGroupName: "registries", registryName: "shop" };
const getRegistry = (answer: () => Record<string, unknown>): MockOptions["invokes"] => ({
    "azure-native:containerregistry:getRegistry": answer,
});

describe("lookupRegistry", () => {
    it("answers the registry's id and its login server", async () => {
        const found: { reference?: RegistryReference } = {};
        const recorder = await record(
            () => {
                found.reference = lookupRegistry(args);
            },
            { invokes: getRegistry(() => ({ id: resourceId, loginServer })) },
        );
        expect(found.reference?.roleAssignmentMode).toBe("legacy");
        expect(await recorder.value(found.reference?.resourceId as pulumi.Output<string>)).toBe(resourceId);
        expect(await recorder.value(found.reference?.loginServer as pulumi.Output<string>)).toBe(loginServer);
    });

    it.each<[string, string, string]>([
        [
            "that there is no such registry",
            "RESPONSE 404: 404 Not Found ERROR CODE: ResourceNotFound",
            'is not the name of a registry in the resource group registries (given: "shop"). Correct it, or give a provider (opts.provider) that works in the registry\'s subscription. ARM says: RESPONSE 404: 404 Not Found ERROR CODE: ResourceNotFound',
        ],
        [
            "which right is missing",
            "RESPONSE 403: 403 Forbidden ERROR CODE: AuthorizationFailed",
            'could not be looked up, because the deployer lacks the action Microsoft.ContainerRegistry/registries/read on it (given: "shop"). Grant it (docs/permissions.md), or give a provider (opts.provider) that works in the registry\'s subscription. ARM says: RESPONSE 403: 403 Forbidden ERROR CODE: AuthorizationFailed',
        ],
    ])("says %s", async (_, message, problem) => {
        const found = lookUp(
            () => findRegistry(args),
            getRegistry(() => failed(message)),
        );
        await expect(found).rejects.toThrow(`Invalid arguments for lookupRegistry:\n  registryName: ${problem}`);
    });
});
