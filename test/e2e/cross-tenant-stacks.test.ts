// A login across tenants with its sides in two stacks: the cluster's application pulls from the other tenant's registry and
// does nothing else, rotates as everything does, and leaves nothing behind in either tenant.
import { describe, expect } from "vitest";
import type { Platform, Stack } from "../../local/platform";
import { leftIn, pullIn, pullsOnly, tryPassword } from "./cross-tenant-context";
import { platformTest } from "./fixtures";
import { dayAfter, destroy, nameOf, onMain, snapshot, stackConfig, summary, up } from "./support";

const day = (offset: number): string => dayAfter("2026-06-01", offset);
const clusterSide = (offset: number): string =>
    stackConfig(day(offset), { registries: {}, crossTenantApplications: { partner: { startsOn: "2025-11-20" } } });
const registrySide = (
    offset: number,
    application: object = { application: { stack: "local-partner", name: "partner" } },
): string =>
    stackConfig(day(offset), {
        registries: { main: {} },
        crossTenantAksPulls: { partner: { ...application, ...onMain("pull") } },
    });

interface Stacks {
    platform: Platform;
    partner: Stack;
}
const declaredIn = async ({ platform, partner }: Stacks) =>
    pullIn(await platform.exportState(), await partner.exportState());
async function deploy({ platform, partner }: Stacks, offset: number): Promise<[string, string]> {
    platform.emulator.clock.set(new Date(`${day(offset)}T12:00:00Z`));
    partner.configure(clusterSide(offset));
    platform.configure(registrySide(offset));
    return [await up(partner), await up(platform)];
}

const it = platformTest("cross-tenant-stacks", registrySide(0))
    .extend("before", { scope: "file", auto: true }, ({ platform }) => leftIn(platform.emulator))
    .extend("stacks", { scope: "file" }, async ({ platform }) => ({
        platform,
        partner: await platform.openPartner(clusterSide(0)),
    }));

describe("a login across tenants in two stacks", () => {
    it("begins with the cluster's: before that, the registry's stack can't be previewed, and says why", async ({
        platform,
    }) => {
        const { code, stdout, stderr } = await platform.pulumi(["preview"]);
        expect(code).not.toBe(0);
        expect(`${stdout}${stderr}`).toContain('unknown stack "organization/acr-auth/local-partner"');
    });

    it("pulls with the current and with the previous password, and does nothing else", async ({ stacks }) => {
        await deploy(stacks, 0);
        const pull = await declaredIn(stacks);
        expect(pull.passwords.map(({ label }) => label)).toEqual(["current", "previous"]);
        for (const password of pull.passwords) {
            expect(await tryPassword(stacks.platform.emulator, pull, password)).toEqual(pullsOnly);
        }
    });

    it("replaces one password a period later, in the cluster's stack alone, and both log in", async ({ stacks }) => {
        const { platform, partner } = stacks;
        const old = (await declaredIn(stacks)).passwords[0];
        const states = await Promise.all([partner, platform].map(snapshot));
        const [there, here] = await deploy(stacks, 180);
        expect(summary(there)).toMatchObject({ created: 1, deleted: 1 });
        expect(Object.keys(summary(here))).toEqual(["unchanged"]);
        const after = await Promise.all([partner, platform].map(snapshot));
        const changed = after.flatMap((map, index) =>
            [...new Set([...map.keys(), ...(states[index]?.keys() ?? [])])].filter(
                (urn) => map.get(urn) !== states[index]?.get(urn),
            ),
        );
        expect(changed.map(nameOf).sort()).toEqual(["partner", "partner-password-0", "partner-password-2"]);

        const pull = await declaredIn(stacks);
        const [current, previous] = pull.passwords;
        expect(current.password).not.toBe(old.password);
        expect(previous?.password).toBe(old.password);
        for (const password of pull.passwords) {
            expect(await tryPassword(stacks.platform.emulator, pull, password)).toEqual(pullsOnly);
        }
    });

    it("names the applications there are, where the one that is named is none of them", async ({ platform }) => {
        platform.configure(registrySide(180, { application: { stack: "local-partner", name: "partners" } }));
        const { code, stdout } = await platform.pulumi(["preview"]);
        expect(code).not.toBe(0);
        expect(stdout).toContain(
            "Stack local-partner exports no crossTenantApplications.partners; it has partner. Deploy that stack first, or name one of its applications.",
        );
    });

    it("is refused for an application that is not multitenant", async ({ platform }) => {
        // The other tenant's deployer is one.
        const { clientId } = platform.emulator.partnerDeployer;
        platform.configure(registrySide(180, { clientId }));
        // Entra answers the same while it copies a new application, so azuread asks again for minutes.
        const environment = { ACR_AUTH_AZUREAD_PATIENCE: "2" };
        const { code, stdout } = await platform.pulumi(["up", "--yes", "--skip-preview"], { environment });
        expect(code).not.toBe(0);
        expect(stdout).toContain(
            `status 400, code NoBackingApplicationObject: The appId '${clientId}' of the service principal does not reference a valid application object.`,
        );
    });

    it("leaves nothing in either tenant when both are destroyed", async ({ stacks, before }) => {
        await destroy(stacks.platform);
        await destroy(stacks.partner);
        expect(leftIn(stacks.platform.emulator)).toEqual(before);
    });
});
