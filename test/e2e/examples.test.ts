// Every example on the emulator, as its README says: brought up under the policy pack, brought up again without a
// change, and taken down.
import type { RunningEmulator } from "acr-emulator";
import { describe, expect } from "vitest";
import { POLICY_PACK } from "../../local/platform";
import { crossTenantConfig, deployCrossTenantContext, vault } from "./cross-tenant-context";
import { programsTest } from "./fixtures";

const it = programsTest("examples").extend("context", { scope: "file", auto: true }, ({ programs }) =>
    deployCrossTenantContext(programs),
);

describe("examples", () => {
    it.for<[string, (emulator: RunningEmulator) => Record<string, string>]>([
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
    ])("%s comes up, stays as it is, and goes", async ([name, config], { programs }) => {
        await programs.initialize(name, "dev", config(programs.emulator));
        await programs.up(name, ["--policy-pack", POLICY_PACK]);
        await programs.up(name, ["--expect-no-changes"]);
        await programs.destroy(name);
        const { stdout } = await programs.pulumi(name, ["stack", "export"]);
        expect(JSON.parse(stdout).deployment.resources ?? []).toEqual([]);
    });
});
