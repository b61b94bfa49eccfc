// Who may call ARM, requests it can't read, locks and resource groups.
import { describe, expect } from "vitest";
import { arm } from "../../arm/service";
import { role, send, start, type TestEmulator } from "../services";
import { itWithRegistry as it } from "./azure";

describe("a caller", () => {
    it.for([
        ["acrPull", "GET", "", 403],
        ["reader", "GET", "", 200],
        ["reader", "DELETE", "", 403],
        ["contributor", "PATCH", "", 201],
        ["contributor", "PUT", "/providers/Microsoft.Authorization/locks/keep", 403],
        ["owner", "PUT", "/providers/Microsoft.Authorization/locks/keep", 201],
        ["reader", "POST", "/listCredentials", 403],
    ] as const)("with %s may or may not %s %s", async ([roleName, method, suffix, status], { azure }) => {
        const { id } = azure.addServicePrincipal();
        await azure.assign(azure.group, id, role[roleName]);
        const body = { PUT: { properties: { level: "CanNotDelete" } }, PATCH: { tags: { a: "b" } } }[method as string];
        expect((await azure.call(method, `${azure.registryId()}${suffix}`, body, { as: id })).status).toBe(status);
    });

    it("is told what is missing", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        const { status, body } = await azure.call("GET", azure.registryId(), undefined, { as: id });
        expect(status).toBe(403);
        expect(body).toEqual({
            error: {
                code: "AuthorizationFailed",
                message: `The client '${azure.credentials.deployer.clientId}' with object id '${id}' does not have authorization to perform action 'Microsoft.ContainerRegistry/registries/read' over scope '${azure.registryId()}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
            },
        });
    });

    it("has the roles of its groups, and of the groups they are in", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        const [inner, outer] = azure.state.groups;
        inner?.members.push(id);
        outer?.members.push(inner?.id ?? "");
        await azure.assign(azure.registryId(), outer?.id ?? "", role.reader);
        expect((await azure.call("GET", azure.registryId(), undefined, { as: id })).status).toBe(200);
    });

    it("sees the subscriptions in which it has a role", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        const list = async () => (await azure.call("GET", "/subscriptions", undefined, { as: id })).body.value;
        expect(await list()).toEqual([]);
        await azure.assign(azure.registryId(), id, role.acrPull);
        expect(await list()).toMatchObject([{ subscriptionId: azure.subscriptionId, state: "Enabled" }]);
    });

    it.for([
        "https://management.core.windows.net/",
        "https://management.core.windows.net",
        "https://management.azure.com/",
    ])("may use a token for %s", async (aud, { azure }) => {
        const bearer = await azure.tokenOf(azure.deployerId, { aud });
        const url = `https://management.azure.com${azure.registryId()}?api-version=2025-11-01`;
        expect((await send(arm, azure.emulator, url, { bearer })).status).toBe(200);
    });

    it.for<[string, (azure: TestEmulator) => Promise<string | undefined>, string]>([
        ["no token", async () => undefined, "AuthenticationFailed"],
        [
            "another service's token",
            (azure) => azure.tokenOf(azure.deployerId, { aud: "https://graph.microsoft.com" }),
            "InvalidAuthenticationTokenAudience",
        ],
        [
            "another tenant's token",
            (azure) => azure.tokenOf(azure.deployerId, { tid: azure.credentials.partnerDeployer.tenantId }),
            "InvalidAuthenticationTokenTenant",
        ],
        ["a text that is no token", async () => "nonsense", "InvalidAuthenticationToken"],
    ])("is refused with %s", async ([_, token, code], { azure }) => {
        const url = `https://management.azure.com${azure.registryId()}?api-version=2025-11-01`;
        const { status, body } = await send(arm, azure.emulator, url, { bearer: await token(azure) });
        expect({ status, code: body.error.code }).toEqual({ status: 401, code });
    });

    it("is asked for a fresh token once its own has ended", async ({ azure }) => {
        const bearer = await azure.tokenOf(azure.deployerId);
        azure.clock.set(new Date(start.getTime() + 3_700_000));
        const url = `https://management.azure.com${azure.registryId()}?api-version=2025-11-01`;
        const { status, headers } = await send(arm, azure.emulator, url, { bearer });
        expect(status).toBe(401);
        const claims = /^Bearer error="insufficient_claims", claims="([^"]+)"$/.exec(
            headers["www-authenticate"] ?? "",
        )?.[1];
        expect(JSON.parse(Buffer.from(claims ?? "", "base64").toString())).toHaveProperty(
            "access_token.nbf.essential",
            true,
        );
    });
});

