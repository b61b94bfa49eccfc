// A registry on its way from legacy to abac and back: kept in place, with access at every step, soft delete included.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Platform } from "../../local/platform";
import { freshPlatform, nameOf, resources, up } from "./support";

const config = (registry: string): string => `
config:
  acr-auth:asOf: "2026-06-01"
  acr-auth:allowAsOf: true
  acr-auth:registries:
    main: { softDeleteDays: 14${registry} }
  acr-auth:servicePrincipals:
    ci: { grants: { main: { registry: main, permission: push } } }
`;

describe("the role assignment mode of a registry", () => {
    let platform: Platform;
    let registryId: string;

    const deploy = (registry: string): Promise<string> => {
        platform.configure(config(registry));
        return up(platform);
    };
    const registry = async () =>
        (await resources(platform)).find(({ type }) => type.endsWith(":containerregistry:Registry"));
    const roles = async () =>
        (await resources(platform))
            .filter(({ type }) => type.endsWith(":RoleAssignment"))
            .map(({ urn }) => nameOf(urn))
            .sort();

    beforeAll(async () => {
        platform = await freshPlatform("role-assignment-mode", config(""));
        await up(platform);
        registryId = (await registry())?.id ?? "";
    });
    afterAll(() => platform?.close());

    it.each<[string, string, string[], string]>([
        ["legacy, as it begins", "", ["ci-main-AcrPush"], "LegacyRegistryPermissions"],
        [
            "legacy, prepared",
            ", preparedMode: abac",
            ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            "LegacyRegistryPermissions",
        ],
        [
            "abac, with the old roles still there",
            ", roleAssignmentMode: abac, preparedMode: legacy",
            ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            "AbacRepositoryPermissions",
        ],
        ["abac", ", roleAssignmentMode: abac", ["ci-main-RepositoryWriter"], "AbacRepositoryPermissions"],
        ["legacy again", ", roleAssignmentMode: legacy", ["ci-main-AcrPush"], "LegacyRegistryPermissions"],
        ["legacy by the SDK that azure-native ships", "", ["ci-main-AcrPush"], "LegacyRegistryPermissions"],
    ])("is %s: the same registry, with exactly its roles", async (_, given, expectedRoles, mode) => {
        const printed = await deploy(given);
        expect(printed).not.toMatch(/Registry main (replac|creat|delet)/);
        expect(await roles()).toEqual(expectedRoles);
        expect((await registry())?.id).toBe(registryId);
        const { properties } = platform.cloud.world.resources[registryId.toLowerCase()] ?? {};
        expect(properties).toMatchObject({
            roleAssignmentMode: mode,
            policies: { softDeletePolicy: { status: "enabled", retentionDays: 14 } },
        });
    });
});
