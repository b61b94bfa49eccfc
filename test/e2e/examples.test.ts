// Every example on the emulator, as its README says: brought up under the policy pack, brought up again without a
// change, and taken down.

import type { RunningEmulator } from "acr-emulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POLICY_PACK } from "../../local/platform";
import { crossTenantConfig, deployCrossTenantContext, vault } from "./cross-tenant-context";
import { openPrograms, type Programs } from "./programs";

describe("examples", () => {
    let programs: Programs;

    beforeAll(async () => {
        programs = await openPrograms("examples");
        await deployCrossTenantContext(programs);
    });
    afterAll(() => programs?.close());

    it.each<[string, (emulator: RunningEmulator) => Record<string, string>]>([
        ["managed-identity-container-apps", () => ({ image: "shop/web:v1" })],
        ["managed-identity-app-service", () => ({ image: "shop/web:v1" })],
        ["managed-identity-container-instances", () => ({ image: "shop/web:v1" })],
        ["github-actions", () => ({ organization: "contoso", repository: "shop" })],
        ["aks-managed-identity", () => ({})],
        ["aks-service-principal-cross-tenant", crossTenantConfig],
        ["individual-identity", () => ({ developers: "Platform engineers", testers: "Application team" })],
        ["service-principal", () => vault],
        ["repository-token", () => vault],
        ["admin-user", () => ({})],
    ])("%s comes up, stays as it is, and goes", async (name, config) => {
        await programs.initialize(name, "dev", config(programs.emulator));
        await programs.pulumi(name, ["up", "--yes", "--skip-preview", "--policy-pack", POLICY_PACK]);
        await programs.pulumi(name, ["up", "--yes", "--skip-preview", "--expect-no-changes"]);
        await programs.pulumi(name, ["destroy", "--yes", "--skip-preview"]);
        const { stdout } = await programs.pulumi(name, ["stack", "export"]);
        expect(JSON.parse(stdout).deployment.resources ?? []).toEqual([]);
    });
});
