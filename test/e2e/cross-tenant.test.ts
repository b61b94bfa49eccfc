// A login across tenants, with both sides in one stack and in two: the cluster's application pulls from the other tenant's
// registry and does nothing else, rotates as everything does, and leaves nothing behind in either tenant.

import type { RunningEmulator } from "acr-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readState } from "../../estate/sources/pulumi";
import type { Platform, Stack } from "../../local/platform";
import type { PasswordCredential, RegistryTarget } from "../../proofs/declared";
import { declaredIn } from "../../proofs/read-declared";
import { attempts, fillRepositories, registryClients } from "./clients";
import { crossTenantConfig, deployCrossTenantContext } from "./cross-tenant-context";
import { openPrograms, type Programs } from "./programs";
import { freshPlatform, nameOf, snapshot, summary, up } from "./support";

type Password = Pick<PasswordCredential, "label" | "username"> & { password: string };
interface Declared {
    registry: RegistryTarget;
    /** The current one first. */
    passwords: [Password, ...Password[]];
}

/** The right to pull that exported states declare together, with the passwords of its application. */
function pullIn(...states: unknown[]): Declared {
    const found = declaredIn(states.flatMap((each) => readState(each))).access.find(({ grants }) => grants.length > 0);
    const [first, ...others] = (found?.credentials ?? []).flatMap((credential) =>
        credential.kind === "password" ? [{ ...credential, password: String(credential.secret) }] : [],
    );
    const [grant] = found?.grants ?? [];
    if (first === undefined || grant === undefined) throw new Error("The states declare no login across tenants.");
    return { registry: grant.registry, passwords: [first, ...others] };
}

/** What clients come to with a password: docker, whose login asks the registry, and crane, which pushes as well. */
async function tryPassword(emulator: RunningEmulator, { registry }: Declared, login: Password) {
    const attempt = { registry, repository: "shop/web", login };
    await fillRepositories(emulator, [attempt]);
    const { crane, docker } = await registryClients();
    return { docker: await attempts(emulator, docker, attempt), crane: await attempts(emulator, crane, attempt) };
}

const pullsOnly = {
    docker: { login: "allowed", pull: "allowed" },
    crane: { pull: "allowed", push: "refused", "list tags": "allowed", delete: "refused" },
};

/** What deployments leave in both tenants; roles that are the deployers' own included. */
const leftIn = ({ state }: RunningEmulator) => ({
    applications: state.applications.map(({ tenantId, displayName }) => [tenantId, displayName]),
    servicePrincipals: state.servicePrincipals.map(({ tenantId, displayName }) => [tenantId, displayName]),
    roleAssignments: Object.keys(state.roleAssignments),
    resources: Object.keys(state.resources),
});

describe("a login across tenants in one stack", () => {
    const name = "aks-service-principal-cross-tenant";
    let programs: Programs;
    let before: ReturnType<typeof leftIn>;

    beforeAll(async () => {
        programs = await openPrograms("cross-tenant");
        await deployCrossTenantContext(programs);
        before = leftIn(programs.emulator);
        await programs.initialize(name, "dev", crossTenantConfig(programs.emulator));
        await programs.pulumi(name, ["up", "--yes", "--skip-preview"]);
    });
    afterAll(() => programs?.close());

    it("has a service principal in each tenant, and its application in the cluster's", async () => {
        const { state, deployer, partnerDeployer } = programs.emulator;
        const named = ({ displayName }: { displayName: string }) => displayName === "shop-cluster";
        expect(state.applications.filter(named).map(({ tenantId }) => tenantId)).toEqual([deployer.tenantId]);
        expect(new Set(state.servicePrincipals.filter(named).map(({ tenantId }) => tenantId))).toEqual(
            new Set([deployer.tenantId, partnerDeployer.tenantId]),
        );
    });

    it("pulls with the current and with the previous password, and does nothing else", async () => {
        const { stdout } = await programs.pulumi(name, ["stack", "export", "--show-secrets"]);
        const declared = pullIn(JSON.parse(stdout));
        expect(declared.passwords.map(({ label }) => label)).toEqual(["current", "previous"]);
        for (const password of declared.passwords) {
            expect(await tryPassword(programs.emulator, declared, password)).toEqual(pullsOnly);
        }
    });

    it("leaves nothing in either tenant when it is destroyed", async () => {
        await programs.pulumi(name, ["destroy", "--yes", "--skip-preview"]);
        expect(leftIn(programs.emulator)).toEqual(before);
    });
});

