// What is asked for and how often: named registries and nothing else's children, pages, throttling, and requests that
// grow with registries, never with registries times principals.
import { describe, expect } from "vitest";
import { type EstateOnEmulator, ids, estateTest as it } from "./estate-on-emulator";

const registryNames = (resources: Parameters<typeof ids>[0]) =>
    ids(resources, "registry").map((id) => id.split("/").pop());

describe("a live estate of named registries", () => {
    it("asks for nothing that is in other registries, and for role assignments at the registry itself", async ({
        estate,
    }) => {
        const wanted = await estate.registry("narrowone", { tokens: 1 });
        await estate.registry("narrowtwo", { tokens: 1 });
        const [mine, other] = [await estate.identity("mine"), await estate.identity("other")];
        const assignment = await estate.assign("AcrPull", wanted, mine);
        estate.requestsSince();
        const live = await estate.read({ registries: ["NarrowOne"] });
        const requests = estate.requestsSince();
        expect(requests.filter((request) => request.includes("narrowtwo"))).toEqual([]);
        expect(requests).toContain(`GET ${wanted}/providers/Microsoft.Authorization/roleAssignments`);
        expect(requests).not.toContain(`GET ${estate.subscription}/providers/Microsoft.Authorization/roleAssignments`);
        expect(registryNames(live.resources)).toEqual(["narrowone"]);
        expect(ids(live.resources, "token")).toEqual([`${wanted}/tokens/token0`]);
        expect(ids(live.resources, "roleAssignment")).toContain(assignment);
        // Those above it reach it as well.
        const scopes = live.resources.flatMap(({ kind, inputs }) => (kind === "roleAssignment" ? [inputs.scope] : []));
        expect(scopes).toContain(estate.subscription);
        const identities = live.resources.filter(({ kind }) => kind === "userAssignedIdentity");
        expect(identities.map(({ inputs }) => inputs.principalId)).toEqual([mine]);
        expect(JSON.stringify(live.resources)).not.toContain(other);
    });

    it("says which of them it did not find, and can't be read if that is all of them", async ({ estate }) => {
        await estate.registry("narrowthree");
        const live = await estate.read({ registries: ["narrowthree", "nowhere"] });
        expect(registryNames(live.resources)).toEqual(["narrowthree"]);
        expect(live.gaps.map(({ what }) => what)).toContain("registry nowhere");
        await expect(estate.read({ registries: ["nowhere"] })).rejects.toThrow(
            /^registry nowhere: no subscription that was read/,
        );
    });
});

describe("requests of a live estate", () => {
    it("follow every page, and answer the same in the same order each time", async ({ estate }) => {
        for (const name of ["pageone", "pagetwo"]) await estate.registry(name, { tokens: 3 });
        const { settings } = estate.emulator;
        const whole = await estate.read();
        settings.armPageSize = 1;
        const paged = await estate.read();
        settings.armPageSize = 100;
        expect(paged.requests).toBeGreaterThan(whole.requests + 10);
        expect(paged.resources).toEqual(whole.resources);
        expect(ids(whole.resources, "token").filter((id) => id.includes("pageone"))).toHaveLength(3);
    });

    it("are sent again when the service asks for patience", async ({ estate }) => {
        await estate.registry("patient", { tokens: 1 });
        const calm = await estate.read();
        const effect = { status: 429, headers: { "retry-after": "0" }, body: { error: { code: "TooManyRequests" } } };
        estate.emulator.faults.push({ host: /^management/, path: /registries/, times: 3, effect });
        expect((await estate.read()).resources).toEqual(calm.resources);
        expect(estate.emulator.faults).toEqual([]);
    });

    it("grow with registries, and not with registries times principals", async ({ estate }) => {
        const count = async () => (await estate.read()).requests;
        const base = await count();
        const [robots, apps] = await principals(estate);
        const first = await registriesFor(estate, ["growone", "growtwo"], [...robots, ...apps]);
        const two = await count();
        await registriesFor(estate, ["growthree", "growfour"], [...robots, ...apps]);
        const four = await count();
        const perRegistry = (four - two) / first;
        expect(perRegistry).toBe(6);
        // What the principals take is asked once, however many registries they reach.
        expect(two - base - first * perRegistry).toBeLessThanOrEqual(robots.length + 10);
    });
});

async function principals(estate: EstateOnEmulator): Promise<[string[], string[]]> {
    const robots: string[] = [];
    const apps: string[] = [];
    for (const name of ["one", "two", "three"]) {
        robots.push(await estate.identity(`grow-${name}`));
        apps.push((await estate.application(`grow-${name}`)).principalId);
    }
    return [robots, apps];
}

/** Registries to which each principal has access; answers how many. */
async function registriesFor(estate: EstateOnEmulator, names: string[], holders: string[]): Promise<number> {
    for (const name of names) {
        const registry = await estate.registry(name, { tokens: 2 });
        for (const holder of holders) await estate.assign("AcrPull", registry, holder);
    }
    return names.length;
}
