// Delivery to a Key Vault over time, on the real engine: the vault always holds the current credential, with its end, and
// after a rotation the old one is no more than an earlier version.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPrograms, type Programs } from "./programs";

const program = (tenantId: string) => `
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { ContainerRegistry, CredentialVault, RegistryServicePrincipal, RepositoryToken } from "acr-auth";

const rotation = { startsOn: "2026-01-01", asOf: new pulumi.Config().require("asOf") };
const { name: resourceGroupName } = new resources.ResourceGroup("shop");
const properties = { tenantId: "${tenantId}", sku: { family: "A", name: "standard" }, enableRbacAuthorization: true } as const;
const { name: vaultName } = new keyvault.Vault("vault", { vaultName: "contoso-vault", resourceGroupName, properties });
const registry = new ContainerRegistry("shop", { resourceGroupName }).reference;

const ci = new RegistryServicePrincipal("ci", { grants: { shop: { registry, permission: "push" } }, ...rotation });
const device = new RepositoryToken("device", { registry, grants: { app: { repositories: ["app"], permission: "pull" } }, ...rotation });
const into = { vaultName, resourceGroupName };
const { username, password, expiresOn } = ci;
new CredentialVault("ci", { ...into, username, password, expiresOn });
new CredentialVault("device", { ...into, dockerConfigJson: device.dockerConfigJson, expiresOn: device.expiresOn });

export const current = { ci: password, device: device.dockerConfigJson };
`;

describe("delivery", () => {
    let programs: Programs;
    const versions = (name: string) => programs.cloud.world.vaultSecrets.filter((secret) => secret.name === name);

    /** Deploys as on that day and returns what the program calls current. */
    async function deployOn(asOf: string): Promise<{ ci: string; device: string }> {
        programs.cloud.clock.set(new Date(`${asOf}T12:00:00Z`));
        await programs.pulumi("delivery", ["config", "set", "asOf", asOf]);
        await programs.pulumi("delivery", ["up", "--yes", "--skip-preview"]);
        await programs.pulumi("delivery", ["up", "--yes", "--skip-preview", "--expect-no-changes"]);
        const { stdout } = await programs.pulumi("delivery", ["stack", "output", "--json", "--show-secrets"]);
        return JSON.parse(stdout).current;
    }

    beforeAll(async () => {
        programs = await openPrograms("delivery");
        programs.write("delivery", program(programs.cloud.deployer.tenantId));
        await programs.initialize("delivery", "dev", { asOf: "2026-06-29" });
    });
    afterAll(() => programs?.close());

    it("writes the current credential, and a new version of it once a period", async () => {
        const first = await deployOn("2026-06-29");
        const [stored, ...others] = versions("ci");
        expect(others).toEqual([]);
        expect(stored).toMatchObject({
            value: first.ci,
            contentType: "text/plain",
            tags: { username: expect.stringMatching(/^[0-9a-f-]{36}$/) },
            attributes: { enabled: true, exp: Date.UTC(2027, 0, 1) / 1000 },
        });
        const second = await deployOn("2026-06-30");
        expect(second.ci).not.toBe(first.ci);
        expect(versions("ci").map(({ value }) => value)).toEqual([first.ci, second.ci]);
        expect(versions("device").map(({ value }) => value)).toEqual([first.device, second.device]);
    });

    it("holds no value in clear in the state", async () => {
        const { stdout } = await programs.pulumi("delivery", ["stack", "export"]);
        const passwords = programs.cloud.world.vaultSecrets.map(({ value, contentType }) =>
            contentType === "text/plain"
                ? value
                : Object.values<{ password: string }>(JSON.parse(value).auths)[0]?.password,
        );
        expect(new Set(passwords).size).toBe(4);
        for (const password of passwords) expect(stdout).not.toContain(password);
    });
});
