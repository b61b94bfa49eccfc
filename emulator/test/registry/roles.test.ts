// Logins to a registry: what roles allow in either mode.
import { beforeEach, describe, expect, it } from "vitest";
import { role } from "../services";
import { loginForTests } from "./login-asking";

const { azure, zero, exchange, login, accessOf, repository, later, everything, principal, refusal } = loginForTests();

describe("roles with registry permissions", () => {
    beforeEach(() => azure().addRegistry());

    it.each([
        ["acrPull", ["pull", "metadata_read"], true],
        ["acrPush", ["pull", "push", "metadata_read", "metadata_write"], true],
        ["acrDelete", ["delete"], false],
        ["reader", ["pull", "metadata_read"], true],
        ["contributor", ["pull", "push", "delete", "metadata_read", "metadata_write"], true],
        ["owner", ["pull", "push", "delete", "metadata_read", "metadata_write"], true],
    ] as const)("%s allows %j", async (roleName, actions, catalog) => {
        const { id } = await principal(roleName);
        const token = (await exchange(id)).body.refresh_token;
        const access = accessOf(await login(zero, token, everything, "registry:catalog:*"));
        expect(access).toEqual([
            repository("app", ...actions),
            ...(catalog ? [{ Type: "registry", Name: "catalog", Actions: ["*"] }] : []),
        ]);
    });

    it.each(["repositoryReader", "repositoryWriter", "repositoryContributor", "catalogLister"] as const)(
        "%s counts for nothing",
        async (roleName) => {
            expect(await exchange((await principal(roleName)).id)).toMatchObject(refusal);
        },
    );

    it("may take their time to reach the registry", async () => {
        azure().emulator.settings.grantPropagationSeconds = 300;
        const { id } = await principal("acrPull");
        expect(await exchange(id)).toMatchObject(refusal);
        later(300);
        expect((await exchange(id)).status).toBe(200);
    });

    it("are there at times before they were made, to which the clock is set back", async () => {
        azure().emulator.settings.grantPropagationSeconds = 300;
        const { id } = await principal("acrPull");
        later(-1);
        expect((await exchange(id)).status).toBe(200);
    });

    it("come from groups and from above", async () => {
        const [user] = azure().state.users;
        const team = azure().state.groups.find(({ members }) => members.includes(user?.id ?? ""));
        await azure().assign(azure().group, team?.id ?? "", role.acrPull);
        const token = (await exchange(user?.id ?? "", { upn: user?.userPrincipalName })).body.refresh_token;
        expect(accessOf(await login(zero, token, "repository:app:pull,push"))).toEqual([repository("app", "pull")]);
    });
});

describe("roles with repository permissions", () => {
    beforeEach(() => azure().addRegistry({ roleAssignmentMode: "AbacRepositoryPermissions" }));
    const grants = async (id: string, ...scopes: string[]) =>
        accessOf(await login(zero, (await exchange(id)).body.refresh_token, ...scopes));

    it.each([
        ["repositoryReader", ["pull", "metadata_read"]],
        ["repositoryWriter", ["pull", "push", "metadata_read", "metadata_write"]],
        ["repositoryContributor", ["pull", "push", "delete", "metadata_read", "metadata_write"]],
    ] as const)("%s allows %j and no catalog", async (roleName, actions) => {
        const { id } = await principal(roleName);
        expect(await grants(id, everything, "registry:catalog:*")).toEqual([repository("app", ...actions)]);
    });

    it("of the catalog lister allow the catalog alone", async () => {
        const { id } = await principal("catalogLister");
        expect(await grants(id, everything, "registry:catalog:*")).toEqual([
            { Type: "registry", Name: "catalog", Actions: ["*"] },
        ]);
    });

    it.each(["acrPull", "acrPush", "acrDelete", "reader", "contributor", "owner"] as const)(
        "%s counts for nothing",
        async (roleName) => {
            expect(await exchange((await principal(roleName)).id)).toMatchObject(refusal);
        },
    );

    const named = ["content/read", "metadata/read"]
        .map((action) => `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/${action}'})`)
        .join(" AND ");
    const condition = `((${named}) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team/'))`;

    it("hold where their condition does", async () => {
        const { id } = await principal("repositoryReader", { condition, conditionVersion: "2.0" });
        expect(await grants(id, "repository:team/app:pull", "repository:teams:pull", "repository:other:pull")).toEqual([
            repository("team/app", "pull"),
        ]);
    });

    it("hold everywhere for an action that their condition does not name", async () => {
        const { id } = await principal("repositoryWriter", { condition, conditionVersion: "2.0" });
        expect(await grants(id, "repository:other:pull,push,metadata_read,metadata_write")).toEqual([
            repository("other", "push", "metadata_write"),
        ]);
    });

    it("taken away are gone with the next access token", async () => {
        const { id } = await principal("repositoryReader");
        const token = (await exchange(id)).body.refresh_token;
        const assignment = Object.values(azure().state.roleAssignments).find(({ principalId }) => principalId === id);
        await azure().call("DELETE", assignment?.id ?? "");
        expect(accessOf(await login(zero, token, "repository:app:pull"))).toEqual([]);
    });
});
