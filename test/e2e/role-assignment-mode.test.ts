// A registry on its way from legacy to abac and back: kept in place, with access at every step, soft delete included. New
// roles take their time to reach it, as in Azure, so that a switch without the step before it shows.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tokenUser } from "../../local/clients/az";
import { emulatorHttp } from "../../local/clients/azure";
import type { Platform } from "../../local/platform";
import { clientCredentialsToken, registryAudience } from "../../proofs/entra";
import { exchange } from "../../proofs/registry";
import { type Attempt, attempts, fillRepositories, registryClients } from "./clients";
import { credentialOf, freshPlatform, loginServerOf, nameOf, resources, up } from "./support";

const config = (registry: string): string => `
config:
  acr-auth:asOf: "2026-06-01"
  acr-auth:allowAsOf: true
  acr-auth:registries:
    main: { softDeleteDays: 14${registry} }
  acr-auth:servicePrincipals:
    ci: { grants: { main: { registry: main, permission: push } } }
`;

const propagationSeconds = 600;

describe("the role assignment mode of a registry", () => {
    let platform: Platform;
    let registryId: string;
    let clients: Awaited<ReturnType<typeof registryClients>>;
    /** What the service principal does with its password, which is a new login each time. */
    let byPassword: Attempt & { login: NonNullable<Attempt["login"]> };

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
    const letRolesArrive = () => {
        const { clock } = platform.emulator;
        clock.set(new Date(clock.now().getTime() + propagationSeconds * 1_000));
    };

    /** What `az acr login` leaves behind: a token that the registry issued in its present mode. */
    async function issuedToken(): Promise<string> {
        const http = emulatorHttp(platform.emulator);
        const { username: clientId, password: secret } = byPassword.login;
        const application = { tenantId: platform.emulator.deployer.tenantId, clientId, proof: { secret } };
        const token = await clientCredentialsToken(http, application, registryAudience);
        if ("outcome" in token) throw new Error(`No token of Entra: ${JSON.stringify(token.outcome)}`);
        const issued = await exchange(http, byPassword.registry.loginServer, token.value);
        if ("outcome" in issued) throw new Error(`No token of the registry: ${JSON.stringify(issued.outcome)}`);
        return issued.value;
    }

    /** What pull and push come to with each client, which must agree. */
    async function pullAndPush(login: Attempt["login"]): Promise<string> {
        const of = (client: (typeof clients)["crane"]) => attempts(platform.emulator, client, { ...byPassword, login });
        const { crane, oras, docker } = clients;
        const [{ pull, push }, byOras, byDocker] = await Promise.all([of(crane), of(oras), of(docker)]);
        // Whoever may not log in goes no further.
        const refused = { login: "refused" };
        expect(byOras).toEqual(pull === "refused" ? refused : { login: "allowed", pull, push });
        expect(byDocker).toEqual(pull === "refused" ? refused : { login: "allowed", pull });
        expect(push).toBe(pull);
        return pull ?? "";
    }

    beforeAll(async () => {
        clients = await registryClients();
        platform = await freshPlatform("role-assignment-mode", config(""));
        await up(platform);
        registryId = (await registry())?.id ?? "";
        const loginServer = await loginServerOf(platform, "main");
        byPassword = {
            registry: { resourceId: registryId, loginServer, roleAssignmentMode: "legacy" },
            repository: "web/shop",
            login: await credentialOf(platform, "RegistryServicePrincipal", "ci"),
        };
        await fillRepositories(platform.emulator, [byPassword]);
        platform.emulator.settings.grantPropagationSeconds = propagationSeconds;
        letRolesArrive();
    });
    afterAll(() => platform?.close());

    it.each([
        {
            step: "legacy, as it begins",
            given: "",
            expected: ["ci-main-AcrPush"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "legacy, prepared",
            given: ", preparedMode: abac",
            expected: ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "abac, with the old roles still there",
            given: ", roleAssignmentMode: abac, preparedMode: legacy",
            expected: ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            mode: "AbacRepositoryPermissions",
            newLogin: "allowed",
            issuedBefore: "refused",
        },
        {
            step: "abac",
            given: ", roleAssignmentMode: abac",
            expected: ["ci-main-RepositoryWriter"],
            mode: "AbacRepositoryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "abac, prepared for legacy",
            given: ", roleAssignmentMode: abac, preparedMode: legacy",
            expected: ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            mode: "AbacRepositoryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "legacy again, with the abac roles still there",
            given: ", roleAssignmentMode: legacy, preparedMode: abac",
            expected: ["ci-main-AcrPush", "ci-main-RepositoryWriter"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "refused",
        },
        {
            step: "legacy again",
            given: ", roleAssignmentMode: legacy",
            expected: ["ci-main-AcrPush"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "legacy by the SDK that azure-native ships",
            given: "",
            expected: ["ci-main-AcrPush"],
            mode: "LegacyRegistryPermissions",
            newLogin: "allowed",
            issuedBefore: "allowed",
        },
        {
            step: "abac, and not prepared",
            given: ", roleAssignmentMode: abac",
            expected: ["ci-main-RepositoryWriter"],
            mode: "AbacRepositoryPermissions",
            newLogin: "refused",
            issuedBefore: "refused",
        },
    ])("is $step: a new login is $newLogin, an earlier one $issuedBefore", async ({ given, expected, mode, ...is }) => {
        const password = await issuedToken();
        const earlier = { username: tokenUser, password };
        expect(await pullAndPush(earlier)).toBe("allowed");

        const printed = await deploy(given);
        expect(printed).not.toMatch(/Registry main (replac|creat|delet)/);
        expect(await roles()).toEqual(expected);
        expect((await registry())?.id).toBe(registryId);
        const { properties } = platform.emulator.state.resources[registryId.toLowerCase()] ?? {};
        expect(properties).toMatchObject({
            roleAssignmentMode: mode,
            policies: { softDeletePolicy: { status: "enabled", retentionDays: 14 } },
        });

        expect(await pullAndPush(byPassword.login)).toBe(is.newLogin);
        expect(await pullAndPush(earlier)).toBe(is.issuedBefore);
        letRolesArrive();
        expect(await pullAndPush(byPassword.login)).toBe("allowed");
        expect(await pullAndPush(earlier)).toBe(is.issuedBefore);
    });
});
