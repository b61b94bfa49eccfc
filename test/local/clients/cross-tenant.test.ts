import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findClients } from "../../../local/clients/find";
import { proveLocal } from "../../../local/prove-local";
import { type CheckResult, verdict } from "../../../proofs/check-result";
import { deploying, makeGroup, makePrincipal, makeRegistry, onEmulator } from "../../proofs/local-stack";
import { crossTenantApplication, crossTenantPull, registry, stateOf } from "../../proofs/states";

/** An application of the first tenant that may pull from a registry of the second. */
const stack = onEmulator(async (emulator) => {
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
    );
    return { emulator, state };
});

describe("an application of another tenant", () => {
    let directory: string;
    let results: CheckResult[];
    beforeAll(async () => {
        directory = await mkdtemp(join(tmpdir(), "cross-tenant-"));
        const clients = await findClients((line) => process.stderr.write(`${line}\n`));
        results = await proveLocal({ ...stack(), clients, directory: join(directory, "homes") });
    }, 900_000);
    afterAll(() => rm(directory, { recursive: true, force: true }));

    it("pulls, with either password and by every client, and does nothing else", () => {
        const skipped = results.filter((result) => verdict(result) === "skipped");
        expect(results.filter((result) => verdict(result) !== "as declared" && !skipped.includes(result))).toEqual([]);
        const pulls = results.filter(({ action, actual }) => action === "pull" && actual === "allowed");
        expect([...new Set(pulls.map(({ client, evidence }) => `${evidence.identity}: ${client}`))]).toEqual(
            expect.arrayContaining(["pull (current): crane", "pull (current): docker", "pull (previous): docker"]),
        );
        const pushes = results.filter(({ action }) => action === "push");
        expect(new Set(pushes.map(({ actual }) => actual))).toEqual(new Set(["refused"]));
    });

    it("is compared in each tenant with what that tenant knows", () => {
        const compared = results.filter(({ action }) => action === "password" || action.startsWith("role"));
        expect(compared.map(({ actual, action, evidence }) => `${actual}: ${action} of ${evidence.identity}`)).toEqual([
            "allowed: role AcrPull of pull",
            "allowed: password of cluster",
            "allowed: password of pull",
        ]);
    });
});
