// The identity graph by itself: who is who, what belongs to what, from values and from dependencies.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roles } from "../../../azure/roles";
import { buildGraph } from "../../../estate/graph/graph";
import { normalise, type RawResource } from "../../../estate/resource";
import { parseInput, readState, UnreadableInput } from "../../../estate/sources/pulumi";
import { UNKNOWN } from "../../../estate/value";
import { judge } from "../../../policies/lib/judge";
import { rules } from "../../../policies/rules";
import { cases } from "../../policies/cases";
import {
    application,
    applicationPassword,
    cluster,
    containerApp,
    deployedIdentity,
    deployedRegistry,
    identity,
    identityId,
    registry,
    registryId,
    resource,
    resourceGroup,
    roleAssignment,
    roleId,
    rotating,
    servicePrincipal,
    subscription,
    token,
    tokenPassword,
    unknown,
    urnOf,
    user,
} from "../../policies/support/resources";
import { today } from "../../policies/support/rule-cases";
import { checkpointOf, exportOf, stack } from "../../support/pulumi-state";

const graphOf = (...resources: RawResource[]) => buildGraph(resources.flatMap(normalise));
const registryUrn = urnOf("azure-native:containerregistry:Registry", "images");
const assign = (inputs: Record<string, unknown>, propertyDependencies = {}) =>
    roleAssignment("grant", inputs, { propertyDependencies });
const only = <Item>(list: readonly Item[]): Item => {
    expect(list).toHaveLength(1);
    return list[0] as Item;
};

describe("a role assignment", () => {
    const images = deployedRegistry("images");

    it("is bound to registry, role and principal by values", () => {
        const graph = graphOf(
            images,
            deployedIdentity("puller", "OBJECT"),
            assign({
                scope: registryId("images").toUpperCase(),
                roleDefinitionId: roleId(roles.AcrPull.id),
                principalId: "object",
            }),
        );
        const assignment = only(graph.assignments);
        expect(assignment.registry?.name).toBe("images");
        expect(assignment.role).toBe(roles.AcrPull);
        expect(assignment.principal).toMatchObject({ type: "managedIdentity", label: "'puller'" });
        expect(assignment.reaches).toBe("yes");
    });

    it("is bound by dependencies before values are known", () => {
        const graph = graphOf(
            registry("images"),
            identity("puller"),
            assign(
                { scope: unknown, roleDefinitionId: unknown, principalId: unknown },
                {
                    scope: [registryUrn],
                    principalId: [urnOf("azure-native:managedidentity:UserAssignedIdentity", "puller")],
                },
            ),
        );
        const assignment = only(graph.assignments);
        expect(assignment.registry?.resource.name).toBe("images");
        expect(assignment.role).toBe(UNKNOWN);
        expect(assignment.principal.resource?.name).toBe("puller");
    });

    it("is not bound where a dependency leaves a choice", () => {
        const graph = graphOf(
            registry("images"),
            registry("other"),
            assign(
                { scope: unknown },
                { scope: [registryUrn, urnOf("azure-native:containerregistry:Registry", "other")] },
            ),
        );
        expect(only(graph.assignments)).toMatchObject({ registry: undefined, reaches: "yes" });
    });

    it.each([
        ["the registry's group", resourceGroup, "yes"],
        ["another group", `${subscription}/resourceGroups/other`, "no"],
        ["the subscription", subscription, "yes"],
        ["another subscription", "/subscriptions/22222222-2222-2222-2222-222222222222", "no"],
        ["a management group", "/providers/Microsoft.Management/managementGroups/m", "yes"],
        ["a vault", `${resourceGroup}/providers/Microsoft.KeyVault/vaults/v`, "no"],
        ["a registry elsewhere", registryId("elsewhere"), "yes"],
    ])("at %s reaches a registry: %s", (_, scope, reaches) => {
        expect(only(graphOf(images, assign({ scope })).assignments).reaches).toBe(reaches);
    });

    it("knows the group by name where ids are not told, and nothing about the subscription", () => {
        const told = registry("images", { resourceGroupName: "images" });
        const reachesOf = (scope: string) => only(graphOf(told, assign({ scope })).assignments).reaches;
        expect([
            reachesOf(resourceGroup),
            reachesOf(`${subscription}/resourceGroups/x`),
            reachesOf(subscription),
        ]).toEqual(["yes", "no", UNKNOWN]);
    });

    it.each(["Vault", "Secret"])("of a scope computed from a Key Vault %s is not about registries", (type) => {
        const vault = resource(`azure-native:keyvault:${type}`, "secrets");
        const graph = graphOf(images, vault, assign({ scope: unknown }, { scope: [vault.urn] }));
        expect(only(graph.assignments).reaches).toBe("no");
    });

    it("takes principals made elsewhere by what it declares", () => {
        const graph = graphOf(
            images,
            user("alice", {}, { outputs: { objectId: "alice" } }),
            assign({ principalId: "alice" }),
            assign({ principalId: "bob", principalType: "User" }),
            assign({ principalId: "robot", principalType: "ServicePrincipal" }),
            assign({ principalId: unknown }),
        );
        expect(graph.assignments.map(({ principal }) => principal.type)).toEqual([
            "user",
            "user",
            "servicePrincipal",
            "unknown",
        ]);
    });
});

