// A deployer that may assign some roles only, by the condition of its own role, and conditions that Azure refuses.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { role, type TestEmulator } from "../services";
import { itWithRegistry as it } from "./azure";

const administrator = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";
const attribute = "Microsoft.Authorization/roleAssignments:RoleDefinitionId";

/** As Azure's documents and its portal write it. */
const only = (...roles: string[]) => `(
 (!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})
  OR @Request[${attribute}] ForAnyOfAnyValues:GuidEquals {${roles.join(", ")}})
 AND
 (!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})
  OR @Resource[${attribute}] ForAnyOfAnyValues:GuidEquals {${roles.join(", ")}})
)`;

/** A deployer that may assign and take away the given roles, in the resource group. */
const addDeployer = async (azure: TestEmulator, ...roles: string[]) => {
    const { id } = azure.addServicePrincipal();
    const made = await azure.assign(azure.group, id, administrator, {
        condition: only(...roles),
        conditionVersion: "2.0",
    });
    expect(made.status).toBe(201);
    return id;
};

const assign = (azure: TestEmulator, as: string, assigned: string, extra: Record<string, string> = {}) =>
    azure.call(
        "PUT",
        `${azure.registryId()}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
        {
            properties: {
                principalId: azure.addServicePrincipal().id,
                roleDefinitionId: azure.definition(assigned),
                ...extra,
            },
        },
        { as },
    );

describe("an administrator of some roles", () => {
    it("assigns those and no other", async ({ azure }) => {
        const deployer = await addDeployer(azure, role.acrPull, role.acrPush);
        expect((await assign(azure, deployer, role.acrPush)).status).toBe(201);
        const refused = await assign(azure, deployer, role.owner);
        expect({ status: refused.status, code: refused.body.error.code }).toEqual({
            status: 403,
            code: "AuthorizationFailed",
        });
    });

    it("takes those away and no other", async ({ azure }) => {
        const deployer = await addDeployer(azure, role.acrPull);
        const pull = await assign(azure, deployer, role.acrPull);
        const push = await assign(azure, azure.deployerId, role.acrPush);
        expect((await azure.call("DELETE", push.body.id, undefined, { as: deployer })).status).toBe(403);
        expect((await azure.call("DELETE", pull.body.id, undefined, { as: deployer })).status).toBe(200);
    });

    it("still reads everything", async ({ azure }) => {
        const deployer = await addDeployer(azure, role.acrPull);
        expect((await azure.call("GET", azure.registryId(), undefined, { as: deployer })).status).toBe(200);
    });

    it("of principals of one type must be told the type", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        await azure.assign(azure.group, id, administrator, {
            condition:
                "@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEqualsIgnoreCase 'ServicePrincipal'",
            conditionVersion: "2.0",
        });
        expect((await assign(azure, id, role.acrPull)).status).toBe(403);
        expect((await assign(azure, id, role.acrPull, { principalType: "ServicePrincipal" })).status).toBe(201);
    });
});

describe("a condition", () => {
    const repository = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
    const put = (azure: TestEmulator, condition: string) =>
        azure.assign(azure.registryId(), azure.addServicePrincipal().id, role.repositoryReader, {
            condition,
            conditionVersion: "2.0",
        });

    it.for([
        `${repository} StringEquals 'app'`,
        `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}) OR Exists ${repository}`,
        only(role.acrPull),
        "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:Name] stringEquals 'foo'",
    ])("is taken: %s", async (condition, { azure }) => {
        expect((await put(azure, condition)).status).toBe(201);
    });

    it.for([
        [
            "an attribute that no provider has",
            "@Request[Microsoft.ContainerRegistry/registries:name] StringEquals 'app'",
        ],
        ["the attribute of another source", repository.replace("Request", "Resource").concat(" StringEquals 'app'")],
        [
            "an action without attributes",
            `ActionMatches{'Microsoft.ContainerRegistry/registries/read'} OR ${repository} StringEquals 'app'`,
        ],
        ["a suboperation", `SubOperationMatches{'Blob.List'} OR ${repository} StringEquals 'app'`],
        ["no operator", `${repository} 'app'`],
    ])("is refused with %s", async ([_, condition], { azure }) => {
        const { status, body } = await put(azure, String(condition));
        expect({ status, error: body.error }).toEqual({
            status: 400,
            error: { code: "InvalidCondition", message: "The given role assignment condition is invalid." },
        });
    });
});
