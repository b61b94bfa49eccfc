// Registries, tokens, identities and role assignments that somebody made by hand, taken over as docs/adopting.md says for
// those who do it by hand: imported below their components, then deployed. Nothing that logged in before is refused after,
// but the one password of each token that the first deployment replaces.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { registryPackage, registryParameter, registryType } from "../../azure/registry-package";
import { providerVersion } from "../../components/azure-native/containerregistry-package";
import type { Actual } from "../../proofs/check-result";
import { managedIdentityLogin } from "./clients";
import { platformTest } from "./fixtures";
import { loginServerOf, makeNeglected, type Neglected, tryAll } from "./neglected-azure";
import { dayAfter, deployOn, dockerLogin, must, planned, stackConfig, up } from "./support";

const day = "2026-11-23";
const lastPart = (id: string) => id.split("/").at(-1) ?? "";

const config = ({ ids, clientId }: Neglected, asOf = day): string =>
    stackConfig(asOf, {
        location: "westeurope",
        resourceGroupName: "old",
        registries: {
            main: {
                registryName: "neglected",
                roleAssignmentMode: "legacy",
                sku: "Premium",
                tags: { team: "web" },
                anonymousPull: true,
                armAudienceTokens: true,
                untaggedRetentionDays: 14,
                adminUser: { reason: "adopted", expiresOn: "2026-12-20", keepPasswords: true },
            },
            teams: {
                registryName: "neglectedAbac",
                resourceGroupName: "old",
                roleAssignmentMode: "abac",
                armAudienceTokens: true,
            },
        },
        servicePrincipals: {
            build: {
                clientId,
                startsOn: day,
                grants: {
                    main: {
                        registry: "main",
                        permission: "push",
                        roleAssignmentNames: { AcrPush: lastPart(ids.applicationPush) },
                    },
                },
            },
        },
        repositoryTokens: {
            device: {
                registry: "main",
                tokenName: "device-01",
                scopeMapName: "devices_map",
                startsOn: day,
                grants: { app: { repositories: ["app"], permission: "pull" } },
            },
            scanner: {
                registry: "main",
                tokenName: "scanner",
                startsOn: day,
                firstPassword: "password2",
                grants: { all: { repositories: ["*"], permission: "pull" } },
            },
        },
        managedIdentities: {
            robot: {
                identityResourceId: ids.identity,
                federatedCredentials: {
                    main: {
                        name: "the_pipeline",
                        github: { organization: "contoso", repository: "shop", branch: "main" },
                    },
                },
                grants: {
                    main: {
                        registry: "main",
                        permission: "pull",
                        roleAssignmentNames: { AcrPull: lastPart(ids.identityPull) },
                    },
                    teams: {
                        registry: "teams",
                        permission: "pull",
                        roleAssignmentNames: { RepositoryReader: lastPart(ids.identityRead) },
                    },
                },
            },
        },
    });

/** What `pulumi import --file` takes: each component with the resources below it, by type, name and id. */
function importFile({ ids, tokens }: Neglected): object {
    const parameterization = { pluginName: "azure-native", pluginVersion: providerVersion, value: registryParameter };
    const role = "azure-native:authorization:RoleAssignment";
    const components: [type: string, name: string, children: [type: string, name: string, id: string][]][] = [
        ["ContainerRegistry", "main", [[registryType, "main", ids.registry]]],
        ["ContainerRegistry", "teams", [[registryType, "teams", ids.abac]]],
        ["RegistryServicePrincipal", "build", [[role, "build-main-AcrPush", ids.applicationPush]]],
        [
            "RepositoryToken",
            "device",
            [
                ["azure-native:containerregistry:ScopeMap", "device-scope-map", tokens.deviceMap],
                ["azure-native:containerregistry:Token", "device", tokens.device],
            ],
        ],
        ["RepositoryToken", "scanner", [["azure-native:containerregistry:Token", "scanner", tokens.scanner]]],
        [
            "RegistryManagedIdentity",
            "robot",
            [
                [
                    "azure-native:managedidentity:FederatedIdentityCredential",
                    "robot-main",
                    `${ids.identity}/federatedIdentityCredentials/the_pipeline`,
                ],
                [role, "robot-main-AcrPull", ids.identityPull],
                [role, "robot-teams-RepositoryReader", ids.identityRead],
            ],
        ],
    ];
    const resources = components.flatMap(([component, name, children]) => [
        { type: `acr-auth:index:${component}`, name: `${component}-${name}`, logicalName: name, component: true },
        ...children.map(([type, logicalName, id], index) => ({
            ...{ type, name: `${component}-${name}-${index}`, logicalName, id, version: providerVersion },
            parent: `${component}-${name}`,
            ...(type.startsWith(`${registryPackage}:`) ? { parameterization } : {}),
        })),
    ]);
    return { resources };
}

