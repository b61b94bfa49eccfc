// Identities that exist already, on the real engine: clusters' kubelet identities by cluster and by object id, in two
// subscriptions; an identity with federated credentials; and what is said where one is not what it should be.
import { describe, expect } from "vitest";
import { programsTest } from "./fixtures";
import type { Programs } from "./programs";

/** Clusters of each kind, an identity, and registries of each mode; their ids are outputs. */
const existing = (secondSubscriptionId: string, clientId: string) => `
import * as azure from "@pulumi/azure-native";
import { ContainerRegistry } from "acr-auth";

const second = new azure.Provider("second", { subscriptionId: "${secondSubscriptionId}", location: "koreacentral" });
const { name: resourceGroupName } = new azure.resources.ResourceGroup("near");
const { name: farGroupName } = new azure.resources.ResourceGroup("far", {}, { provider: second });
const agentPoolProfiles = [{ name: "system", mode: "System", count: 1, vmSize: "Standard_D2s_v5" }];
const identity = { type: "SystemAssigned" } as const;
const cluster = (name, args, opts = {}) =>
    new azure.containerservice.ManagedCluster(name, { resourceGroupName, dnsPrefix: name, agentPoolProfiles, ...args }, opts);

const near = cluster("near", { identity });
export const nearId = near.id;
export const kubelet = near.identityProfile.apply((profile) => profile?.kubeletidentity);
export const farId = cluster("far", { resourceGroupName: farGroupName, identity }, { provider: second }).id;
export const classicId = cluster("classic", { servicePrincipalProfile: { clientId: "${clientId}", secret: "x" } }).id;
const farIdentity = new azure.managedidentity.UserAssignedIdentity("ci", { resourceGroupName: farGroupName }, { provider: second });
export const identityId = farIdentity.id;
export const principalId = farIdentity.principalId;
export const legacy = new ContainerRegistry("shop", { resourceGroupName }).reference;
export const abac = new ContainerRegistry("apps", { resourceGroupName, roleAssignmentMode: "abac" }).reference;
`;

interface Existing {
    nearId: string;
    farId: string;
    classicId: string;
    kubelet: { objectId: string; clientId: string };
    identityId: string;
    principalId: string;
    legacy: object;
    abac: object;
}

const rolesOf = ({ emulator }: Programs, principalId: string) =>
    Object.values(emulator.state.roleAssignments)
        .filter((assignment) => assignment.principalId === principalId)
        .map(
            ({ roleDefinitionId, condition }) =>
                `${roleDefinitionId.split("/").at(-1)} ${condition ? "limited" : "all"}`,
        )
        .sort();
const pullOnly = ["7f951dda-4ed3-4680-a7ca-43fe172d538d all", "b93aa761-3e63-49ed-ac28-beffa264f7ac limited"];
const inSecond = 'providers: { "azure-native": second }';

async function up(programs: Programs): Promise<string> {
    await programs.up("use");
    await programs.up("use", ["--expect-no-changes"]);
    return (await programs.outputs<{ principalId: string }>("use")).principalId;
}
const preview = (programs: Programs) => programs.attempt("use", ["preview"]);

const it = programsTest("identities")
    .extend("found", { scope: "file" }, async ({ programs }) => {
        const { secondSubscriptionId, deployer } = programs.emulator;
        programs.write("existing", existing(secondSubscriptionId, deployer.clientId));
        await programs.initialize("existing", "dev");
        await programs.up("existing");
        programs.write("use", "");
        await programs.initialize("use", "dev");
        return programs.outputs<Existing>("existing");
    })
    // Makes it a program that declares one component with access to a registry of each mode.
    .extend(
        "use",
        { scope: "file" },
        ({ programs, found }) =>
            (component: string, name: string, args: object, opts = "") => {
                const grants = {
                    shop: { registry: found.legacy, permission: "pull" },
                    apps: { registry: found.abac, permission: "pull", repositories: ["web/*"] },
                };
                programs.write(
                    "use",
                    `
import * as azure from "@pulumi/azure-native";
import { ${component} } from "acr-auth";
const second = new azure.Provider("second", { subscriptionId: "${programs.emulator.secondSubscriptionId}" });
const made = new ${component}("${name}", ${JSON.stringify({ grants, ...args })}, { ${opts} });
export const principalId = made.principalId;
`,
                );
            },
    );

