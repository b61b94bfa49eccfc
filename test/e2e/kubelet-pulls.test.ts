// Clusters that pull by the identity of their nodes, with real clients: clusters that exist and clusters that are given an
// identity made first, in the registries' subscription and in another, on a registry of each mode. None can push.
import { tmpdir } from "node:os";
import { describe, expect } from "vitest";
import { AzureSession, tokenUser } from "../../local/clients/az";
import { withHome } from "../../local/clients/home";
import type { RegistryTarget } from "../../proofs/declared";
import { attempts, fillRepositories, managedIdentityLogin } from "./clients";
import { programsTest } from "./fixtures";

/** What is there before: two clusters with the identity that Azure made for them, and somebody who may push. */
const existing = (secondSubscriptionId: string) => `
import * as azure from "@pulumi/azure-native";
import { ContainerRegistry, RegistryServicePrincipal } from "acr-auth";

const second = new azure.Provider("second", { subscriptionId: "${secondSubscriptionId}", location: "koreacentral" });
export const nearGroupName = new azure.resources.ResourceGroup("near").name;
export const farGroupName = new azure.resources.ResourceGroup("far", {}, { provider: second }).name;
const cluster = (name, resourceGroupName, opts = {}) =>
    new azure.containerservice.ManagedCluster(
        name,
        {
            resourceGroupName,
            dnsPrefix: name,
            agentPoolProfiles: [{ name: "system", mode: "System", count: 1, vmSize: "Standard_D2s_v5" }],
            identity: { type: "SystemAssigned" },
        },
        opts,
    );
const near = cluster("near", nearGroupName);
const far = cluster("far", farGroupName, { provider: second });
export const clusters = { near: near.id, far: far.id };
const kubeletOf = ({ identityProfile }) => identityProfile.apply((profile) => profile.kubeletidentity.objectId);
export const kubelets = { near: kubeletOf(near), far: kubeletOf(far) };

const legacy = new ContainerRegistry("shop", { resourceGroupName: nearGroupName }).reference;
const abac = new ContainerRegistry("apps", { resourceGroupName: nearGroupName, roleAssignmentMode: "abac" }).reference;
export const registries = { legacy, abac };
const grants = { shop: { registry: legacy, permission: "push" }, apps: { registry: abac, permission: "push" } } as const;
const { username, password } = new RegistryServicePrincipal("ci", { grants });
export const publisher = { username, password };
`;

interface Existing {
    nearGroupName: string;
    farGroupName: string;
    clusters: Record<string, string>;
    kubelets: Record<string, string>;
    registries: Record<"legacy" | "abac", RegistryTarget>;
    publisher: { username: string; password: string };
}

/** The clusters above attached, and two new ones whose identity is made, allowed to pull and then handed to them. */
const attachments = (found: Existing, secondSubscriptionId: string) => `
import * as azure from "@pulumi/azure-native";
import { AksAttachment } from "acr-auth";

const second = new azure.Provider("second", { subscriptionId: "${secondSubscriptionId}", location: "koreacentral" });
const { legacy, abac } = ${JSON.stringify(found.registries)};
const grants = {
    shop: { registry: legacy, permission: "pull" },
    apps: { registry: abac, permission: "pull", repositories: ["web/*"] },
};
new AksAttachment("near", { clusterResourceId: "${found.clusters.near}", grants });
new AksAttachment("far", { clusterResourceId: "${found.clusters.far}", grants }, { providers: [second] });

const managedIdentityOperator = "/providers/Microsoft.Authorization/roleDefinitions/f1a07417-d97a-45cb-824c-7a7467783830";
function newCluster(name, resourceGroupName, componentOptions = {}, provider = {}) {
    const attachment = new AksAttachment(name, { kubeletIdentity: { resourceGroupName }, grants }, componentOptions);
    const own = new azure.managedidentity.UserAssignedIdentity(name, { resourceGroupName }, provider);
    const scope = attachment.identityProfile.apply(({ kubeletidentity }) => kubeletidentity.resourceId);
    const operator = new azure.authorization.RoleAssignment(
        name,
        {
            scope,
            principalId: own.principalId,
            principalType: "ServicePrincipal",
            roleDefinitionId: scope.apply((id) => id.split("/").slice(0, 3).join("/") + managedIdentityOperator),
        },
        provider,
    );
    const { identityProfile } = new azure.containerservice.ManagedCluster(
        name,
        {
            resourceGroupName,
            dnsPrefix: name,
            agentPoolProfiles: [{ name: "system", mode: "System", count: 1, vmSize: "Standard_D2s_v5" }],
            identity: { type: "UserAssigned", userAssignedIdentities: [own.id] },
            identityProfile: attachment.identityProfile,
        },
        { ...provider, dependsOn: [attachment, operator] },
    );
    return { given: attachment.principalId, used: identityProfile.apply((profile) => profile.kubeletidentity.objectId) };
}
export const newNear = newCluster("newNear", "${found.nearGroupName}");
export const newFar = newCluster("newFar", "${found.farGroupName}", { providers: [second] }, { provider: second });
`;