const it = platformTest("adopt-by-hand", stackConfig(day, { registries: {} }))
    .extend("found", { scope: "file" }, async ({ platform }) => {
        const found = await makeNeglected(platform.emulator);
        platform.configure(config(found));
        return found;
    })
    .extend("imported", { scope: "file" }, async ({ platform, found }) => {
        const file = join(platform.program, "adopt.json");
        writeFileSync(file, JSON.stringify(importFile(found)));
        const flags = ["--generate-code=false", "--protect=false", "--skip-preview"];
        return must(platform, "import", "--file", file, ...flags);
    })
    .extend("adopted", { scope: "file" }, async ({ platform, imported }) => imported && up(platform));

const everything = [
    ...["admin password", "admin password2", "device password1", "device password2"],
    ...["scanner password1", "scanner password2", "application"],
];
const all = (actual: Actual) => Object.fromEntries(everything.map((login) => [login, actual]));

describe("what somebody made by hand", () => {
    it("lets every login in at first", async ({ platform, found }) => {
        expect(await tryAll(platform, found.logins)).toEqual(all("allowed"));
    });

    it("is imported, and then only updated", async ({ platform, imported }) => {
        expect(imported).toMatch(/15 imported/);
        const { create, ...others } = await planned(platform);
        expect({ ...others, same: [], update: [] }).toEqual({ same: [], update: [] });
        expect(create).toEqual([
            "build-password-0",
            "device-password1",
            "device-status",
            "scanner-password2",
            "scanner-scope-map",
            "scanner-status",
        ]);
    });

    it("still lets every login in, but the passwords that belong to the stack now", async ({
        platform,
        found,
        adopted,
    }) => {
        expect(adopted).not.toMatch(/replaced|deleted/);
        expect(await tryAll(platform, found.logins)).toEqual({
            ...all("allowed"),
            "device password1": "refused",
            "scanner password2": "refused",
        });
    });

    it("still lets the managed identity in", async ({ platform, found, adopted }) => {
        expect(adopted).toBeTruthy();
        for (const registry of [found.ids.registry, found.ids.abac]) {
            const loginServer = loginServerOf(platform.emulator, registry);
            const target = { resourceId: registry, loginServer, roleAssignmentMode: "legacy" as const };
            const login = await managedIdentityLogin(platform.emulator, target, found.robot);
            expect("value" in login && (await dockerLogin(platform, loginServer, login.value))).toBe("allowed");
        }
    });

    it("keeps what the configuration does not mention", async ({ platform, found, adopted }) => {
        expect(adopted).toBeTruthy();
        const { resources } = platform.emulator.state;
        const registry = resources[found.ids.registry.toLowerCase()];
        expect(registry?.identity).toMatchObject({ type: "SystemAssigned" });
        expect(registry?.properties).toMatchObject({
            adminUserEnabled: true,
            anonymousPullEnabled: true,
            networkRuleBypassAllowedForTasks: true,
            policies: {
                trustPolicy: { status: "enabled" },
                retentionPolicy: { days: 14, status: "enabled" },
                azureADAuthenticationAsArmPolicy: { status: "enabled" },
            },
        });
        expect(resources[found.ids.abac.toLowerCase()]?.properties).toMatchObject({
            autoGeneratedDomainNameLabelScope: "TenantReuse",
            metadataSearch: "Enabled",
            policies: { azureADAuthenticationAsArmPolicy: { status: "enabled" } },
        });
        expect(resources[found.tokens.deviceMap.toLowerCase()]?.properties.description).toBe(
            "For the devices in the shops",
        );
    });

    it("leaves nothing to do", async ({ platform, adopted }) => {
        expect(adopted).toBeTruthy();
        expect(Object.keys(await planned(platform))).toEqual(["same"]);
    });

    it("loses the other passwords at the next rotation, and the admin user after its end", async ({
        platform,
        found,
        adopted,
    }) => {
        expect(adopted).toBeTruthy();
        const later = dayAfter(day, 180);
        const printed = await deployOn(later, platform, config(found, later));
        expect(printed).toContain("The admin user ended on 2026-12-20 and is turned off.");
        expect(await tryAll(platform, found.logins)).toEqual({ ...all("refused"), application: "allowed" });
    });
});