describe("a request", () => {
    it.for<[string, string, number, string]>([
        ["GET", "/subscriptions/%zz", 400, "BadRequest"],
        ["GET", "/nowhere", 404, "NotFound"],
        [
            "POST",
            "/subscriptions/{s}/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso",
            405,
            "MethodNotAllowed",
        ],
        [
            "PUT",
            "/subscriptions/{s}/resourceGroups/rg/providers/Microsoft.Authorization/roleAssignments",
            405,
            "MethodNotAllowed",
        ],
        [
            "PUT",
            "/subscriptions/{s}/providers/Microsoft.ContainerRegistry/registries/contoso",
            404,
            "MissingResourceGroup",
        ],
        ["GET", "/subscriptions/00000000-0000-0000-0000-000000000001", 404, "SubscriptionNotFound"],
        ["GET", "/subscriptions?api-version=", 400, "MissingApiVersionParameter"],
        ["GET", "/subscriptions?api-version=latest", 400, "InvalidApiVersionParameter"],
        ["GET", "/subscriptions?api-version=2025-13-01", 400, "InvalidApiVersionParameter"],
        ["GET", "/subscriptions?api-version=2025-11-01-beta", 400, "InvalidApiVersionParameter"],
    ])("%s %s is answered %i", async ([method, path, status, code], { azure }) => {
        const body = method === "GET" ? undefined : {};
        const answer = await azure.call(method, path.replace("{s}", azure.subscriptionId), body);
        expect({ status: answer.status, code: answer.body.error.code }).toEqual({ status, code });
    });
});

const lock = (azure: TestEmulator, scope: string, level: string) =>
    azure.call("PUT", `${scope}/providers/Microsoft.Authorization/locks/keep`, { properties: { level } });