describe("identities that exist", () => {
    it("gives a cluster's kubelet identity the roles that pull, and no other", async ({ programs, found, use }) => {
        use("AksAttachment", "near", { clusterResourceId: found.nearId });
        expect(await up(programs)).toBe(found.kubelet.objectId);
        expect(rolesOf(programs, found.kubelet.objectId)).toEqual(pullOnly);
    });

    it("does so for a cluster in another subscription, by a provider for that one", async ({
        programs,
        found,
        use,
    }) => {
        use("AksAttachment", "far", { clusterResourceId: found.farId }, inSecond);
        expect(rolesOf(programs, await up(programs))).toEqual(pullOnly);
    });

    it("does so for an object id that Entra knows", async ({ programs, found, use }) => {
        use("AksAttachment", "object", { kubeletObjectId: found.kubelet.objectId });
        expect(await up(programs)).toBe(found.kubelet.objectId);
        expect(rolesOf(programs, found.kubelet.objectId)).toEqual(pullOnly);
    });

    it("writes the federated credentials of an identity in another subscription without a conflict", async ({
        programs,
        found,
        use,
    }) => {
        const branches = ["main", "release", "next", "lts"];
        const federatedCredentials = Object.fromEntries(
            branches.map((branch) => [branch, { github: { organization: "contoso", repository: "shop", branch } }]),
        );
        use("RegistryManagedIdentity", "ci", { identityResourceId: found.identityId, federatedCredentials }, inSecond);
        expect(await up(programs)).toBe(found.principalId);
        expect(rolesOf(programs, found.principalId)).toEqual(pullOnly);
    });

    it.for<[string, (found: Existing) => [string, object], (found: Existing) => string]>([
        [
            "a client id in place of an object id",
            ({ kubelet }) => ["AksAttachment", { kubeletObjectId: kubelet.clientId }],
            ({ kubelet }) => `Give its object id, ${kubelet.objectId}.`,
        ],
        [
            "an object id of nobody",
            () => ["AksAttachment", { kubeletObjectId: "44444444-4444-4444-4444-444444444444" }],
            () => "kubeletObjectId: is the object id of no service principal in this tenant",
        ],
        [
            "a cluster that runs as a service principal",
            ({ classicId }) => ["AksAttachment", { clusterResourceId: classicId }],
            () => "and has no kubelet identity",
        ],
        [
            "a cluster in a subscription that the provider does not work in",
            ({ farId }) => ["AksAttachment", { clusterResourceId: farId }],
            () => "clusterResourceId: is an AKS cluster that can't be read",
        ],
        [
            "an identity in a subscription that the provider does not work in",
            ({ identityId }) => ["RegistryManagedIdentity", { identityResourceId: identityId }],
            () => "identityResourceId: is a user-assigned identity that can't be read",
        ],
    ])("refuses %s at preview", async ([, given, text], { programs, found, use }) => {
        const [component, args] = given(found);
        use(component, "wrong", args);
        const { code, stdout } = await preview(programs);
        expect(stdout).toContain(text(found));
        expect(code).not.toBe(0);
    });

    it("goes on with a warning where the deployment may not read Entra", async ({ programs, found, use }) => {
        const { servicePrincipals } = programs.emulator.state;
        const deployer = servicePrincipals.find(({ appId }) => appId === programs.emulator.deployer.clientId);
        const rights = deployer?.graphRoles;
        if (deployer === undefined || rights === undefined) throw new Error("The deployer has no rights in Graph.");
        deployer.graphRoles = [];
        use("AksAttachment", "unchecked", { kubeletObjectId: found.kubelet.objectId });
        const { code, stdout } = await preview(programs);
        deployer.graphRoles = rights;
        expect(stdout).toContain(`warning: kubeletObjectId: ${found.kubelet.objectId} was not checked`);
        expect(code).toBe(0);
    });
});
