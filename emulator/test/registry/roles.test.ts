// Logins to a registry: what roles allow in either mode.
import { describe, expect } from "vitest";
import { role } from "../services";
import { accessOf, everything, it, later, type Registry, refusal, repository, zero } from "./logins";

describe("roles with registry permissions", () => {
    it.beforeEach(({ azure }) => azure.addRegistry());

    it.for([
        ["acrPull", ["pull", "metadata_read"], true],
        ["acrPush", ["pull", "push", "metadata_read", "metadata_write"], true],
        ["acrDelete", ["delete"], false],
        ["reader", ["pull", "metadata_read"], true],
        ["contributor", ["pull", "push", "delete", "metadata_read", "metadata_write"], true],
        ["owner", ["pull", "push", "delete", "metadata_read", "metadata_write"], true],
    ] as const)("%s allows %j", async ([roleName, actions, catalog], { registry }) => {
        const { id } = await registry.principal(roleName);
        const token = await registry.refreshToken(id);
        const access = accessOf(await registry.login(zero, token, everything, "registry:catalog:*"));
        expect(access).toEqual([
            repository("app", ...actions),
            ...(catalog ? [{ Type: "registry", Name: "catalog", Actions: ["*"] }] : []),
        ]);
    });

    it.for(["repositoryReader", "repositoryWriter", "repositoryContributor", "catalogLister"] as const)(
        "%s counts for nothing",
        async (roleName, { registry }) => {
            expect(await registry.exchange((await registry.principal(roleName)).id)).toMatchObject(refusal);
        },
    );

    it("may take their time to reach the registry", async ({ azure, registry }) => {
        azure.emulator.settings.grantPropagationSeconds = 300;
        const { id } = await registry.principal("acrPull");
        expect(await registry.exchange(id)).toMatchObject(refusal);
        later(azure, 300);
        expect((await registry.exchange(id)).status).toBe(200);
    });

    it("are known for a while after they were deleted, if the emulator is told so", async ({ azure, registry }) => {
        for (const deletionSeconds of [60, 0]) {
            azure.emulator.settings.deletionSeconds = deletionSeconds;
            const { id } = await registry.principal("acrPull");
            const [assignment] = Object.values(azure.state.roleAssignments).filter((each) => each.principalId === id);
            await azure.call("DELETE", assignment?.id ?? "", undefined, { version: "2022-04-01" });
            const tries = [await registry.exchange(id)];
            later(azure, 60);
            tries.push(await registry.exchange(id));
            expect(tries.map(({ status }) => status)).toEqual(deletionSeconds === 60 ? [200, 401] : [401, 401]);
        }
    });

    it("are there at times before they were made, to which the clock is set back", async ({ azure, registry }) => {
        azure.emulator.settings.grantPropagationSeconds = 300;
        const { id } = await registry.principal("acrPull");
        later(azure, -1);
        expect((await registry.exchange(id)).status).toBe(200);
    });

    it("come from groups and from above", async ({ azure, registry }) => {
        const [user] = azure.state.users;
        const team = azure.state.groups.find(({ members }) => members.includes(user?.id ?? ""));
        await azure.assign(azure.group, team?.id ?? "", role.acrPull);
        const token = (await registry.exchange(user?.id ?? "", { upn: user?.userPrincipalName })).body.refresh_token;
        expect(accessOf(await registry.login(zero, token, "repository:app:pull,push"))).toEqual([
            repository("app", "pull"),
        ]);
    });
});

describe("roles with repository permissions", () => {
    it.beforeEach(({ azure }) => azure.addRegistry({ roleAssignmentMode: "AbacRepositoryPermissions" }));
    const grants = async (registry: Registry, id: string, ...scopes: string[]) =>
        accessOf(await registry.login(zero, await registry.refreshToken(id), ...scopes));

    it.for([
        ["repositoryReader", ["pull", "metadata_read"]],
        ["repositoryWriter", ["pull", "push", "metadata_read", "metadata_write"]],
        ["repositoryContributor", ["pull", "push", "delete", "metadata_read", "metadata_write"]],
    ] as const)("%s allows %j and no catalog", async ([roleName, actions], { registry }) => {
        const { id } = await registry.principal(roleName);
        expect(await grants(registry, id, everything, "registry:catalog:*")).toEqual([repository("app", ...actions)]);
    });

    it("of the catalog lister allow the catalog alone", async ({ registry }) => {
        const { id } = await registry.principal("catalogLister");
        expect(await grants(registry, id, everything, "registry:catalog:*")).toEqual([
            { Type: "registry", Name: "catalog", Actions: ["*"] },
        ]);
    });

    it.for(["acrPull", "acrPush", "acrDelete", "reader", "contributor", "owner"] as const)(
        "%s counts for nothing",
        async (roleName, { registry }) => {
            expect(await registry.exchange((await registry.principal(roleName)).id)).toMatchObject(refusal);
        },
    );

    const named = ["content/read", "metadata/read"]
        .map((action) => `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/${action}'})`)
        .join(" AND ");
    const condition = `((${named}) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team/'))`;

    it("hold where their condition does", async ({ registry }) => {
        const { id } = await registry.principal("repositoryReader", { condition, conditionVersion: "2.0" });
        expect(
            await grants(registry, id, "repository:team/app:pull", "repository:teams:pull", "repository:other:pull"),
        ).toEqual([repository("team/app", "pull")]);
    });

    it("hold everywhere for an action that their condition does not name", async ({ registry }) => {
        const { id } = await registry.principal("repositoryWriter", { condition, conditionVersion: "2.0" });
        expect(await grants(registry, id, "repository:other:pull,push,metadata_read,metadata_write")).toEqual([
            repository("other", "push", "metadata_write"),
        ]);
    });

    it("taken away are gone with the next access token", async ({ azure, registry }) => {
        const { id } = await registry.principal("repositoryReader");
        const token = await registry.refreshToken(id);
        const assignment = Object.values(azure.state.roleAssignments).find(({ principalId }) => principalId === id);
        await azure.call("DELETE", assignment?.id ?? "");
        expect(accessOf(await registry.login(zero, token, "repository:app:pull"))).toEqual([]);
    });
});
