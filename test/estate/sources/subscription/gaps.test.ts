import { describe, expect, it } from "vitest";
import { gapsFor } from "../../../../estate/gap";
import type { Failure } from "../../../../estate/sources/subscription/client";
import { gapsOf, notFoundGaps, type Problem, subscriptionGap } from "../../../../estate/sources/subscription/gaps";

const subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
const registry = (name: string) =>
    `${subscription}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/${name}`;
const refused: Failure = {
    cause: "notAllowed",
    why: "management.azure.com answered 403",
    code: "AuthorizationFailed",
    status: 403,
};
const down: Failure = { cause: "failed", why: "management.azure.com answered 503", code: "", status: 503 };
const tokens = (at: string | undefined, failure = refused): Problem => ({
    noun: "tokens",
    kinds: ["token"],
    at,
    right: "Microsoft.ContainerRegistry/registries/tokens/read",
    failure,
});
const scopeMaps = (at: string): Problem => ({
    ...tokens(at),
    noun: "scope maps",
    kinds: ["scopeMap"],
    right: "Microsoft.ContainerRegistry/registries/scopeMaps/read",
});

describe("gaps of a live estate", () => {
    it("say in one line what a registry's reader lacks", () => {
        const [gap, ...others] = gapsOf([tokens(registry("one")), scopeMaps(registry("one"))], [registry("one")]);
        expect(others).toEqual([]);
        expect(gap).toEqual({
            what: "scope maps, tokens of registry one",
            why: `not asked: needs Microsoft.ContainerRegistry/registries/scopeMaps/read, Microsoft.ContainerRegistry/registries/tokens/read at ${registry("one")}`,
            cause: "notAllowed",
            kinds: ["scopeMap", "token"],
            within: registry("one"),
        });
    });

    it("are those of the subscription where every registry lacks the same, and of some registries where others don't", () => {
        const three = ["one", "two", "three"].map(registry);
        const problems = three.map((id) => tokens(id));
        const [whole, ...others] = gapsOf(problems, three);
        expect(others).toEqual([]);
        expect(whole).toMatchObject({
            what: "tokens of subscription 11111111-1111-1111-1111-111111111111",
            within: subscription,
        });
        const some = gapsOf(problems.slice(0, 2), three);
        expect(some.map(({ within }) => within)).toEqual([registry("one"), registry("two")]);
        expect(gapsFor(some, "token", registry("three"))).toEqual([]);
        expect(gapsFor(some, "token", registry("two"))).toHaveLength(1);
    });

    it("keep a failure apart from a missing right, and say what the service said", () => {
        const found = gapsOf(
            [tokens(registry("one")), { ...scopeMaps(registry("one")), failure: down }],
            [registry("one")],
        );
        expect(found.map(({ what, cause }) => [what, cause])).toEqual([
            ["scope maps of registry one", "failed"],
            ["tokens of registry one", "notAllowed"],
        ]);
        expect(found[0]?.why).toBe("management.azure.com answered 503");
    });

    it("come in the same order, whichever list failed first", () => {
        const problems = [tokens(registry("two")), scopeMaps(registry("one")), tokens(registry("one"))];
        expect(gapsOf(problems.toReversed(), [])).toEqual(gapsOf(problems, []));
    });

    it("name the permission of Graph without a scope", () => {
        expect(gapsOf([{ ...tokens(undefined), noun: "owners", right: "Application.Read.All" }], [])).toEqual([
            {
                what: "owners (Microsoft Graph)",
                why: "not asked: needs Application.Read.All",
                cause: "notAllowed",
                kinds: ["token"],
                within: undefined,
            },
        ]);
    });

    it.each([
        ["SubscriptionNotFound", 404, /was not found, or the Azure credentials have no role in it/],
        ["InvalidAuthenticationTokenTenant", 401, /another tenant/],
        ["AuthorizationFailed", 403, /have no role in it: give them Reader/],
    ])("tell of a subscription what %s means", (code, status, why) => {
        const gap = subscriptionGap("1", { cause: "failed", why: "?", code, status });
        expect(gap).toMatchObject({ what: "subscription 1", cause: "notAllowed", within: "/subscriptions/1" });
        expect(gap.why).toMatch(why);
        expect(gapsFor([gap], "roleAssignment", "/subscriptions/1/resourceGroups/rg")).toEqual([gap]);
    });

    it("tell which named registries were not found", () => {
        expect(notFoundGaps(["Nope"], []).map(({ what }) => what)).toEqual(["registry Nope"]);
    });
});
