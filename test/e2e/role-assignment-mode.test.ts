// A registry on its way from legacy to abac and back: kept in place, with access at every step, soft delete included. New
// roles take their time to reach it, as in Azure, so that a switch without the step before it shows.
import { describe, expect } from "vitest";
import { tokenUser } from "../../local/clients/az";
import { emulatorHttp } from "../../local/clients/azure";
import type { RegistryClient } from "../../local/clients/client";
import type { Platform } from "../../local/platform";
import { clientCredentialsToken, registryAudience } from "../../proofs/entra";
import { exchange } from "../../proofs/registry";
import { type Attempt, attempts, fillRepositories } from "./clients";
import { platformTest } from "./fixtures";
import { type Credential, credentialOf, nameOf, onMain, resources, stackConfig, up } from "./support";

const config = (registry: object): string =>
    stackConfig("2026-06-01", {
        registries: { main: { softDeleteDays: 14, ...registry } },
        servicePrincipals: { ci: onMain("push") },
    });

const propagationSeconds = 600;
function letRolesArrive({ emulator: { clock } }: Platform): void {
    clock.set(new Date(clock.now().getTime() + propagationSeconds * 1_000));
}

const registryOf = async (platform: Platform) =>
    (await resources(platform)).find(({ type }) => type.endsWith(":containerregistry:Registry"));
const rolesOf = async (platform: Platform) =>
    (await resources(platform))
        .filter(({ type }) => type.endsWith(":RoleAssignment"))
        .map(({ urn }) => nameOf(urn))
        .sort();

/** What `az acr login` leaves behind: a token that the registry issued in its present mode. */
async function issuedToken({ emulator }: Platform, loginServer: string, ci: Credential): Promise<string> {
    const http = emulatorHttp(emulator);
    const { username: clientId, password: secret } = ci;
    const application = { tenantId: emulator.deployer.tenantId, clientId, proof: { secret } };
    const token = await clientCredentialsToken(http, application, registryAudience);
    if ("outcome" in token) throw new Error(`No token of Entra: ${JSON.stringify(token.outcome)}`);
    const issued = await exchange(http, loginServer, token.value);
    if ("outcome" in issued) throw new Error(`No token of the registry: ${JSON.stringify(issued.outcome)}`);
    return issued.value;
}

const it = platformTest("role-assignment-mode", config({}))
    // ARM id of the registry as it is first made.
    .extend("registryId", { scope: "file" }, async ({ deployed }) => (await registryOf(deployed))?.id ?? "")
    // The service principal's password, with which each login is a new one.
    .extend("ci", { scope: "file" }, ({ deployed }) => credentialOf(deployed, "RegistryServicePrincipal", "ci"))
    // What pull and push come to with each client, which must agree.
    .extend("pullAndPush", { scope: "file" }, async ({ deployed, loginServer, registryId, ci, clients }) => {
        const registry = { resourceId: registryId, loginServer, roleAssignmentMode: "legacy" } as const;
        const place = { registry, repository: "web/shop" };
        const { emulator } = deployed;
        await fillRepositories(emulator, [{ ...place, login: ci }]);
        emulator.settings.grantPropagationSeconds = propagationSeconds;
        letRolesArrive(deployed);
        return async (login: Attempt["login"]): Promise<string> => {
            const by = (client: RegistryClient) => attempts(emulator, client, { ...place, login });
            const { crane, oras, docker } = clients;
            const [{ pull, push }, byOras, byDocker] = await Promise.all([by(crane), by(oras), by(docker)]);
            // Whoever may not log in goes no further.
            const refused = { login: "refused" };
            expect(byOras).toEqual(pull === "refused" ? refused : { login: "allowed", pull, push });
            expect(byDocker).toEqual(pull === "refused" ? refused : { login: "allowed", pull });
            expect(push).toBe(pull);
            return pull ?? "";
        };
    });

describe("the role assignment mode of a registry", () => {
    it.for([
        {
            step: "legacy, as it begins",
            given: {},
            expected: ["ci-main-AcrPush"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "legacy, prepared",
            given: { preparedMode: "abac" },
            expected: ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "abac, with the old roles still there",
            given: { roleAssignmentMode: "abac", preparedMode: "legacy" },
            expected: ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            mode: "AbacRepositoryPermissions",
            newLogin: "allowed",
            issuedBefore: "refused",
        },
        {
            step: "abac",
            given: { roleAssignmentMode: "abac" },
            expected: ["ci-main-RepositoryWriter"],
            mode: "AbacRepositoryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "abac, prepared for legacy",
            given: { roleAssignmentMode: "abac", preparedMode: "legacy" },
            expected: ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            mode: "AbacRepositoryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "legacy again, with the abac roles still there",
            given: { roleAssignmentMode: "legacy", preparedMode: "abac" },
            expected: ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "refused",
        },
        {
            step: "legacy again",
            given: { roleAssignmentMode: "legacy" },
            expected: ["ci-main-AcrPush"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "legacy by the SDK that azure-native ships",
            given: {},
            expected: ["ci-main-AcrPush"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "abac, and not prepared",
            given: { roleAssignmentMode: "abac" },
            expected: ["ci-main-RepositoryWriter"],
            mode: "AbacRepositoryPermissions",
            newLogin: "refused",
            issuedBefore: "refused",
        },
    ])(
        "is $step: a new login is $newLogin, an earlier one $issuedBefore",
        async ({ given, expected, mode, ...is }, { deployed, loginServer, registryId, ci, pullAndPush }) => {
            const password = await issuedToken(deployed, loginServer, ci);
            const earlier = { username: tokenUser, password };
            expect(await pullAndPush(earlier)).toBe("allowed");

            deployed.configure(config(given));
            expect(await up(deployed)).not.toMatch(/Registry main (replac|creat|delet)/);
            expect(await rolesOf(deployed)).toEqual(expected);
            expect((await registryOf(deployed))?.id).toBe(registryId);
            const { properties } = deployed.emulator.state.resources[registryId.toLowerCase()] ?? {};
            expect(properties).toMatchObject({
                roleAssignmentMode: mode,
                policies: { softDeletePolicy: { status: "enabled", retentionDays: 14 } },
            });

            expect(await pullAndPush(ci)).toBe(is.newLogin);
            expect(await pullAndPush(earlier)).toBe(is.issuedBefore);
            letRolesArrive(deployed);
            expect(await pullAndPush(ci)).toBe("allowed");
            expect(await pullAndPush(earlier)).toBe(is.issuedBefore);
        },
    );
});
