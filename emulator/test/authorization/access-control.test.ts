// Role resolution: patterns, scopes, groups, what a role takes out again.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, isAllowed, matchesAction, principalAndGroups } from "../../authorization/access-control";
import { builtInRoles } from "../../authorization/built-in-roles";
import type { RoleAssignment } from "../../state/authorization";
import { type AzureState, emptyState } from "../../state/azure-state";
import { isWithin } from "../../state/resource-id";
import { role } from "../services";

describe("an action pattern", () => {
    it.each([
        ["*", "Microsoft.ContainerRegistry/registries/read", true],
        ["*/read", "Microsoft.ContainerRegistry/registries/pull/read", true],
        ["*/read", "Microsoft.ContainerRegistry/registries/write", false],
        ["Microsoft.Authorization/*/Write", "microsoft.authorization/roleAssignments/write", true],
        ["Microsoft.ContainerRegistry/registries/tokens/*", "Microsoft.ContainerRegistry/registries/tokens/read", true],
        ["Microsoft.ContainerRegistry/registries/tokens/*", "Microsoft.ContainerRegistry/registries/tokens", false],
        ["a/*/b/*/c", "a/1/b/2/c", true],
        ["a/*/b/*/c", "a/1/c/2/b", false],
        ["ab*ba", "aba", false],
    ])("%s and %s: %s", (pattern, action, expected) => {
        expect(matchesAction(pattern, action)).toBe(expected);
    });

    const word = fc.stringMatching(/^[a-z/]{0,6}$/);
    it("is what a regular expression says it is", () => {
        fc.assert(
            fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), word, (parts, action) => {
                const expected = new RegExp(`^${parts.join(".*")}$`).test(action);
                expect(matchesAction(parts.join("*"), action)).toBe(expected);
            }),
        );
    });
});

const state = (changes: Partial<AzureState>): AzureState => ({ ...emptyState(), ...changes });
const assignment = (scope: string, principalId: string, name: string): RoleAssignment => ({
    id: `${scope}/${name}`,
    name,
    scope,
    roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${name}`,
    principalId,
    principalType: "User",
    condition: null,
    conditionVersion: null,
    description: null,
    createdOn: "",
    updatedOn: "",
});
const group = (id: string, members: string[]) => ({
    id,
    tenantId: "t",
    displayName: id,
    mailNickname: id,
    securityEnabled: true,
    members,
    properties: {},
});

describe("roles", () => {
    it("of the table have one GUID and one name each", () => {
        for (const key of ["name", "roleName"] as const)
            expect(new Set(builtInRoles.map((item) => item[key])).size).toBe(builtInRoles.length);
    });

    it.each([
        ["Owner", "Microsoft.Authorization/roleAssignments/write", true],
        ["Contributor", "Microsoft.ContainerRegistry/registries/write", true],
        ["Contributor", "Microsoft.Authorization/roleAssignments/write", false],
        ["Contributor", "Microsoft.Authorization/locks/delete", false],
        ["Contributor", "Microsoft.Authorization/roleAssignments/read", true],
        ["User Access Administrator", "Microsoft.Authorization/roleAssignments/write", true],
        ["User Access Administrator", "Microsoft.ContainerRegistry/registries/write", false],
        ["Role Based Access Control Administrator", "Microsoft.Authorization/locks/write", false],
        ["Reader", "Microsoft.ContainerRegistry/registries/listCredentials/action", false],
        ["Reader", "Microsoft.ContainerRegistry/registries/pull/read", true],
        ["AcrPush", "Microsoft.ContainerRegistry/registries/read", false],
        ["Container Registry Repository Reader", "Microsoft.ContainerRegistry/registries/pull/read", false],
    ])("%s and %s: %s", (roleName, action, expected) => {
        const found = builtInRoles.find((item) => item.roleName === roleName);
        expect(found && covers(found, action, "actions")).toBe(expected);
    });

    it("give no data actions to an owner", () => {
        const owner = builtInRoles.find(({ roleName }) => roleName === "Owner");
        expect(
            owner && covers(owner, "Microsoft.ContainerRegistry/registries/repositories/content/read", "dataActions"),
        ).toBe(false);
    });

    it("are inherited from above and never from below or beside", () => {
        const [subscription, resourceGroup, registry] = [
            "/subscriptions/s",
            "/subscriptions/s/resourceGroups/rg",
            "/subscriptions/s/resourceGroups/rg/providers/p/r/x",
        ];
        const scopes = [subscription, resourceGroup, registry];
        for (const [given, scope] of scopes.entries())
            for (const [asked, target] of scopes.entries()) {
                const one = assignment(scope, "me", role.reader);
                const here = state({ roleAssignments: { [one.id]: one } });
                expect(isAllowed(here, "me", "any/read", target.toUpperCase())).toBe(given <= asked);
            }
        const beside = assignment(`${resourceGroup}2`, "me", role.reader);
        expect(isAllowed(state({ roleAssignments: { a: beside } }), "me", "any/read", registry)).toBe(false);
    });

    it("reach whoever is in a group, however deep, even where groups hold each other", () => {
        const here = state({
            groups: [group("a", ["me"]), group("b", ["a", "c"]), group("c", ["b"]), group("d", ["you"])],
        });
        expect([...principalAndGroups(here, "ME")].sort()).toEqual(["a", "b", "c", "me"]);
    });
});

describe("a scope", () => {
    const segments = fc.array(fc.stringMatching(/^[a-zA-Z0-9]{1,5}$/), { minLength: 1, maxLength: 5 });
    it("holds itself and what is below it, whatever the case", () => {
        fc.assert(
            fc.property(segments, segments, (above, below) => {
                const scope = `/${above.join("/")}`;
                expect(isWithin(scope.toUpperCase(), scope)).toBe(true);
                expect(isWithin(`${scope}/${below.join("/")}`, scope.toLowerCase())).toBe(true);
                expect(isWithin(scope, `${scope}/${below.join("/")}`)).toBe(false);
                expect(isWithin(`${scope}x`, scope)).toBe(false);
                expect(isWithin(scope, "/")).toBe(true);
            }),
        );
    });
});