const modes = ["legacy", "abac"] as const;
const repository = "web/shop";

const it = programsTest("kubelet-pulls")
    .extend("found", { scope: "file" }, async ({ programs }) => {
        programs.write("existing", existing(programs.emulator.secondSubscriptionId));
        await programs.initialize("existing", "dev");
        await programs.up("existing");
        const found = await programs.outputs<Existing>("existing");
        const places = Object.values(found.registries).flatMap((registry) =>
            [repository, "payroll"].map((name) => ({ registry, repository: name })),
        );
        await fillRepositories(programs.emulator, places);
        return found;
    })
    // The new clusters, once all clusters are attached: the object ids of the identities that they were given and use.
    .extend("attached", { scope: "file" }, async ({ programs, found }) => {
        programs.write("attachments", attachments(found, programs.emulator.secondSubscriptionId));
        await programs.initialize("attachments", "dev");
        await programs.up("attachments");
        return programs.outputs<Record<"newNear" | "newFar", { given: string; used: string }>>("attachments");
    })
    // Object ids of the kubelet identities, by cluster.
    .extend("kubelets", { scope: "file" }, ({ found, attached }): Record<string, string> => {
        return { ...found.kubelets, newNear: attached.newNear.used, newFar: attached.newFar.used };
    });

describe("a cluster's nodes", () => {
    it.for(modes)(
        "get no token of the %s registry before the cluster is attached",
        async (mode, { programs, found }) => {
            const answer = await managedIdentityLogin(
                programs.emulator,
                found.registries[mode],
                found.kubelets.near ?? "",
            );
            expect("outcome" in answer && answer.outcome.actual).toBe("refused");
        },
    );

    it("use the identity that was made for them, once all clusters are attached", async ({
        programs,
        attached,
        kubelets,
    }) => {
        await programs.up("attachments", ["--expect-no-changes"]);
        const { newNear, newFar } = attached;
        expect([newNear.used, newFar.used]).toEqual([newNear.given, newFar.given]);
        expect(new Set(Object.values(kubelets)).size).toBe(4);
    });

    describe.each([
        ["near", "of a cluster that exists"],
        ["far", "of a cluster that exists in another subscription"],
        ["newNear", "of a new cluster"],
        ["newFar", "of a new cluster in another subscription"],
    ])("%s, %s", (cluster) => {
        it.for(modes)(
            "pull from the %s registry, and can neither push nor delete",
            async (mode, { programs, found, kubelets, clients }) => {
                const { emulator } = programs;
                const registry = found.registries[mode];
                const answer = await managedIdentityLogin(emulator, registry, kubelets[cluster] ?? "");
                if ("outcome" in answer) throw new Error(`No token: ${JSON.stringify(answer.outcome)}`);
                const attempt = { registry, repository, login: answer.value };
                const pullOnly = { pull: "allowed", push: "refused" };
                expect(await attempts(emulator, clients.crane, attempt)).toEqual({
                    ...pullOnly,
                    "list tags": "allowed",
                    delete: "refused",
                });
                expect(await attempts(emulator, clients.oras, attempt)).toEqual({ ...pullOnly, login: "allowed" });
                const elsewhere = await attempts(emulator, clients.crane, { ...attempt, repository: "payroll" });
                expect(elsewhere.pull).toBe(mode === "abac" ? "refused" : "allowed");
            },
        );
    });

    it.for(modes)(
        "would push to the %s registry if they were the publisher, by the same clients",
        async (mode, { programs, found, clients }) => {
            const attempt = { registry: found.registries[mode], repository, login: found.publisher };
            expect((await attempts(programs.emulator, clients.crane, attempt)).push).toBe("allowed");
            expect((await attempts(programs.emulator, clients.oras, attempt)).push).toBe("allowed");
        },
    );

    it.for(modes)(
        "log in to the %s registry with the Azure CLI as well",
        async (mode, { programs, found, kubelets, clients, az, skip }) => {
            const { emulator } = programs;
            if (az === undefined) return skip("the Azure CLI could not be installed");
            const registry = found.registries[mode];
            const token = await withHome(emulator, tmpdir(), async (home) => {
                const session = new AzureSession(az, home);
                const endpoint = { url: emulator.identityEndpoint, header: emulator.identityHeader };
                expect((await session.loginAsManagedIdentity(endpoint, kubelets.newFar ?? "")).actual).toBe("allowed");
                return (await session.exposeToken(registry.resourceId.split("/").at(-1) ?? "")).refreshToken;
            });
            const login = { username: tokenUser, password: token ?? "" };
            const outcomes = await attempts(emulator, clients.crane, { registry, repository, login });
            expect(outcomes).toMatchObject({ pull: "allowed", push: "refused" });
        },
    );
});
