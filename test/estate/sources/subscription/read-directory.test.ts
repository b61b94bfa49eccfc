// Who holds a role that reaches a registry, by name and with what they log in: what Microsoft Graph knows of them.
import { describe, expect } from "vitest";
import { buildGraph } from "../../../../estate";
import { ids, estateTest as it, one } from "./estate-on-emulator";

describe("the directory of a live estate", () => {
    it("tells an application's passwords, federated credentials and owners", async ({ estate }) => {
        const registry = await estate.registry("directoryone");
        const shop = await estate.application("shop");
        await estate.assign("AcrPush", registry, shop.principalId);
        const trust = {
            name: "main",
            issuer: "https://token.actions.githubusercontent.com",
            subject: "repo:contoso/shop:ref:refs/heads/main",
            audiences: ["api://AzureADTokenExchange"],
        };
        await estate.graph(`applications/${shop.id}/federatedIdentityCredentials`, trust);
        const [owner] = estate.emulator.state.users;
        await estate.graph(`applications/${shop.id}/owners/$ref`, {
            "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${owner?.id}`,
        });
        await estate.application("bystander");

        const live = await estate.read();
        const path = `/applications/${shop.id}`;
        expect(one(live, "application", "shop")).toMatchObject({
            urn: path,
            inputs: { clientId: shop.appId, owners: [owner?.id] },
        });
        expect(one(live, "servicePrincipal", "shop")).toMatchObject({
            urn: `/servicePrincipals/${shop.principalId}`,
            inputs: { clientId: shop.appId, servicePrincipalType: "Application" },
        });
        const password = one(live, "applicationPassword", "shop 0");
        expect(password.inputs).toMatchObject({ applicationId: path });
        expect(password.urn).toBe(`${path}/password/${String(password.inputs.keyId)}`);
        expect(JSON.stringify(live)).not.toContain("secretText");
        const { name: _, ...trusted } = trust;
        expect(one(live, "federatedCredential", "main").inputs).toMatchObject({ applicationId: path, ...trusted });
        expect(live.resources.filter(({ name }) => name.startsWith("bystander"))).toEqual([]);
        const graph = buildGraph(live.resources, live.gaps);
        const [held] = graph.assignments.filter(({ principal }) => principal.objectId === shop.principalId);
        expect(held?.principal.resource?.name).toBe("shop");
        expect(graph.credentials.map(({ holder }) => holder)).toContain(path);
    });

    it("tells applications that are asked for, whether or not they hold a role", async ({ estate }) => {
        await estate.registry("directorytwo");
        const declared = await estate.application("declared");
        const without = await estate.read();
        expect(without.resources.filter(({ name }) => name === "declared")).toEqual([]);
        const live = await estate.read({ applications: [declared.appId] });
        expect(one(live, "application", "declared").urn).toBe(`/applications/${declared.id}`);
        expect(one(live, "servicePrincipal", "declared").urn).toBe(`/servicePrincipals/${declared.principalId}`);
    });

    it("names users and groups, and the members of groups on request only", async ({ estate }) => {
        const registry = await estate.registry("directorythree");
        const { users } = estate.emulator.state;
        const [alice, bob] = users.filter(({ tenantId }) => tenantId === estate.emulator.deployer.tenantId);
        if (!alice || !bob) throw new Error("The emulator has two users.");
        const robot = await estate.application("groupmember");
        const group = await estate.graph("groups", {
            displayName: "pullers",
            mailNickname: "pullers",
            mailEnabled: false,
            securityEnabled: true,
            "members@odata.bind": [bob.id, robot.principalId].map(
                (id) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
            ),
        });
        await estate.assign("AcrPull", registry, alice.id, "User");
        await estate.assign("AcrPull", registry, group.id ?? "", "Group");

        const live = await estate.read();
        expect(one(live, "user", alice.userPrincipalName).urn).toBe(`/users/${alice.id}`);
        const pullers = one(live, "group", "pullers");
        expect(pullers.urn).toBe(`/groups/${group.id}`);
        expect(pullers.inputs).not.toHaveProperty("members");
        expect(live.gaps.filter(({ cause }) => cause === "notRequested").map(({ what }) => what)).toEqual([
            "members of a group with a role (Microsoft Graph)",
        ]);

        const expanded = await estate.read({ expandGroups: true });
        expect(expanded.gaps.filter(({ cause }) => cause === "notRequested")).toEqual([]);
        expect(one(expanded, "group", "pullers").inputs.members).toEqual([bob.id, robot.principalId].sort());
        expect(one(expanded, "user", bob.userPrincipalName).urn).toBe(`/users/${bob.id}`);
        expect(one(expanded, "applicationPassword", "groupmember 0").inputs.applicationId).toBe(
            `/applications/${robot.id}`,
        );
    });

    it("tells what a managed identity trusts, if it holds a role", async ({ estate }) => {
        const registry = await estate.registry("directoryfour");
        await estate.assign("AcrPull", registry, await estate.identity("trusting"));
        await estate.identity("idle");
        const live = await estate.read();
        const identities = ids(live.resources, "userAssignedIdentity").map((id) => id.split("/").pop());
        expect(identities).toEqual(["idle", "trusting"]);
        const trusts = live.resources.filter(
            ({ kind, inputs }) => kind === "federatedCredential" && inputs.resourceName,
        );
        expect(trusts.map(({ inputs }) => [inputs.resourceName, inputs.subject])).toEqual([
            ["trusting", "repo:contoso/trusting:environment:production"],
        ]);
        expect(ids(live.resources, "servicePrincipal").filter((id) => id.includes("trusting"))).toEqual([]);
    });

    it("tells an identity of a subscription that is not read, where a role names it", async ({ estate }) => {
        const registry = await estate.registry("directoryfive");
        const { secondSubscriptionId } = estate.emulator;
        const principal = await estate.identity(
            "outsider",
            `/subscriptions/${secondSubscriptionId}/resourceGroups/other`,
        );
        await estate.assign("AcrPull", registry, principal);
        const live = await estate.read();
        expect(one(live, "userAssignedIdentity", "outsider").id).toContain(secondSubscriptionId);
        const trusts = live.resources.filter(({ inputs }) => inputs.resourceName === "outsider" && inputs.issuer);
        expect(trusts.map(({ inputs }) => inputs.subject)).toEqual(["repo:contoso/outsider:environment:production"]);
        expect(live.resources.filter(({ kind, name }) => kind === "servicePrincipal" && name === "outsider")).toEqual(
            [],
        );
    });
});
