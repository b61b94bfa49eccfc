// Logins to a registry: what roles allow in either mode.
import { describe, expect } from "vitest";
import { role, type TestEmulator } from "../services";
import { accessOf, everything, exchange, it, later, login, principal, refusal, repository, zero } from "./logins";

describe("roles with registry permissions", () => {
    it.beforeEach(({ azure }) => azure.addRegistry());

    it.for([
        ["acrPull", ["pull", "metadata_read"], true],
        ["acrPush", ["pull", "push", "metadata_read", "metadata_write"], true],
        ["acrDelete", ["delete"], false],
        ["reader", ["pull", "metadata_read"], true],
        ["contributor", ["pull", "push", "delete", "metadata_read", "metadata_write"], true],
        ["owner", ["pull", "push", "delete", "metadata_read", "metadata_write"], true],
    ] as const)("%s allows %j", async ([roleName, actions, catalog], { azure }) => {
        const { id } = await principal(azure, roleName);
        const token = (await exchange(azure, id)).body.refresh_token;
        const access = accessOf(await login(azure, zero, token, everything, "registry:catalog:*"));
        expect(access).toEqual([
            repository("app", ...actions),
            ...(catalog ? [{ Type: "registry", Name: "catalog", Actions: ["*"] }] : []),
        ]);
    });

    it.for(["repositoryReader", "repositoryWriter", "repositoryContributor", "catalogLister"] as const)(
        "%s counts for nothing",
        async (roleName, { azure }) => {
            expect(await exchange(azure, (await principal(azure, roleName)).id)).toMatchObject(refusal);
        },
    );

    it("may take their time to reach the registry", async ({ azure }) => {
        azure.emulator.settings.grantPropagationSeconds = 300;
        const { id } = await principal(azure, "acrPull");
        expect(await exchange(azure, id)).toMatchObject(refusal);
        later(azure, 300);
        expect((await exchange(azure, id)).status).toBe(200);
    });

    it("are known for a while after they were deleted, if the emulator is told so", async ({ azure }) => {
        for (const deletionSeconds of [60, 0]) {
            azure.emulator.settings.deletionSeconds = deletionSeconds;
            const { id } = await principal(azure, "acrPull");
            const [assignment] = Object.values(azure.state.roleAssignments).filter((each) => each.principalId === id);
            await azure.call("DELETE", assignment?.id ?? "", undefined, { version: "2022-04-01" });
            const tries = [await exchange(azure, id)];
            later(azure, 60);
            tries.push(await exchange(azure, id));
            expect(tries.map(({ status }) => status)).toEqual(deletionSeconds === 60 ? [200, 401] : [401, 401]);
        }
    });

    it("are there at times before they were made, to which the clock is set back", async ({ azure }) => {
        azure.emulator.settings.grantPropagationSeconds = 300;
        const { id } = await principal(azure, "acrPull");
        later(azure, -1);
        expect((await exchange(azure, id)).status).toBe(200);
    });

    it("come from groups and from above", async ({ azure }) => {
        const [user] = azure.state.users;
        const team = azure.state.groups.find(({ members }) => members.includes(user?.id ?? ""));
        await azure.assign(azure.group, team?.id ?? "", role.acrPull);
        const token = (await exchange(azure, user?.id ?? "", { upn: user?.userPrincipalName })).body.refresh_token;
        expect(accessOf(await login(azure, zero, token, "repository:app:pull,push"))).toEqual([
            repository("app", "pull"),
        ]);
    });
});

describe("roles with repository permissions", () => {
    it.beforeEach(({ azure }) => azure.addRegistry({ roleAssignmentMode: "AbacRepositoryPermissions" }));
    const grants = async (azure: TestEmulator, id: string, ...scopes: string[]) =>
        accessOf(await login(azure, zero, (await exchange(azure, id)).body.refresh_token, ...scopes));

    it.for([
        ["repositoryReader", ["pull", "metadata_read"]],
        ["repositoryWriter", ["pull", "push", "metadata_read", "metadata_write"]],
        ["repositoryContributor", ["pull", "push", "delete", "metadata_read", "metadata_write"]],
    ] as const)("%s allows %j and no catalog", async ([roleName, actions], { azure }) => {
        const { id } = await principal(azure, roleName);
        expect(await grants(azure, id, everything, "registry:catalog:*")).toEqual([repository("app", ...actions)]);
    });

    it("of the catalog lister allow the catalog alone", async ({ azure }) => {
        const { id } = await principal(azure, "catalogLister");
        expect(await grants(azure, id, everything, "registry:catalog:*")).toEqual([
            { Type: "registry", Name: "catalog", Actions: ["*"] },
        ]);
    });

    it.for(["acrPull", "acrPush", "acrDelete", "reader", "contributor", "owner"] as const)(
        "%s counts for nothing",
        async (roleName, { azure }) => {
            expect(await exchange(azure, (await principal(azure, roleName)).id)).toMatchObject(refusal);
        },
    );

    const named = ["content/read", "metadata/read"]
        .map((action) => `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/${action}'})`)
        .join(" AND ");
    const condition = `((${named}) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'team/'))`;

    it("hold where their condition does", async ({ azure }) => {
        const { id } = await principal(azure, "repositoryReader", { condition, conditionVersion: "2.0" });
        expect(
            await grants(azure, id, "repository:team/app:pull", "repository:teams:pull", "repository:other:pull"),
        ).toEqual([repository("team/app", "pull")]);
    });

    it("hold everywhere for an action that their condition does not name", async ({ azure }) => {
        const { id } = await principal(azure, "repositoryWriter", { condition, conditionVersion: "2.0" });
        expect(await grants(azure, id, "repository:other:pull,push,metadata_read,metadata_write")).toEqual([
            repository("other", "push", "metadata_write"),
        ]);
    });

    it("taken away are gone with the next access token", async ({ azure }) => {
        const { id } = await principal(azure, "repositoryReader");
        const token = (await exchange(azure, id)).body.refresh_token;
        const assignment = Object.values(azure.state.roleAssignments).find(({ principalId }) => principalId === id);
        await azure.call("DELETE", assignment?.id ?? "");
        expect(accessOf(await login(azure, zero, token, "repository:app:pull"))).toEqual([]);
    });
});
