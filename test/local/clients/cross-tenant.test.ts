import { join } from "node:path";
import { describe, expect } from "vitest";
import { findClients } from "../../../local/clients/find";
import { proveLocal } from "../../../local/prove-local";
import { verdict } from "../../../proofs/check-result";
import { deploying, makeGroup, makePrincipal, makeRegistry, roleOf, stackTest } from "../../proofs/local-stack";
import { crossTenantApplication, crossTenantPull, registry, stateOf } from "../../proofs/states";
import { temporaryFolder } from "../../support/folder";

/** An application of the first tenant that may pull from a registry of the second. */
const it = stackTest(async (emulator) => {
    const [cluster, partner] = [deploying(emulator), deploying(emulator, emulator.partnerDeployer)];
    const group = await makeGroup(partner, emulator.partnerDeployer.subscriptionId);
    const images = await makeRegistry(partner.arm, group, "partnerimages");
    const { identity, passwords } = await makePrincipal(cluster, "cluster", "AzureADMultipleOrgs");
    const there = await partner.graph("servicePrincipals", { appId: identity.clientId });
    await partner.assign("AcrPull", images.resourceId, there.id ?? "");
    const state = stateOf(
        ...registry("images", images),
        ...crossTenantApplication("cluster", identity, passwords),
        ...crossTenantPull(
            "pull",
            { images: { registry: images, permission: "pull" } },
            { clientId: identity.clientId, principalId: there.id ?? "", tenantId: emulator.partnerDeployer.tenantId },
        ),
        roleOf(emulator, emulator.partnerDeployer),
    );
    return { emulator, state };
})
    .extend("folder", { scope: "file" }, temporaryFolder)
    .extend("results", { scope: "file" }, async ({ stack, folder }) => {
        const clients = await findClients((line) => process.stderr.write(`${line}\n`));
        return proveLocal({ ...stack, clients, directory: join(folder, "homes") });
    });

// The clients may have to be installed first.
describe("an application of another tenant", { timeout: 900_000 }, () => {
    it("pulls, with either password and by every client, and does nothing else", ({ results }) => {
        const skipped = results.filter((result) => result.actual === "skipped");
        expect(results.filter((result) => verdict(result) !== "as declared" && !skipped.includes(result))).toEqual([]);
        const pulls = results.filter(({ action, actual }) => action === "pull" && actual === "allowed");
        expect([...new Set(pulls.map(({ client, evidence }) => `${evidence.identity}: ${client}`))]).toEqual(
            expect.arrayContaining(["pull (current): crane", "pull (current): docker", "pull (previous): docker"]),
        );
        const pushes = results.filter(({ action }) => action === "push");
        expect(new Set(pushes.map(({ actual }) => actual))).toEqual(new Set(["refused"]));
    });

    it("is compared in each tenant with what that tenant knows", ({ results }) => {
        const compared = results.filter(({ action }) => /^(password$|certificate$|role [A-Z])/.test(action));
        expect(compared.map(({ actual, action, evidence }) => `${actual}: ${action} of ${evidence.identity}`)).toEqual([
            "allowed: role AcrPull of pull",
            "allowed: password of cluster",
            "allowed: certificate of cluster",
            "allowed: password of pull",
            "allowed: certificate of pull",
        ]);
    });
});
