// What a caller may not read, and what fails: a line for each, and everything else is read all the same.
import { describe, expect } from "vitest";
import { gapsFor } from "../../../../estate/gap";
import { ids, estateTest as it } from "./estate-on-emulator";

describe("a live estate that can't be read whole", () => {
    it("holds the registries of a caller with a role at one of them, and says that others may be there", async ({
        estate,
    }) => {
        const [seen, hidden] = [
            await estate.registry("seenone", { tokens: 1 }),
            await estate.registry("hiddenone", { tokens: 1 }),
        ];
        const reader = estate.emulator.restrictedDeployer;
        const role = await estate.assign("Reader", seen, reader.objectId);
        const live = await estate.read({ as: reader });
        await estate.unassign(role);
        expect(ids(live.resources, "registry")).toEqual([seen]);
        expect(ids(live.resources, "token")).toEqual([`${seen}/tokens/token0`]);
        expect(ids(live.resources, "roleAssignment")).toContain(role);
        expect(JSON.stringify(live.resources)).not.toContain(hidden);
        const [gap] = gapsFor(live.gaps, "registry", hidden);
        expect(gap).toMatchObject({
            what: expect.stringMatching(/^AKS clusters, .*, registries, web apps of subscription /),
            why: `not asked: needs the role Reader at ${estate.subscription}`,
            cause: "notAllowed",
            within: estate.subscription,
        });
        expect(gapsFor(live.gaps, "roleAssignment", seen)).toEqual([]);
        expect(gapsFor(live.gaps, "token", seen)).toEqual([]);
    });

    it("lacks what Graph does not tell this caller, by the name of the permission", async ({ estate }) => {
        const registry = await estate.registry("namesless");
        const [user] = estate.emulator.state.users;
        await estate.assign("AcrPull", registry, user?.id ?? "", "User");
        const reader = estate.emulator.restrictedDeployer;
        const role = await estate.assign("Reader", estate.subscription, reader.objectId);
        const live = await estate.read({ as: reader });
        const control = await estate.read();
        await estate.unassign(role);
        expect(live.gaps.filter(({ within }) => within === undefined)).toEqual([
            {
                what: "names of users and groups (Microsoft Graph)",
                why: "not asked: needs Directory.Read.All",
                cause: "notAllowed",
                kinds: ["user", "group"],
                within: undefined,
            },
        ]);
        expect(ids(live.resources, "user")).toEqual([]);
        expect(ids(control.resources, "user")).toEqual([`/users/${user?.id}`]);
    });

    it("has the members of a group whose name this caller is not told", async ({ estate }) => {
        const registry = await estate.registry("memberless");
        const robot = await estate.application("memberless");
        const group = await estate.graph("groups", {
            displayName: "memberless",
            mailNickname: "memberless",
            mailEnabled: false,
            securityEnabled: true,
            "members@odata.bind": [`https://graph.microsoft.com/v1.0/directoryObjects/${robot.principalId}`],
        });
        await estate.assign("AcrPull", registry, group.id ?? "", "Group");
        const reader = estate.emulator.restrictedDeployer;
        const role = await estate.assign("Reader", estate.subscription, reader.objectId);
        const live = await estate.read({ as: reader, expandGroups: true });
        await estate.unassign(role);
        const [found] = live.resources.filter(({ kind, inputs }) => kind === "group" && inputs.objectId === group.id);
        expect(found?.inputs).toEqual({ objectId: group.id, displayName: undefined, members: [robot.principalId] });
        expect(ids(live.resources, "application")).toContain(`/applications/${robot.id}`);
    });

    it("is read without the directory while Graph is down, and asks it once only", async ({ estate }) => {
        const registry = await estate.registry("downhill", { tokens: 1 });
        const shop = await estate.application("downhill");
        await estate.assign("AcrPull", registry, shop.principalId);
        const effect = {
            status: 503,
            headers: { "retry-after": "0" },
            body: { error: { code: "serviceUnavailable", message: "Busy" } },
        };
        estate.emulator.faults.push({ host: /^graph/, times: 1_000, effect });
        estate.requestsSince();
        const live = await estate.read();
        estate.emulator.faults.length = 0;
        const asked = estate.requestsSince().filter((request) => request.includes("/v1.0/"));
        expect(asked.length).toBeLessThanOrEqual(8);
        expect(ids(live.resources, "token")).toContain(`${registry}/tokens/token0`);
        const [gap] = gapsFor(live.gaps, "applicationPassword").filter(({ cause }) => cause === "failed");
        expect(gap?.why).toBe("graph.microsoft.com answered 503 serviceUnavailable: Busy");
    });

    it("leaves out a registry that was deleted meanwhile, and says so", async ({ estate }) => {
        const kept = await estate.registry("keptone", { tokens: 1 });
        const going = await estate.registry("goingone", { tokens: 1 });
        const body = { error: { code: "ResourceNotFound", message: "The Resource was not found." } };
        estate.emulator.faults.push({ host: /^management/, path: /goingone\/tokens/, effect: { status: 404, body } });
        const live = await estate.read();
        expect(live.resources.filter(({ urn }) => urn.startsWith(going))).toEqual([]);
        expect(ids(live.resources, "token")).toContain(`${kept}/tokens/token0`);
        expect(live.gaps.filter(({ within }) => within === going)).toEqual([
            {
                what: "registry goingone",
                why: "it was deleted while it was read",
                cause: "failed",
                kinds: [],
                within: going,
            },
        ]);
    });

    it("names the list that failed, and no other", async ({ estate }) => {
        const broken = await estate.registry("brokenone", { tokens: 1 });
        const effect = {
            status: 500,
            headers: { "retry-after": "0" },
            body: { error: { code: "InternalServerError", message: "Oops" } },
        };
        estate.emulator.faults.push({ host: /^management/, path: /brokenone\/scopeMaps/, times: 4, effect });
        const live = await estate.read();
        expect(gapsFor(live.gaps, "scopeMap", broken)).toEqual([
            {
                what: "scope maps of registry brokenone",
                why: "management.azure.com answered 500 InternalServerError: Oops",
                cause: "failed",
                kinds: ["scopeMap"],
                within: broken,
            },
        ]);
        expect(gapsFor(live.gaps, "token", broken)).toEqual([]);
        expect(ids(live.resources, "token")).toContain(`${broken}/tokens/token0`);
    });
});

