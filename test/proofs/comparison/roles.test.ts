import { describe, expect, it } from "vitest";
import { roles } from "../../../azure/roles";
import {
    live,
    liveAssignment,
    liveEligibility,
    liveGroup,
    liveServicePrincipal,
    liveUser,
    registryId,
    resourceGroup,
    subscription,
} from "../../policies/support/live";
import { stack } from "../../support/pulumi-state";
import { access } from "../states";
import { compared, differing, images, remedies, target } from "./estate";

const ada = liveUser("ada", { displayName: "Ada Lovelace" });
const adaHolds = (role: { id: string }, more: Record<string, unknown> = {}) =>
    liveAssignment("1", role, "ada", { principalType: "User", ...more });

describe("roles of principals that no component declares", () => {
    it("are wider, with who, what, since when and the command that removes it", () => {
        const results = compared({ live: [ada, adaHolds(roles.AcrPush)] });
        expect(results.filter(({ expected }) => expected === "refused")).toEqual([
            {
                method: "individual identity",
                client: "acr-auth",
                action: "role AcrPush",
                repository: "images.azurecr.io",
                expected: "refused",
                actual: "allowed",
                evidence: {
                    identity: "user Ada Lovelace (ada)",
                    code: "UNDECLARED_ROLE",
                    message: `no component declares this role: it allows pull, push on every repository; assigned at ${registryId("images")}; since 2026-05-01`,
                    remedy: `az role assignment delete --ids ${registryId("images")}/providers/Microsoft.Authorization/roleAssignments/1`,
                    since: "2026-05-01T08:00:00Z",
                    access: { principalId: "ada", scope: registryId("images") },
                },
            },
        ]);
    });

    const whole = "pull, push, delete on every repository";
    it.each<[string, Parameters<typeof liveAssignment>[1], string, string[]]>([
        [
            "Owner above the registry",
            roles.Owner,
            subscription,
            [`it allows ${whole}; it may also change settings and give access to others`],
        ],
        ["Reader, which pulls in legacy mode", roles.Reader, resourceGroup, ["it allows pull on every repository"]],
        [
            "somebody who may assign roles",
            roles.RbacAdministrator,
            "/providers/Microsoft.Management/managementGroups/all",
            ["it allows pull on every repository; it may give access to others, and to itself"],
        ],
        ["a role that runs tasks", roles.TasksContributor, resourceGroup, ["it runs registry tasks, which may push"]],
        ["a role that a registry in legacy mode ignores", roles.RepositoryReader, registryId("images"), []],
        ["a reader of settings", roles.ConfigurationReader, registryId("images"), []],
        ["a role elsewhere", roles.AcrPush, registryId("others"), []],
        [
            "a role that is not known",
            { id: "00000000-0000-0000-0000-00000000000a" },
            registryId("images"),
            ["what the role allows could not be read"],
        ],
    ])("find %s", (_, role, scope, reasons) => {
        const found = differing(compared({ live: [ada, adaHolds(role, { scope })] }));
        const name = "displayName" in role ? role.displayName : role.id;
        expect(found).toEqual(
            reasons.map(
                (why) =>
                    `wider: role ${name} of user Ada Lovelace (ada): no component declares this role: ${why}; assigned at ${scope}; since 2026-05-01`,
            ),
        );
    });

    it("tell who reads the admin user's passwords while the admin user is on", () => {
        const results = compared({ live: [images({ adminUserEnabled: true }), adaHolds(roles.ConfigurationReader)] });
        expect(differing(results)).toEqual([
            `wider: role ${roles.ConfigurationReader.displayName} of user ada: no component declares this role: it reads the registry's settings, and the admin user's passwords while the admin user is on; assigned at ${registryId("images")}; since 2026-05-01`,
        ]);
    });

    it("judge a custom role by its actions, in the mode that looks at them", () => {
        const custom = (actions: string[], dataActions: string[] = []) =>
            live("azure-native:authorization:RoleDefinition", "/providers/Microsoft.Authorization/roleDefinitions/c", {
                permissions: [{ actions, dataActions }],
            });
        const found = (mode: "legacy" | "abac", ...given: string[][]) =>
            differing(compared({ mode, live: [custom(given[0] ?? [], given[1]), adaHolds({ id: "c" })] })).map(
                (text) => /this role: (.*); assigned/.exec(text)?.[1],
            );
        expect(found("legacy", ["*/read"])).toEqual(["it allows pull on every repository"]);
        expect(found("abac", ["*/read"])).toEqual([]);
        expect(found("abac", [], ["Microsoft.ContainerRegistry/registries/repositories/content/*"])).toEqual([
            "it allows pull, push, delete on every repository",
        ]);
        expect(found("abac", ["Microsoft.ContainerRegistry/registries/scopeMaps/write"])).toEqual([
            "it may change the registry or give access to others",
        ]);
        expect(found("legacy", ["Microsoft.Storage/*"])).toEqual([]);
    });

    it("name service principals, identities and the members of groups as far as the directory was read", () => {
        const robot = liveServicePrincipal("robot", { servicePrincipalType: "ManagedIdentity" });
        const group = liveGroup("devs", { members: ["ada", "x"] });
        const holds = (name: string, principalId: string, principalType: string) =>
            liveAssignment(name, roles.AcrPull, principalId, { principalType });
        const results = compared({
            live: [
                ada,
                robot,
                liveServicePrincipal("ci"),
                group,
                holds("1", "robot", "ServicePrincipal"),
                holds("2", "ci", "ServicePrincipal"),
                holds("3", "devs", "Group"),
                holds("4", "gone", "ServicePrincipal"),
            ],
        });
        expect(
            results
                .filter(({ expected }) => expected === "refused")
                .map(({ method, evidence }) => [
                    method,
                    evidence.identity,
                    /(; its members are .*); assigned/.exec(evidence.message ?? "")?.[1] ?? "",
                ]),
        ).toEqual([
            ["managed identity", "managed identity robot", ""],
            ["service principal", "service principal ci", ""],
            ["individual identity", "group devs", "; its members are user Ada Lovelace (ada), x"],
            ["service principal", "service principal gone", ""],
        ]);
    });

    it("count an eligible role, which is removed by a request", () => {
        const results = compared({
            live: [
                liveEligibility("1", roles.AcrPush, "ada", {
                    principalType: "User",
                    startDateTime: "2026-02-03",
                }),
            ],
        });
        expect(differing(results)).toEqual([
            `wider: role AcrPush (eligible) of user ada: no component declares this role: it allows pull, push on every repository; may be activated at ${registryId("images")}; since 2026-02-03`,
        ]);
        expect(remedies(results)[0]).toMatch(
            /^az rest --method PUT --url "https:\/\/management.azure.com\/.*\/roleEligibilityScheduleRequests\/\$\(uuidgen\)\?api-version=2020-10-01" --body '\{"properties":\{"principalId":"ada",.*"requestType":"AdminRemove","scheduleInfo":\{"expiration":\{"type":"NoExpiration"\}\}\}\}'$/,
        );
    });

    it("leave out what the stack itself assigns, as long as it is as recorded", () => {
        const assignment = adaHolds(roles.AcrPush);
        const recorded = stack("acr-auth", "local").resource("azure-native:authorization:RoleAssignment", "own", {
            id: assignment.urn.toUpperCase(),
            inputs: { scope: registryId("images"), roleDefinitionId: `/x/${roles.AcrPush.id}`, principalId: "ada" },
        });
        expect(differing(compared({ state: [recorded], live: [assignment] }))).toEqual([]);
        const changed = adaHolds(roles.Owner);
        expect(differing(compared({ state: [recorded], live: [changed] }))).toHaveLength(1);
    });

    it("are not asked about on a registry that another stack declares", () => {
        const others = liveAssignment("1", roles.AcrPush, "ada", { scope: registryId("others") });
        const foreign = { ...target(), resourceId: registryId("others"), loginServer: "others.azurecr.io" };
        const state = access("team", { main: { registry: foreign, permission: "pull" } }, "team");
        const pulls = liveAssignment("2", roles.AcrPull, "team", { scope: registryId("others") });
        expect(differing(compared({ state, live: [others, pulls] }))).toEqual([]);
    });
});
