// A secret in a vault that was there before the stack: it is deleted through the vault, which keeps its name, and the next
// deployment says so. It goes on after either of the two commands of docs/recovery.md.
import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { AzureSession } from "../../local/clients/az";
import type { AzureCli } from "../../local/clients/azure-cli";
import { run } from "../../local/clients/child";
import { withHome } from "../../local/clients/home";
import { repositoryRoot } from "../../local/engine/paths";
import type { Platform } from "../../local/platform";
import { platformTest } from "./fixtures";
import { makeResourceGroup, makeVault } from "./prepared-azure";
import { destroy, must, nameOf, pullsApp, resources, stackConfig, up } from "./support";

const startsOn = "2026-06-01";
const config = stackConfig(startsOn, {
    registries: { main: {} },
    repositoryTokens: { device: { startsOn, ...pullsApp } },
    vault: { name: "contoso-vault", resourceGroupName: "shared" },
    vaultSecrets: { login: { credential: "device" } },
});

const it = platformTest("deleted-secrets", config).extend("vaultId", { scope: "file" }, async ({ platform }) =>
    makeVault(platform.emulator, await makeResourceGroup(platform.emulator, "shared"), "contoso-vault"),
);

/** Runs one of the commands of docs/recovery.md as the deployer. */
async function az(program: AzureCli, { emulator }: Platform, action: "purge" | "recover"): Promise<void> {
    const command = `az keyvault secret ${action} --vault-name VAULT --name SECRET`;
    expect(readFileSync(join(repositoryRoot, "docs", "recovery.md"), "utf8")).toContain(`\`${command}\``);
    const args = command.replace("VAULT", "contoso-vault").replace("SECRET", "login").split(" ").slice(1);
    const { tenantId, clientId, clientSecret: secret } = emulator.deployer;
    const { exitCode, stderr } = await withHome(emulator, tmpdir(), async (home) => {
        await new AzureSession(program, home).loginAsApplication({ tenantId, clientId, proof: { secret } });
        return run({ program, args, environment: home.environment, cwd: home.folder });
    });
    expect(exitCode, stderr).toBe(0);
}

/** Of each version that the vault keeps, whether it is deleted. */
const deletedIn = ({ emulator }: Platform): boolean[] =>
    emulator.state.vaultSecrets.map(({ deletedDate }) => deletedDate !== undefined);

/** Destroys the stack and deploys it again, which the secret's name stands in the way of. */
async function destroyAndDeploy(platform: Platform): Promise<string> {
    await destroy(platform);
    expect(deletedIn(platform)).toEqual([true]);
    const { code, stdout } = await platform.pulumi(["up", "--yes", "--skip-preview"]);
    expect(code).not.toBe(0);
    return stdout;
}

describe("a secret of a vault that outlives the stack", () => {
    it("keeps its name when it is deleted, until it is purged", async ({ platform, vaultId, az: program, skip }) => {
        if (program === undefined) return skip("the Azure CLI could not be installed");
        await up(platform);
        expect(await destroyAndDeploy(platform)).toMatch(/status 409.*deleted but recoverable/);
        await az(program, platform, "purge");
        await up(platform);
        expect(deletedIn(platform)).toEqual([false]);
        expect(platform.emulator.state.resources).toHaveProperty([vaultId.toLowerCase()]);
    });

    it("goes on with its versions once it is recovered and imported", async ({
        platform,
        vaultId,
        az: program,
        skip,
    }) => {
        if (program === undefined) return skip("the Azure CLI could not be installed");
        expect(await destroyAndDeploy(platform)).toMatch(/status 409.*deleted but recoverable/);
        await az(program, platform, "recover");
        const parent = (await resources(platform)).find(
            ({ urn, type }) => type === "acr-auth:index:CredentialVault" && nameOf(urn) === "login",
        )?.urn;
        const secret = { type: "azure-native:keyvault:Secret", name: "login", id: `${vaultId}/secrets/login` };
        const imported = { nameTable: { vault: parent }, resources: [{ ...secret, parent: "vault" }] };
        writeFileSync(join(platform.program, "recovery.json"), JSON.stringify(imported));
        await must(
            platform,
            ...["import", "--file", "recovery.json", "--skip-preview", "--protect=false", "--generate-code=false"],
        );
        await up(platform);
        expect(deletedIn(platform)).toEqual([false, false]);
    });
});
