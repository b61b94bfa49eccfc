// Delivery to a Key Vault over time, on the real engine: the vault always holds the current credential, with its end, and
// after a rotation the old one is no more than an earlier version. It is read back with the Azure CLI, as its users read it,
// and the registry's clients log in with what was read.
import { tmpdir } from "node:os";
import { describe, expect } from "vitest";
import { AzureSession } from "../../local/clients/az";
import type { AzureCli } from "../../local/clients/azure-cli";
import { type Ended, run } from "../../local/clients/child";
import { withHome } from "../../local/clients/home";
import type { RegistryTarget } from "../../proofs/declared";
import { type Attempt, attempts, fillRepositories } from "./clients";
import { programsTest } from "./fixtures";
import type { Programs } from "./programs";

const program = (tenantId: string) => `
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import {
    ContainerRegistry,
    CredentialVault,
    RegistryManagedIdentity,
    RegistryServicePrincipal,
    RepositoryToken,
} from "acr-auth";

const rotation = { startsOn: "2026-01-01", asOf: new pulumi.Config().require("asOf") };
const { name: resourceGroupName } = new resources.ResourceGroup("shop");
const properties = { tenantId: "${tenantId}", sku: { family: "A", name: "standard" }, enableRbacAuthorization: true } as const;
const { name: vaultName } = new keyvault.Vault("vault", { vaultName: "contoso-vault", resourceGroupName, properties });
export const registry = new ContainerRegistry("shop", { resourceGroupName }).reference;

const ci = new RegistryServicePrincipal("ci", { grants: { shop: { registry, permission: "push" } }, ...rotation });
const device = new RepositoryToken("device", { registry, grants: { app: { repositories: ["app"], permission: "pull" } }, ...rotation });
// Both have access to the registry; the first reads both secrets, and the other one of them.
const grants = { shop: { registry, permission: "pull" } } as const;
const reader = new RegistryManagedIdentity("reader", { resourceGroupName, grants });
const outsider = new RegistryManagedIdentity("outsider", { resourceGroupName, grants });
const as = ({ principalId }: RegistryManagedIdentity) => ({ principalId, principalType: "ServicePrincipal" }) as const;
const into = { vaultName, resourceGroupName };
const { username, password, expiresOn } = ci;
new CredentialVault("ci", { ...into, username, password, expiresOn, readers: { reader: as(reader) } });
new CredentialVault("device", {
    ...into,
    dockerConfigJson: device.dockerConfigJson,
    expiresOn: device.expiresOn,
    readers: { reader: as(reader), outsider: as(outsider) },
});

export const current = { ci: password, device: device.dockerConfigJson };
export const identities = { reader: reader.principalId, outsider: outsider.principalId };
`;

interface Deployed {
    registry: RegistryTarget;
    current: { ci: string; device: string };
    /** Object ids. */
    identities: { reader: string; outsider: string };
}

/** What `az keyvault secret show` prints, as far as it is looked at here. */
interface ShownSecret {
    value: string;
    contentType: string;
    tags: Record<string, string> | null;
    attributes: { enabled: boolean; expires: string };
}

const deployed = (programs: Programs) => programs.outputs<Deployed>("delivery");
const versions = ({ emulator }: Programs, name: string) =>
    emulator.state.vaultSecrets.filter((secret) => secret.name === name);

/** Deploys as on that day and returns what the program calls current. */
async function deployOn(asOf: string, programs: Programs): Promise<Deployed["current"]> {
    programs.emulator.clock.set(new Date(`${asOf}T12:00:00Z`));
    await programs.pulumi("delivery", ["config", "set", "asOf", asOf]);
    await programs.up("delivery");
    await programs.up("delivery", ["--expect-no-changes"]);
    return (await deployed(programs)).current;
}

/** `az keyvault secret show`, as one of the identities of the program. */
async function show({ emulator }: Programs, az: AzureCli, identity: string, name: string): Promise<Ended> {
    const { identityEndpoint: url, identityHeader: header } = emulator;
    return withHome(emulator, tmpdir(), async (home) => {
        const { actual } = await new AzureSession(az, home).loginAsManagedIdentity({ url, header }, identity);
        expect(actual).toBe("allowed");
        const environment = { ...home.environment, IDENTITY_ENDPOINT: url, IDENTITY_HEADER: header };
        const args = ["keyvault", "secret", "show", "--vault-name", "contoso-vault", "--name", name];
        return run({ program: az, args, environment, cwd: home.folder });
    });
}