const pathOf = (scope: string, name: string) => `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
const tokenBody = (azure: TestEmulator) => ({
    properties: { scopeMapId: `${azure.registryId()}/scopeMaps/_repositories_pull`, status: "enabled" },
});

describe("a lock", () => {
    it.for<[string, (azure: TestEmulator) => string]>([
        ["the registry", (azure) => azure.registryId()],
        ["its group", (azure) => azure.group],
        ["its subscription", (azure) => `/subscriptions/${azure.subscriptionId}`],
    ])("on %s keeps what is there", async ([_, scopeOf], { azure }) => {
        const { id } = azure.addServicePrincipal();
        const assignment = (await azure.assign(azure.registryId(), id, role.acrPull)).body.id;
        const made = await lock(azure, scopeOf(azure), "CanNotDelete");
        expect(made.status).toBe(201);
        const { status, body } = await azure.call("DELETE", azure.registryId());
        expect({ status, body }).toEqual({
            status: 409,
            body: {
                error: {
                    code: "ScopeLocked",
                    message: `The scope '${azure.registryId()}' cannot perform delete operation because following scope(s) are locked: '${scopeOf(azure)}'. Please remove the lock and try again.`,
                },
            },
        });
        expect((await azure.call("DELETE", azure.group)).status).toBe(409);
        expect((await azure.call("DELETE", assignment)).status).toBe(409);
        expect((await azure.call("PATCH", azure.registryId(), { tags: {} })).status).toBe(201);
        expect((await azure.call("DELETE", made.body.id)).status).toBe(200);
        expect((await azure.call("DELETE", azure.registryId())).status).toBe(200);
    });

    it("that is read-only stops writes as well", async ({ azure }) => {
        await lock(azure, azure.registryId(), "ReadOnly");
        expect((await azure.call("PATCH", azure.registryId(), { tags: {} })).status).toBe(409);
        expect((await azure.call("POST", `${azure.registryId()}/listCredentials`)).status).toBe(409);
        expect((await azure.call("GET", azure.registryId())).status).toBe(200);
    });
});

describe("a lock that lets nothing be written", () => {
    const token = (azure: TestEmulator) => `${azure.registryId()}/tokens/build`;

    it.for<[string, (azure: TestEmulator) => [method: string, path: string, body: unknown]]>([
        ["a change of the registry", (azure) => ["PATCH", azure.registryId(), { tags: { a: "b" } }]],
        ["a token", (azure) => ["PUT", `${azure.registryId()}/tokens/other`, tokenBody(azure)]],
        ["a token's deletion", (azure) => ["DELETE", token(azure), undefined]],
        [
            "passwords of a token",
            (azure) => ["POST", `${azure.registryId()}/generateCredentials`, { tokenId: token(azure) }],
        ],
        ["reading the admin user's passwords", (azure) => ["POST", `${azure.registryId()}/listCredentials`, undefined]],
        ["new ones", (azure) => ["POST", `${azure.registryId()}/regenerateCredential`, { name: "password" }]],
        [
            "a role assignment",
            (azure) => [
                "PUT",
                pathOf(azure.registryId(), "7f951dda-0000-0000-0000-000000000001"),
                {
                    properties: {
                        principalId: azure.addServicePrincipal().id,
                        roleDefinitionId: azure.definition(role.acrPull),
                    },
                },
            ],
        ],
    ])("refuses %s", async ([_, request], { azure }) => {
        await azure.call("PATCH", azure.registryId(), { properties: { adminUserEnabled: true } });
        await azure.call("PUT", token(azure), tokenBody(azure));
        const made = await lock(azure, azure.registryId(), "ReadOnly");
        const [method, path, body] = request(azure);
        const refused = await azure.call(method, path, body);
        expect({ status: refused.status, code: refused.body.error.code }).toEqual({ status: 409, code: "ScopeLocked" });
        expect((await azure.call("GET", azure.registryId())).status).toBe(200);
        await azure.call("DELETE", made.body.id);
        expect((await azure.call(method, path, body)).status).toBeLessThan(300);
    });
});

describe("a resource group", () => {
    it("is made, repeated, and deleted with everything in it", async ({ azure }) => {
        expect((await azure.addGroup()).status).toBe(200);
        const { id } = azure.addServicePrincipal();
        await azure.assign(azure.registryId(), id, role.acrPull);
        const { status, headers, body } = await azure.call("DELETE", azure.group);
        expect({ status, body, retry: headers["retry-after"] }).toEqual({ status: 202, body: undefined, retry: "1" });
        expect((await azure.call("GET", headers.location ?? "")).status).toBe(200);
        expect(await azure.call("GET", azure.registryId())).toMatchObject({
            status: 404,
            body: { error: { code: "ResourceGroupNotFound", message: "Resource group 'rg' could not be found." } },
        });
        expect(Object.values(azure.state.roleAssignments).filter(({ principalId }) => principalId === id)).toEqual([]);
    });

    it("answers in the form that was recorded", async ({ azure }) => {
        const path = azure.group.replace("resourceGroups/rg", "resourcegroups/other");
        const made = await azure.call("PUT", path, { location: "West Europe" });
        expect(made).toMatchObject({ status: 201 });
        expect(made.body).toEqual({
            id: azure.group.replace("/rg", "/other"),
            name: "other",
            type: "Microsoft.Resources/resourceGroups",
            location: "westeurope",
            properties: { provisioningState: "Succeeded" },
        });
        expect((await azure.call("HEAD", path)).status).toBe(204);
        expect((await azure.call("HEAD", `${path}2`)).status).toBe(404);
    });
});