describe("what containers run as", () => {
    const runtimesOf = (...resources: RawResource[]) =>
        [...graphOf(...resources).runtimes.of].map(([{ label }, services]) => [
            label,
            services.map(({ name }) => name),
        ]);

    it("is the identity by id, as a map or a list, and the service's own", () => {
        const listed = containerApp("list", { identity: { userAssignedIdentities: [identityId("puller")] } });
        const mapped = containerApp("map", { identity: { userAssignedIdentities: { [identityId("Puller")]: {} } } });
        expect(runtimesOf(deployedIdentity("puller", "object"), listed, mapped)).toEqual([
            ["'list'", ["list"]],
            ["'puller'", ["list", "map"]],
            ["'map'", ["map"]],
        ]);
    });

    it("is the service principal of a cluster, by client id or by dependency", () => {
        const known = servicePrincipal("known", { clientId: "app" }, { outputs: { objectId: "one" } });
        const pending = servicePrincipal(
            "pending",
            { clientId: unknown },
            {
                propertyDependencies: { clientId: [urnOf("azuread:index/application:Application", "app")] },
            },
        );
        const byId = cluster("by-id", { servicePrincipalProfile: { clientId: "app" } });
        const byDependency = cluster(
            "by-dependency",
            { servicePrincipalProfile: { clientId: unknown } },
            {
                propertyDependencies: {
                    servicePrincipalProfile: [urnOf("azuread:index/application:Application", "app")],
                },
            },
        );
        expect(runtimesOf(application("app"), known, pending, byId, byDependency)).toEqual([
            ["'by-id'", ["by-id"]],
            ["'known'", ["by-id"]],
            ["'by-dependency'", ["by-dependency"]],
            ["'pending'", ["by-dependency"]],
        ]);
    });

    it("may be open", () => {
        const graph = graphOf(containerApp("web", { identity: unknown }));
        expect(graph.runtimes.unresolved.map(({ name }) => name)).toEqual(["web"]);
    });
});