const it = programsTest("delivery")
    .extend("initialized", { scope: "file", auto: true }, async ({ programs }) => {
        programs.write("delivery", program(programs.emulator.deployer.tenantId));
        await programs.initialize("delivery", "dev", { asOf: "2026-06-29" });
    })
    // What is deployed when the secrets are read back.
    .extend("now", { scope: "file" }, async ({ programs }) => {
        const now = await deployed(programs);
        const { registry } = now;
        await fillRepositories(
            programs.emulator,
            ["app", "payroll"].map((repository) => ({ registry, repository })),
        );
        return now;
    })
    .extend("read", ({ programs, az, now, skip }) => async (name: string): Promise<ShownSecret> => {
        if (az === undefined) return skip("the Azure CLI could not be installed");
        const { exitCode, stdout, stderr } = await show(programs, az, now.identities.reader, name);
        expect([exitCode, stderr]).toEqual([0, ""]);
        return JSON.parse(stdout);
    })
    .extend("attempt", ({ programs, clients, now }) => {
        return (how: Pick<Attempt, "login" | "dockerConfigJson">, repository = "app", client = clients.crane) =>
            attempts(programs.emulator, client, { registry: now.registry, repository, ...how });
    });

describe("delivery", () => {
    it("writes the current credential, and a new version of it once a period", async ({ programs }) => {
        const first = await deployOn("2026-06-29", programs);
        const [stored, ...others] = versions(programs, "ci");
        expect(others).toEqual([]);
        expect(stored).toMatchObject({
            value: first.ci,
            contentType: "text/plain",
            tags: { username: expect.stringMatching(/^[0-9a-f-]{36}$/) },
            attributes: { enabled: true, exp: Date.UTC(2027, 0, 1) / 1000 },
        });
        const second = await deployOn("2026-06-30", programs);
        expect(second.ci).not.toBe(first.ci);
        expect(versions(programs, "ci").map(({ value }) => value)).toEqual([first.ci, second.ci]);
        expect(versions(programs, "device").map(({ value }) => value)).toEqual([first.device, second.device]);
    });

    it("holds no value in plain text in the state", async ({ programs }) => {
        const { stdout } = await programs.pulumi("delivery", ["stack", "export"]);
        const passwords = programs.emulator.state.vaultSecrets.map(({ value, contentType }) =>
            contentType === "text/plain"
                ? value
                : Object.values<{ password: string }>(JSON.parse(value).auths)[0]?.password,
        );
        expect(new Set(passwords).size).toBe(4);
        for (const password of passwords) expect(stdout).not.toContain(password);
    });

    describe("read back", () => {
        it("is the current password, with its user name and end, and logs in", async ({
            now,
            clients,
            read,
            attempt,
        }) => {
            const { value, contentType, tags, attributes } = await read("ci");
            expect(value === now.current.ci).toBe(true);
            expect({ contentType, tags, attributes }).toMatchObject({
                contentType: "text/plain",
                tags: { username: expect.stringMatching(/^[0-9a-f-]{36}$/) },
                attributes: { enabled: true, expires: "2027-06-30T00:00:00+00:00" },
            });
            const login = { username: tags?.username ?? "", password: value };
            expect(await attempt({ login })).toMatchObject({ pull: "allowed", push: "allowed" });
            expect(await attempt({ login }, "app", clients.docker)).toEqual({ login: "allowed", pull: "allowed" });
            const wrong = { ...login, password: `${value}x` };
            expect(await attempt({ login: wrong })).toMatchObject({ pull: "refused", push: "refused" });
        });

        it("is a docker config file, with which clients pull without logging in", async ({
            now,
            clients,
            read,
            attempt,
        }) => {
            const { value: dockerConfigJson, contentType, attributes } = await read("device");
            expect(dockerConfigJson === now.current.device).toBe(true);
            expect({ contentType, attributes }).toMatchObject({
                contentType: "application/json",
                attributes: { enabled: true, expires: "2027-06-30T00:00:00+00:00" },
            });
            for (const client of Object.values(clients)) {
                const pull = async (how: Parameters<typeof attempt>[0]) => (await attempt(how, "app", client)).pull;
                expect([client.name, await pull({ dockerConfigJson })]).toEqual([client.name, "allowed"]);
                expect([client.name, await pull({})]).toEqual([client.name, "refused"]);
            }
            expect(await attempt({ dockerConfigJson })).toMatchObject({ pull: "allowed", push: "refused" });
            expect((await attempt({ dockerConfigJson }, "payroll")).pull).toBe("refused");
        });

        it("is kept from an identity that may read another secret only", async ({ programs, az, now, skip }) => {
            if (az === undefined) return skip("the Azure CLI could not be installed");
            const { exitCode, stdout, stderr } = await show(programs, az, now.identities.outsider, "ci");
            expect([exitCode, stdout.length]).toEqual([1, 0]);
            expect((await show(programs, az, now.identities.outsider, "device")).exitCode).toBe(0);
            expect(stderr).toContain("(Forbidden) Caller is not authorized to perform action on resource.");
        });
    });
});
