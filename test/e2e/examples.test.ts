// Every example on the local Azure, as its README says: brought up under the policy pack, brought up again without a
// change, and taken down.
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningCloud, startCloud } from "../../local/cloud/cloud";
import { type Engine, mustPulumi, prepareEngine } from "../../local/engine/engine";
import { goTool } from "../../local/engine/go-tools";
import { repositoryRoot } from "../../local/engine/paths";
import { POLICY_PACK } from "../../local/platform";

const directory = join(repositoryRoot, ".local", "e2e", "examples");
const programs = join(directory, "program");
const vault = { vaultName: "contoso-vault", vaultResourceGroupName: "shared" };

/** What the examples expect to be there: a vault in the first tenant, a registry in the second. */
const surroundings = `
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry } from "acr-auth";

const { name: resourceGroupName } = new resources.ResourceGroup("shared", { resourceGroupName: "shared" });
const tenantId = new pulumi.Config().get("vaultTenantId");
if (tenantId) {
    const properties = { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true } as const;
    new keyvault.Vault("vault", { vaultName: "contoso-vault", resourceGroupName, properties });
} else {
    new ContainerRegistry("partner", { registryName: "partnerimages", resourceGroupName });
}
`;

describe("examples", () => {
    let cloud: RunningCloud;
    let engine: Engine;
    const pulumi = (name: string, args: string[], environment: Record<string, string> = {}) =>
        mustPulumi(engine, args, { cwd: join(programs, "examples", name), environment });

    async function initialize(name: string, stack: string, config: Record<string, string>): Promise<void> {
        await pulumi(name, ["stack", "init", stack]);
        const settings = Object.entries({ "azure-native:location": "koreacentral", ...config });
        await pulumi(name, [
            ...["config", "set-all"],
            ...settings.flatMap(([key, value]) => [
                key.endsWith("Secret") ? "--secret" : "--plaintext",
                `${key}=${value}`,
            ]),
        ]);
    }

    beforeAll(async () => {
        rmSync(directory, { recursive: true, force: true });
        mkdirSync(join(programs, "examples", "surroundings"), { recursive: true });
        for (const source of ["package.json", "tsconfig.json", "examples"]) {
            cpSync(join(repositoryRoot, source), join(programs, source), { recursive: true });
        }
        symlinkSync(join(repositoryRoot, "dist"), join(programs, "dist"));
        writeFileSync(join(programs, "examples", "surroundings", "index.ts"), surroundings);
        writeFileSync(
            join(programs, "examples", "surroundings", "Pulumi.yaml"),
            "name: surroundings\nruntime: nodejs\nmain: index.ts\n",
        );
        const progress = (line: string) => process.stderr.write(`${line}\n`);
        cloud = await startCloud({
            directory: join(directory, "cloud"),
            registryBinary: await goTool("registry", progress),
        });
        engine = await prepareEngine(join(directory, "engine"), cloud, cloud.deployer, progress);

        const { partnerDeployer } = cloud;
        await initialize("surroundings", "contoso", { vaultTenantId: cloud.deployer.tenantId });
        await pulumi("surroundings", ["up", "--yes", "--skip-preview"]);
        await initialize("surroundings", "fabrikam", {});
        await pulumi("surroundings", ["up", "--yes", "--skip-preview"], {
            ARM_TENANT_ID: partnerDeployer.tenantId,
            ARM_SUBSCRIPTION_ID: partnerDeployer.subscriptionId,
            ARM_CLIENT_ID: partnerDeployer.clientId,
            ARM_CLIENT_SECRET: partnerDeployer.clientSecret,
        });
    });
    afterAll(() => cloud?.close());

    it.each<[string, (cloud: RunningCloud) => Record<string, string>]>([
        ["managed-identity-container-apps", () => ({ image: "shop/web:v1" })],
        ["managed-identity-app-service", () => ({ image: "shop/web:v1" })],
        ["managed-identity-container-instances", () => ({ image: "shop/web:v1" })],
        ["github-actions", () => ({ organization: "contoso", repository: "shop" })],
        ["aks-managed-identity", () => ({})],
        [
            "aks-service-principal-cross-tenant",
            ({ deployer, partnerDeployer }) => ({
                ...vault,
                clusterTenantId: deployer.tenantId,
                clusterSubscriptionId: deployer.subscriptionId,
                registryTenantId: partnerDeployer.tenantId,
                registrySubscriptionId: partnerDeployer.subscriptionId,
                registryClientId: partnerDeployer.clientId,
                registryClientSecret: partnerDeployer.clientSecret,
                registryResourceGroupName: "shared",
                registryName: "partnerimages",
            }),
        ],
        ["individual-identity", () => ({ developers: "Platform engineers", testers: "Application team" })],
        ["service-principal", () => vault],
        ["repository-token", () => vault],
        ["admin-user", () => ({})],
    ])("%s comes up, stays as it is, and goes", async (name, config) => {
        await initialize(name, "dev", config(cloud));
        await pulumi(name, ["up", "--yes", "--skip-preview", "--policy-pack", POLICY_PACK]);
        await pulumi(name, ["up", "--yes", "--skip-preview", "--expect-no-changes"]);
        await pulumi(name, ["destroy", "--yes", "--skip-preview"]);
        const { stdout } = await pulumi(name, ["stack", "export"]);
        expect(JSON.parse(stdout).deployment.resources ?? []).toEqual([]);
    });
});
