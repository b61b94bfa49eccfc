import { describe, expect, it } from "vitest";
import { repositoryCondition } from "../../../azure/conditions";
import { roles } from "../../../azure/roles";
import { liveAssignment, registryId, resourceGroup } from "../../policies/support/live";
import { access } from "../states";
import { abacImages, compared, differing, target } from "./estate";

const team = (grant: Record<string, unknown>, mode: "legacy" | "abac" = "legacy") =>
    access("team", { main: { registry: target(mode), ...grant } }, "team");
const teamHolds = (role: { id: string }, more: Record<string, unknown> = {}) =>
    liveAssignment("2", role, "team", { principalType: "Group", ...more });
const reading = (...repositories: string[]) => repositoryCondition(roles.RepositoryReader.actions, repositories);

describe("roles of declared principals", () => {
    const name = roles.RepositoryReader.displayName;
    it.each<[string, Record<string, unknown>, "legacy" | "abac", ReturnType<typeof liveAssignment>[], string[]]>([
        ["what was promised", { permission: "push" }, "legacy", [teamHolds(roles.AcrPush)], []],
        [
            "two roles of one permission, one of them missing",
            { permission: "manage" },
            "legacy",
            [teamHolds(roles.AcrPush)],
            ["narrower: role AcrDelete of team: ARM lists no assignment of this role at or above the registry"],
        ],
        [
            "more than was promised",
            { permission: "pull" },
            "legacy",
            [teamHolds(roles.AcrPull), teamHolds(roles.AcrPush)],
            ["wider: role AcrPush of team: no component declares this role: it allows push on every repository"],
        ],
        [
            "a role that no component declares within what is declared",
            { permission: "push" },
            "legacy",
            [teamHolds(roles.AcrPush), teamHolds(roles.Reader)],
            [
                "wider: role Reader of team: no component declares this role: it allows nothing more now, and would stay after the grants",
            ],
        ],
        [
            "the declared role at a wider scope",
            { permission: "pull" },
            "legacy",
            [teamHolds(roles.AcrPull, { scope: resourceGroup })],
            [`wider: role AcrPull of team: the role is declared for the registry, not for ${resourceGroup}`],
        ],
        [
            "both sets of a migration between modes",
            { permission: "pull" },
            "abac",
            [teamHolds(roles.AcrPull), teamHolds(roles.RepositoryReader)],
            [],
        ],
        [
            "limited repositories, however the condition is written",
            { permission: "pull", repositories: ["team/*", "base"] },
            "abac",
            [
                teamHolds(roles.RepositoryReader, {
                    condition: reading("base", "team/*", "team/a")?.replaceAll(" OR ", " || "),
                }),
            ],
            [],
        ],
        [
            "limited repositories without the condition",
            { permission: "pull", repositories: ["team/*"] },
            "abac",
            [teamHolds(roles.RepositoryReader)],
            [`wider: role ${name} of team: it allows pull on every repository except 'team/*'`],
        ],
        [
            "a widened condition",
            { permission: "pull", repositories: ["team/*"] },
            "abac",
            [teamHolds(roles.RepositoryReader, { condition: reading("team/*", "secret/*") })],
            [`wider: role ${name} of team: it allows pull on 'secret/*'`],
        ],
        [
            "a narrowed condition",
            { permission: "pull", repositories: ["team/*", "base"] },
            "abac",
            [teamHolds(roles.RepositoryReader, { condition: reading("team/*") })],
            [`narrower: role ${name} of team: its condition does not allow pull on 'base'`],
        ],
        [
            "a condition that can't be reduced",
            { permission: "pull", repositories: ["team/*"] },
            "abac",
            [teamHolds(roles.RepositoryReader, { condition: "@Environment[utcNow] DateTimeLessThan '2027'" })],
            [
                `wider: role ${name} of team: it allows pull on possibly every repository except 'team/*', by a condition that can't be reduced to repositories`,
                `narrower: role ${name} of team: its condition does not allow pull on 'team/*'`,
            ],
        ],
        [
            "the catalog where it was asked for",
            { permission: "pull", listCatalog: true },
            "abac",
            [teamHolds(roles.RepositoryReader), teamHolds(roles.CatalogLister)],
            [],
        ],
        [
            "the catalog where it was not",
            { permission: "pull" },
            "abac",
            [teamHolds(roles.RepositoryReader), teamHolds(roles.CatalogLister)],
            [
                `wider: role ${roles.CatalogLister.displayName} of team: no component declares this role: it lists the names of all repositories`,
            ],
        ],
    ])("find %s", (_, grant, mode, live, expected) => {
        const found = differing(compared({ mode, state: team(grant, mode), live }));
        expect(found.map((text) => text.replace(/; assigned at .*$/, ""))).toEqual(expected);
    });

    it("are judged in the mode that the registry is in", () => {
        const results = compared({
            mode: "legacy",
            state: team({ permission: "pull" }),
            live: [abacImages(), teamHolds(roles.AcrPull)],
        });
        expect(differing(results)).toEqual([
            "narrower: role assignment mode of registry main: it is abac in Azure, where the roles of legacy mode have no effect",
        ]);
    });
});

describe("roles that could not be read", () => {
    it("are not asked, and never missing", () => {
        const gap = {
            what: "role assignments of registry images",
            why: "not asked: needs Microsoft.Authorization/roleAssignments/read",
            cause: "notAllowed",
            kinds: ["roleAssignment", "roleEligibility"],
            within: registryId("images"),
        } as const;
        const results = (cause: "notAllowed" | "failed") =>
            compared({ state: team({ permission: "pull" }), gaps: [{ ...gap, cause }] });
        const differences = (cause: "notAllowed" | "failed") => differing(results(cause));
        expect(
            results("notAllowed").filter(({ action, actual }) => /role/.test(action) && actual === "allowed"),
        ).toEqual([expect.objectContaining({ action: "role assignment mode" })]);
        expect(differences("notAllowed")).toEqual([
            "not asked: roles of everybody at images.azurecr.io: role assignments of registry images: not asked: needs Microsoft.Authorization/roleAssignments/read",
        ]);
        expect(differences("failed")).toEqual([
            "error: roles of everybody at images.azurecr.io: role assignments of registry images: not asked: needs Microsoft.Authorization/roleAssignments/read",
        ]);
    });
});
