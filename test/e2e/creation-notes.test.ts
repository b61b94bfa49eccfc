// Refusals of Entra whose text does not say what to do: the deployment says it beside them, also without a preview.
import { describe, expect } from "vitest";
import { deployerEnvironment } from "../../local/engine/environment";
import { administrator, newPipeline } from "./documented-rights";
import { platformTest } from "./fixtures";
import { makeResourceGroup } from "./prepared-azure";
import { destroy, onMain, stackConfig, up } from "./support";

const day = "2026-06-01";
const withPassword = (rotation: object = {}): string =>
    stackConfig(day, {
        registries: { main: {} },
        servicePrincipals: { ci: { startsOn: day, ...rotation, ...onMain("pull") } },
    });
const clusterSide = stackConfig(day, { registries: {}, crossTenantApplications: { partner: { startsOn: day } } });
const registrySide = stackConfig(day, {
    resourceGroupName: "registries",
    registries: { main: {} },
    crossTenantAksPulls: { partner: { application: { stack: "local-partner", name: "partner" }, ...onMain("pull") } },
});

const it = platformTest("creation-notes", withPassword());
const lifetimeNote =
    "ci-password-0: This password is requested for up to 365 days. If the tenant refuses that " +
    "(CredentialInvalidLifetimeAsPerAppPolicy), set lifetime to the days that it allows, and period to at most half of them.";
const permissionNote =
    "partner: Creating the service principal takes the Microsoft Graph permission Application.ReadWrite.All, or the directory " +
    "role Cloud Application Administrator. Application.ReadWrite.OwnedBy is not enough (docs/permissions.md).";

describe("in a tenant that limits how long passwords are valid", () => {
    it("a preview names lifetime and period before anything is refused", async ({ platform }) => {
        platform.emulator.clock.set(new Date(`${day}T12:00:00Z`));
        const { code, stdout } = await platform.pulumi(["preview"]);
        expect(code).toBe(0);
        expect(stdout).toContain(lifetimeNote);
    });

    it("a deployment names them beside the refusal", async ({ platform }) => {
        platform.emulator.settings.maximumPasswordLifetimeDays = 100;
        const { code, stdout } = await platform.pulumi(["up", "--yes", "--skip-preview"]);
        expect(code).not.toBe(0);
        expect(stdout).toContain("Credential lifetime exceeds the max value allowed as per assigned policy");
        expect(stdout).toContain(lifetimeNote);
    });

    it("what it names is what helps, and nothing is said once lifetime is set", async ({ platform }) => {
        platform.configure(withPassword({ lifetime: 100, period: 50 }));
        expect(await up(platform)).not.toContain("If the tenant refuses that");
        platform.emulator.settings.maximumPasswordLifetimeDays = 0;
    });

    it("a password that is there is not spoken of, and what was deployed is destroyed without the program", async ({
        platform,
    }) => {
        platform.configure(withPassword());
        expect(await up(platform)).toContain(lifetimeNote);
        expect(await up(platform)).not.toContain("If the tenant refuses that");
        await destroy(platform);
    });
});

it("CrossTenantAksPull names the right that a deployer lacks who may create applications of its own only", async ({
    platform,
}) => {
    await up(await platform.openPartner(clusterSide));
    platform.configure(registrySide);
    const group = await makeResourceGroup(platform.emulator, "registries");
    const pipeline = await newPipeline(platform.emulator);
    await pipeline.assign("Contributor", group);
    await pipeline.assign(administrator, group);
    pipeline.permit("Application.ReadWrite.OwnedBy");
    const deploy = () =>
        platform.pulumi(["up", "--yes", "--skip-preview"], { environment: deployerEnvironment(pipeline.deployer) });

    const refused = await deploy();
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toContain("Authorization_RequestDenied");
    expect(refused.stdout).toContain(permissionNote);

    pipeline.permit("Application.ReadWrite.All");
    expect((await deploy()).code).toBe(0);
});