describe("an estate of which nothing can be read", () => {
    const unknown = "00000000-0000-0000-0000-00000000abcd";

    it("is a subscription that does not exist, unless another is read", async ({ estate }) => {
        const why = `subscription ${unknown}: it was not found, or the Azure credentials have no role in it: check the id, and give them Reader`;
        await expect(estate.read({ subscriptions: [unknown] })).rejects.toThrow(why);
        const live = await estate.read({ subscriptions: [unknown, estate.emulator.deployer.subscriptionId] });
        expect(live.gaps.map(({ what }) => what)).toContain(`subscription ${unknown}`);
        expect(live.resources.length).toBeGreaterThan(0);
    });

    it("is a subscription of another tenant", async ({ estate }) => {
        const { subscriptionId } = estate.emulator.partnerDeployer;
        const reading = estate.read({ subscriptions: [subscriptionId] });
        await expect(reading).rejects.toThrow(
            `subscription ${subscriptionId}: it belongs to another tenant than the Azure credentials`,
        );
    });

    it("is a subscription in which the caller has no role", async ({ estate }) => {
        const reading = estate.read({ as: estate.emulator.restrictedDeployer });
        await expect(reading).rejects.toThrow(/^subscription .*: .*have no role in it.* give them Reader$/);
    });

    it("is every subscription of somebody who has not logged in", async ({ estate }) => {
        const accessTokens = () => Promise.reject(new Error("`az login` has not been run"));
        const reading = estate.read({ accessTokens });
        await expect(reading).rejects.toThrow(
            /: no access token for management.azure.com: `az login` has not been run$/,
        );
    });
});