const firstDay = "2026-06-01";
const day = (offset: number): string =>
    new Date(Date.parse(`${firstDay}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);

const dated = (offset: number): string => `
config:
  acr-auth:asOf: "${day(offset)}"
  acr-auth:allowAsOf: true`;

const clusterSide = (offset: number): string => `${dated(offset)}
  acr-auth:registries: {}
  acr-auth:crossTenantApplications:
    partner:
      startsOn: "2025-11-20"
`;

const registrySide = (offset: number, application: string): string => `${dated(offset)}
  acr-auth:registries:
    main: {}
  acr-auth:crossTenantAksPulls:
    partner:
      ${application}
      grants:
        main: { registry: main, permission: pull }
`;

const inOtherStack = "application: { stack: local-partner, name: partner }";

describe("a login across tenants in two stacks", () => {
    let platform: Platform;
    let partner: Stack;
    let before: ReturnType<typeof leftIn>;
    const declared = async () => pullIn(await platform.exportState(), await partner.exportState());
    const deployOn = async (offset: number): Promise<[string, string]> => {
        platform.emulator.clock.set(new Date(`${day(offset)}T12:00:00Z`));
        partner.configure(clusterSide(offset));
        platform.configure(registrySide(offset, inOtherStack));
        return [await up(partner), await up(platform)];
    };

    beforeAll(async () => {
        platform = await freshPlatform("cross-tenant-stacks", registrySide(0, inOtherStack));
        before = leftIn(platform.emulator);
    });
    afterAll(() => platform?.close());

    it("begins with the cluster's: before that, the registry's stack can't be previewed, and says why", async () => {
        const { code, stdout, stderr } = await platform.pulumi(["preview"]);
        expect(code).not.toBe(0);
        expect(`${stdout}${stderr}`).toContain('unknown stack "organization/acr-auth/local-partner"');
    });

    it("pulls with the current and with the previous password, and does nothing else", async () => {
        partner = await platform.openPartner(clusterSide(0));
        await deployOn(0);
        const pull = await declared();
        expect(pull.passwords.map(({ label }) => label)).toEqual(["current", "previous"]);
        for (const password of pull.passwords) {
            expect(await tryPassword(platform.emulator, pull, password)).toEqual(pullsOnly);
        }
    });

    it("replaces one password a period later, in the cluster's stack alone, and both log in", async () => {
        const old = (await declared()).passwords[0];
        const states = await Promise.all([partner, platform].map(snapshot));
        const [there, here] = await deployOn(180);
        expect(summary(there)).toMatchObject({ created: 1, deleted: 1 });
        expect(Object.keys(summary(here))).toEqual(["unchanged"]);
        const after = await Promise.all([partner, platform].map(snapshot));
        const changed = after.flatMap((map, index) =>
            [...new Set([...map.keys(), ...(states[index]?.keys() ?? [])])].filter(
                (urn) => map.get(urn) !== states[index]?.get(urn),
            ),
        );
        expect(changed.map(nameOf).sort()).toEqual(["partner", "partner-password-0", "partner-password-2"]);

        const pull = await declared();
        const [current, previous] = pull.passwords;
        expect(current.password).not.toBe(old.password);
        expect(previous?.password).toBe(old.password);
        for (const password of pull.passwords) {
            expect(await tryPassword(platform.emulator, pull, password)).toEqual(pullsOnly);
        }
    });

    it("names the applications there are, where the one that is named is none of them", async () => {
        platform.configure(registrySide(180, "application: { stack: local-partner, name: partners }"));
        const { code, stdout } = await platform.pulumi(["preview"]);
        expect(code).not.toBe(0);
        expect(stdout).toContain(
            "Stack local-partner exports no crossTenantApplications.partners; it has partner. Deploy that stack first, or name one of its applications.",
        );
    });

    it("is refused for an application that is not multitenant", async () => {
        // The other tenant's deployer is one.
        const { clientId } = platform.emulator.partnerDeployer;
        platform.configure(registrySide(180, `clientId: ${clientId}`));
        const { code, stdout } = await platform.pulumi(["up", "--yes", "--skip-preview"]);
        expect(code).not.toBe(0);
        expect(stdout).toContain(
            `status 400, code NoBackingApplicationObject: The appId '${clientId}' of the service principal does not reference a valid application object.`,
        );
    });

    it("leaves nothing in either tenant when both are destroyed", async () => {
        for (const stack of [platform, partner]) {
            const { code, stdout, stderr } = await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
            expect(code, `${stdout}${stderr}`).toBe(0);
        }
        expect(leftIn(platform.emulator)).toEqual(before);
    });
});
