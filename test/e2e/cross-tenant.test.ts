// A login across tenants with both sides in one stack: the cluster's application pulls from the other tenant's registry and
// does nothing else, and leaves nothing behind in either tenant.
import { describe, expect } from "vitest";
import {
    crossTenantConfig,
    deployCrossTenantContext,
    leftIn,
    pullIn,
    pullsOnly,
    tryPassword,
} from "./cross-tenant-context";
import { programsTest } from "./fixtures";

const example = "aks-service-principal-cross-tenant";
const it = programsTest("cross-tenant")
    .extend("before", { scope: "file", auto: true }, async ({ programs }) => {
        await deployCrossTenantContext(programs);
        return leftIn(programs.emulator);
    })
    .extend("deployed", { scope: "file" }, async ({ programs }) => {
        await programs.initialize(example, "dev", crossTenantConfig(programs.emulator));
        await programs.up(example);
        return programs;
    });

describe("a login across tenants in one stack", () => {
    it("has a service principal in each tenant, and its application in the cluster's", async ({
        deployed: programs,
    }) => {
        const { state, deployer, partnerDeployer } = programs.emulator;
        const named = ({ displayName }: { displayName: string }) => displayName === "shop-cluster";
        expect(state.applications.filter(named).map(({ tenantId }) => tenantId)).toEqual([deployer.tenantId]);
        expect(new Set(state.servicePrincipals.filter(named).map(({ tenantId }) => tenantId))).toEqual(
            new Set([deployer.tenantId, partnerDeployer.tenantId]),
        );
    });

    it("pulls with the current and with the previous password, and does nothing else", async ({
        deployed: programs,
    }) => {
        const { stdout } = await programs.pulumi(example, ["stack", "export", "--show-secrets"]);
        const declared = pullIn(JSON.parse(stdout));
        expect(declared.passwords.map(({ label }) => label)).toEqual(["current", "previous"]);
        for (const password of declared.passwords) {
            expect(await tryPassword(programs.emulator, declared, password)).toEqual(pullsOnly);
        }
    });

    it("leaves nothing in either tenant when it is destroyed", async ({ deployed: programs, before }) => {
        await programs.destroy(example);
        expect(leftIn(programs.emulator)).toEqual(before);
    });
});
