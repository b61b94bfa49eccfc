import { describe, expect, it } from "vitest";
import { RegistryAccess, type RegistryAccessArgs } from "../../components";
import { problemText } from "../../components/inputs/validation";
import { registryAccessProblems } from "../../components/registry-access";
import { record, registryReference, subscriptionId } from "../support/mocks";

const principalId = "22222222-2222-2222-2222-222222222222";
const shop = registryReference("shop");
const role = (id: string) => `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${id}`;

const invokes = {
    "azuread:index/getGroup:getGroup": () => ({ objectId: "group-id" }),
    "azuread:index/getUser:getUser": () => ({ objectId: "user-id" }),
};

async function assignments(args: RegistryAccessArgs) {
    const recorder = await record(() => void new RegistryAccess("dev", args), { invokes });
    return recorder
        .resources()
        .filter(({ type }) => type === "azure-native:authorization:RoleAssignment")
        .map(({ name, parent, inputs }) => ({ name, parent, ...inputs }));
}

describe("RegistryAccess", () => {
    it("assigns exactly the roles of the permission to the group", async () => {
        expect(
            await assignments({ groupName: "developers", grants: { web: { registry: shop, permission: "delete" } } }),
        ).toEqual([
            {
                name: "dev-web-AcrDelete",
                parent: "dev",
                principalId: "group-id",
                principalType: "Group",
                roleAssignmentName: expect.stringMatching(/^[0-9a-f-]{36}$/),
                roleDefinitionId: role("c2f4ef07-c644-48eb-af81-4b1b4947fb11"),
                scope: shop.resourceId,
            },
            {
                name: "dev-web-AcrPull",
                parent: "dev",
                principalId: "group-id",
                principalType: "Group",
                roleAssignmentName: expect.stringMatching(/^[0-9a-f-]{36}$/),
                roleDefinitionId: role("7f951dda-4ed3-4680-a7ca-43fe172d538d"),
                scope: shop.resourceId,
            },
        ]);
    });

    it("assigns to a person, and to any principal by its object id", async () => {
        const grants = { web: { registry: shop, permission: "push" } } as const;
        expect(await assignments({ userPrincipalName: "ada@contoso.com", grants })).toMatchObject([
            { name: "dev-web-AcrPush", principalId: "user-id", principalType: "User" },
        ]);
        expect(await assignments({ principalId, principalType: "ServicePrincipal", grants })).toMatchObject([
            { name: "dev-web-AcrPush", principalId, principalType: "ServicePrincipal" },
        ]);
    });

    it("narrows the role to repositories on a registry in abac mode", async () => {
        const registry = registryReference("shop", "abac");
        const grants = { web: { registry, permission: "pull", repositories: ["team/*"] } } as const;
        expect(
            await assignments({ principalId, principalType: "Group", grants: structuredClone(grants) as never }),
        ).toMatchObject([
            {
                name: "dev-web-RepositoryReader",
                conditionVersion: "2.0",
                condition: expect.stringContaining("StringStartsWithIgnoreCase 'team/'"),
            },
        ]);
    });

    it("assigns the roles of both modes while a switch is prepared", async () => {
        const registry = { ...shop, preparedMode: "abac" } as const;
        const names = async (reference: RegistryAccessArgs["grants"][string]["registry"]) =>
            (
                await assignments({
                    principalId,
                    principalType: "Group",
                    grants: { web: { registry: reference, permission: "push" } },
                })
            ).map(({ name }) => name);
        expect(await names(shop)).toEqual(["dev-web-AcrPush"]);
        expect(await names(registry)).toEqual(["dev-web-AcrPush", "dev-web-RepositoryWriter"]);
        expect(await names({ ...shop, roleAssignmentMode: "abac", preparedMode: "legacy" })).toEqual(
            await names(registry),
        );
        expect(await names({ ...shop, roleAssignmentMode: "abac" })).toEqual(["dev-web-RepositoryWriter"]);
    });

    it("names the same assignment the same in every deployment", async () => {
        const grants = { web: { registry: shop, permission: "pull" } } as const;
        const args = { principalId, principalType: "User", grants } as const;
        const [first] = await assignments(args);
        const [second] = await assignments(args);
        expect(second).toEqual(first);
    });

    it.each<[string, RegistryAccessArgs, string[]]>([
        [
            "no principal",
            { grants: { web: { registry: shop, permission: "pull" } } },
            [
                "principalId: is missing, and so are its alternatives. Give exactly one of groupName, userPrincipalName and principalId.",
            ],
        ],
        [
            "several principals, a type for none, and a second grant of one role",
            {
                groupName: "developers",
                userPrincipalName: "ada@contoso.com",
                principalType: "User",
                grants: {
                    web: { registry: shop, permission: "push" },
                    again: { registry: shop, permission: "manage" },
                },
            },
            [
                "principalId: is one of several principals: groupName, userPrincipalName. Give exactly one of groupName, userPrincipalName and principalId.",
                'principalType: is only for principalId (given: "User"). Leave it out.',
                "grants.again: assigns AcrPush on the same registry as grants.web. Grant a registry once, with the widest permission and all its repositories.",
            ],
        ],
        [
            "an id that is none, without a type, and grants that can't be expressed",
            {
                principalId: "ada",
                grants: { web: { registry: { ...shop, resourceId: "shop" }, permission: "pull", repositories: ["x"] } },
            },
            [
                "principalType: is missing, and without it Azure does not find a principal that is new. Set it to one of User, Group, ServicePrincipal.",
                'principalId: is not an object id (given: "ada"). Give the object id that Entra shows, or use groupName or userPrincipalName.',
                "grants.web.repositories: can't be limited by the roles of a registry in legacy mode, which always cover the whole registry (given: [\"x\"]). Leave repositories out, set the registry's roleAssignmentMode to abac, or use a RepositoryToken.",
                'grants.web.registry.resourceId: is not the ARM id of a registry (given: "shop"). Pass the reference of a ContainerRegistry, or the id that `az acr show --query id` prints.',
            ],
        ],
        [
            "no grants",
            { groupName: "developers", grants: {} },
            ["grants: is empty. Grant a permission on at least one registry."],
        ],
    ])("refuses %s", async (_, args, problems) => {
        const recorded = record(() => void new RegistryAccess("dev", args), { invokes });
        await expect(recorded).rejects.toThrow(
            ['Invalid arguments for RegistryAccess "dev":', ...problems.map((line) => `  ${line}`)].join("\n"),
        );
    });

    describe("with names of role assignments that were made elsewhere", () => {
        const [one, other] = ["11111111-1111-4111-8111-111111111111", "99999999-9999-4999-8999-999999999999"];
        const web = (roleAssignmentNames: Record<string, string>) =>
            ({ registry: shop, permission: "delete", roleAssignmentNames }) as const;
        const problems = (grants: RegistryAccessArgs["grants"]) =>
            registryAccessProblems({ groupName: "developers", grants }).map(problemText);

        it("keeps them, and what else the assignments say", async () => {
            const recorder = await record(
                () =>
                    void new RegistryAccess("dev", { groupName: "developers", grants: { web: web({ AcrPull: one }) } }),
                { invokes },
            );
            const names = ["AcrPull", "AcrDelete"].map(
                (role) => recorder.inputs(":RoleAssignment", `dev-web-${role}`).roleAssignmentName,
            );
            expect(names).toEqual([one, expect.not.stringMatching(one)]);
            const assignment = recorder.resources().find(({ name }) => name === "dev-web-AcrPull");
            expect(assignment?.options.ignoreChanges).toEqual(["description", "delegatedManagedIdentityResourceId"]);
        });

        it("refuses roles that the grant does not assign, texts that are no names, and one name for two", () => {
            expect(problems({ web: web({ AcrPush: one, AcrPull: "pull" }) })).toEqual([
                "grants.web.roleAssignmentNames.AcrPush: names the assignment of a role that this grant does not assign. Use one of AcrPull, AcrDelete, or leave it out.",
                "grants.web.roleAssignmentNames.AcrPull: is not the name of a role assignment (given: \"pull\"). Give what `az role assignment list --query '[].name'` prints.",
            ]);
            expect(problems({ web: web({ AcrPull: one, AcrDelete: one.toUpperCase() }) })).toEqual([
                `grants.web.roleAssignmentNames.AcrDelete: is the same as grants.web.roleAssignmentNames.AcrPull (given: "${one}"). Give each assignment its own name.`,
            ]);
            expect(problems({ web: web({ AcrPull: one, AcrDelete: other }) })).toEqual([]);
        });
    });
});
