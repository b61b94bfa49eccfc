// A deployer with the rights that docs/permissions.md gives it, and no other, from the first deployment over a rotation to
// the end. Without one of them a deployment fails and says what is missing, and the next one goes on once it is given.
import type { Deployer } from "acr-emulator";
import { describe, expect } from "vitest";
import { deployerEnvironment } from "../../local/engine/environment";
import type { Platform } from "../../local/platform";
import {
    administrator,
    documentedCondition,
    documentedPermissions,
    documentedRoles,
    newPipeline,
} from "./documented-rights";
import { platformTest } from "./fixtures";
import { makeResourceGroup } from "./prepared-azure";
import { credentialOf, dayAfter, deployOn, destroy, onMain, pullsApp, stackConfig, up } from "./support";

const firstDay = "2026-06-01";
const config = (asOf: string): string =>
    stackConfig(asOf, {
        resourceGroupName: "registries",
        registries: { main: {} },
        access: { developers: { groupName: "Application team", ...onMain("pull") } },
        servicePrincipals: { ci: { startsOn: firstDay, ...onMain("push") } },
        repositoryTokens: { device: { startsOn: firstDay, ...pullsApp } },
        managedIdentities: { app: onMain("pull") },
        vaultSecrets: { login: { credential: "ci", readers: { team: { groupName: "Application team" } } } },
    });

/** The platform as somebody else deploys it. */
const by = (platform: Platform, deployer: Deployer): Platform => ({
    ...platform,
    pulumi: (args, options) =>
        platform.pulumi(args, {
            ...options,
            environment: { ...options?.environment, ...deployerEnvironment(deployer) },
        }),
});

const it = platformTest("least-privilege", config(firstDay))
    // The resource group that docs/permissions.md takes for granted.
    .extend("group", { scope: "file" }, ({ platform }) => makeResourceGroup(platform.emulator, "registries"))
    .extend("pipeline", { scope: "file" }, ({ platform }) => newPipeline(platform.emulator))
    .extend("stack", { scope: "file" }, ({ platform, pipeline }) => by(platform, pipeline.deployer))
    .extend("deployed", { scope: "file" }, async ({ stack, group, pipeline }) => {
        for (const role of documentedRoles) await pipeline.assign(role, group);
        await pipeline.assign(administrator, group, documentedCondition);
        for (const permission of documentedPermissions) pipeline.permit(permission);
        await up(stack);
        return stack;
    });

/** What a command prints that ends with an error. */
async function refused(stack: Platform, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await stack.pulumi(args);
    expect(code).not.toBe(0);
    return `${stdout}${stderr}`;
}
const upRefused = (stack: Platform) => refused(stack, "up", "--yes", "--skip-preview", "--continue-on-error");
const mayNot = (action: string): string => `does not have authorization to perform action '${action}'`;
const credentialsOf = async (platform: Platform) => [
    await credentialOf(platform, "RegistryServicePrincipal", "ci"),
    await credentialOf(platform, "RepositoryToken", "device"),
];
const readsGroups = "Group.Read.All";

describe("a deployer with the rights of docs/permissions.md", () => {
    it("is told which roles it lacks for registries and vaults", async ({ stack, pipeline }) => {
        pipeline.permit(readsGroups);
        const printed = await upRefused(stack);
        expect(printed).toContain(mayNot("Microsoft.ContainerRegistry/registries/read"));
        expect(printed).toContain(mayNot("Microsoft.KeyVault/vaults/read"));
    });

    it("is told that it may neither make identities nor applications nor assign roles", async ({
        stack,
        group,
        pipeline,
    }) => {
        const roles = documentedRoles.filter((role) => role !== "Managed Identity Contributor");
        for (const role of roles) await pipeline.assign(role, group);
        const printed = await upRefused(stack);
        expect(printed).toContain(mayNot("Microsoft.ManagedIdentity/userAssignedIdentities/read"));
        expect(printed).toContain(mayNot("Microsoft.Authorization/roleAssignments/write"));
        expect(printed).toContain("Authorization_RequestDenied");
        expect(printed).not.toContain(mayNot("Microsoft.ContainerRegistry/registries/read"));
    });

    it("deploys, owns what it made in Entra, and what it made logs in", async ({ deployed, pipeline, login }) => {
        const { applications, servicePrincipals } = deployed.emulator.state;
        const made = [...applications, ...servicePrincipals].filter(({ displayName }) => displayName === "ci");
        const { objectId } = pipeline.deployer;
        expect(made.map(({ owners }) => owners)).toEqual([[objectId], [objectId]]);
        for (const credential of await credentialsOf(deployed)) expect(await login(credential)).toBe("allowed");
    });

    it("rotates", async ({ deployed, login }) => {
        const before = await credentialsOf(deployed);
        const day = dayAfter(firstDay, 180);
        await deployOn(day, deployed, config(day));
        const after = await credentialsOf(deployed);
        for (const credential of [...before, ...after]) expect(await login(credential)).toBe("allowed");
        expect(after.map(({ password }) => password)).not.toEqual(before.map(({ password }) => password));
    });

    it("is told that it may not read groups", async ({ deployed, pipeline }) => {
        pipeline.forbid(readsGroups);
        const printed = await refused(deployed, "preview");
        pipeline.permit(readsGroups);
        expect(printed).toContain("the deployer lacks the Microsoft Graph permission Group.Read.All");
    });

    it("is told that it may not delete secrets where its role at the vault is gone", async ({ deployed }) => {
        const { roleAssignments } = deployed.emulator.state;
        const [officer] = Object.values(roleAssignments).filter(({ scope }) => /\/vaults\/[^/]+$/.test(scope));
        if (officer === undefined) throw new Error("The platform has given itself no role at its vault.");
        delete roleAssignments[officer.id.toLowerCase()];
        const printed = await refused(deployed, "destroy", "--yes", "--skip-preview");
        roleAssignments[officer.id.toLowerCase()] = officer;
        expect(printed).toMatch(/status 403.*Action: 'Microsoft\.KeyVault\/vaults\/secrets\/delete/);
    });

    it("leaves nothing when it destroys the stack", async ({ deployed, group }) => {
        await destroy(deployed);
        const { resources, applications, roleAssignments } = deployed.emulator.state;
        expect(Object.keys(resources)).toEqual([group.toLowerCase()]);
        expect(applications.map(({ displayName }) => displayName)).not.toContain("ci");
        const given = Object.values(roleAssignments).map(({ scope }) => scope);
        expect(given.filter((scope) => scope.startsWith(`${group}/`))).toEqual([]);
    });
});