describe("a credential", () => {
    const password = (inputs: Record<string, unknown>, more: Partial<RawResource> = {}) =>
        only(
            graphOf(
                rotating("schedule", { rotationDays: 90 }),
                applicationPassword("ci", { applicationId: "a", ...inputs }, more),
            ).credentials,
        );

    it.each([
        ["its dates", { startDate: "2026-01-01T00:00:00Z", endDate: "2026-07-01T00:00:00Z" }, 181],
        ["a relative end", { endDateRelative: "2160h" }, 90],
        ["Entra's default", { startDate: "2026-01-01T00:00:00Z" }, 730],
        ["Entra's default without a start", {}, 730],
        ["an end alone", { endDate: "2026-07-01T00:00:00Z" }, UNKNOWN],
    ])("lasts as long as %s say", (_, inputs, days) => {
        expect(password(inputs).days).toBe(days);
    });

    it.each<[string, Record<string, unknown>, Record<string, unknown>, unknown]>([
        ["what Graph answered", { startDate: "2026-01-01T00:00:00Z" }, { startDate: "2026-01-02T08:00:00Z" }, 2],
        ["what was asked for, while Graph has not answered", { startDate: "2026-01-01T00:00:00Z" }, {}, 1],
        ["nothing that is known before it is made", {}, { startDate: unknown }, undefined],
    ])("starts with %s", (_, inputs, outputs, day) => {
        const { startsAt } = password(inputs, { outputs });
        expect(typeof startsAt === "number" ? new Date(startsAt).getUTCDate() : startsAt).toBe(day);
    });

    it("lasts as long as the schedule that its end is computed from", () => {
        const propertyDependencies = { endDate: [urnOf("time:index/rotating:Rotating", "schedule")] };
        expect(password({ endDate: unknown }, { propertyDependencies }).days).toBe(90);
    });

    it("stands in for another of the same holder", () => {
        const graph = graphOf(
            applicationPassword("one", { applicationId: "a" }),
            applicationPassword("two", { applicationId: "a" }),
            tokenPassword("password1", { tokenId: unknown }, { propertyDependencies: { tokenId: ["urn:token"] } }),
            tokenPassword("password2", { tokenId: unknown }, { propertyDependencies: { tokenId: ["urn:token"] } }),
            token("edge", { credentials: { passwords: [{ name: "password1" }] } }),
        );
        expect(graph.credentials.map(({ holder }) => holder)).toEqual([
            "a",
            "a",
            "urn:token",
            "urn:token",
            urnOf("azure-native:containerregistry:Token", "edge"),
        ]);
    });
});

describe("any input", () => {
    const json = (value: unknown) => JSON.parse(JSON.stringify(value));

    it("is read, or refused with a reason", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                for (const state of [
                    value,
                    { deployment: value },
                    { deployment: { resources: value } },
                    { steps: value },
                ]) {
                    try {
                        parseInput(JSON.stringify(state));
                    } catch (error) {
                        expect(error).toBeInstanceOf(UnreadableInput);
                    }
                }
            }),
        );
    });

    it("of properties leaves every rule standing", () => {
        const known = Object.values(cases).flatMap(({ violating }) => violating.resources);
        const types = [...new Set(known.map(({ type }) => type))];
        const keys = [...new Set(known.flatMap(({ inputs }) => Object.keys(inputs)))];
        const anything = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom<unknown>(unknown, "[secret]"));
        const bag = fc.dictionary(fc.constantFrom(...keys), anything, { maxKeys: 4 });
        const one = fc.record({ type: fc.constantFrom(...types), inputs: bag, outputs: bag });
        fc.assert(
            fc.property(fc.array(one, { maxLength: 6 }), (resources) => {
                const raw = resources.map((item, index) => ({
                    ...item,
                    urn: stack("b", "a").urn(item.type, `r${index}`),
                }));
                const { findings } = judge(buildGraph(raw.flatMap(normalise)), rules, new Map(), today);
                for (const { message } of findings) expect(message).not.toContain("undefined");
            }),
            { numRuns: 300 },
        );
    });

    it("that was exported is what was recorded", () => {
        const recorded = [deployedRegistry("images"), token("edge", { status: "enabled" })];
        const states = recorded.map((item) => ({ custom: true, ...item }));
        const read = readState(json(exportOf(states)));
        expect(read.map(({ urn, kind, id }) => [urn, kind, id])).toEqual(
            recorded.flatMap(normalise).map(({ urn, kind, id }) => [urn, kind, id]),
        );
        expect(readState(json(checkpointOf(states)))).toHaveLength(2);
        expect(readState(json(exportOf([{ ...states[0], delete: true }])))).toEqual([]);
    });
});
