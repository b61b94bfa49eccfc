// What deployers with narrow roles may do: exactly what the published actions of those roles say, on what a resource is linked
// to as well.
import { describe, expect } from "vitest";
import { role, type TestEmulator } from "../services";
import { itWithRegistry as it, location } from "./azure";

const narrow = {
    registries: "3bc748fc-213d-45c1-8d91-9da5725539b9",
    identities: "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59",
    identityOperator: "f1a07417-d97a-45cb-824c-7a7467783830",
    vaults: "f25e0fa2-a7c8-4377-a976-54943a77a395",
    locks: "28bf596f-4eb7-45ce-b5bc-6cf482fec137",
    cacheRules: "df87f177-bb12-4db1-9793-a413691eff94",
} as const;

const deployer = async (azure: TestEmulator, ...roles: (keyof typeof narrow)[]) => {
    const { id } = azure.addServicePrincipal();
    for (const name of roles) await azure.assign(azure.group, id, narrow[name]);
    return id;
};

type Asked = [
    role: keyof typeof narrow,
    method: string,
    path: (azure: TestEmulator) => string,
    body: unknown,
    status: number,
];

const registry = { location, sku: { name: "Premium" } };
const identity = (azure: TestEmulator) => azure.resource("Microsoft.ManagedIdentity/userAssignedIdentities", "puller");
const vault = (azure: TestEmulator) => azure.resource("Microsoft.KeyVault/vaults", "contoso-vault");
const lock = (azure: TestEmulator) => `${azure.registryId()}/providers/Microsoft.Authorization/locks/keep`;

describe("a deployer", () => {
    it.for<Asked>([
        ["registries", "PUT", (azure) => azure.registryId("second"), registry, 201],
        ["registries", "DELETE", (azure) => azure.registryId(), undefined, 200],
        ["registries", "GET", (azure) => `${azure.registryId()}/tokens`, undefined, 200],
        ["registries", "GET", (azure) => `${azure.registryId()}/cacheRules`, undefined, 403],
        ["registries", "POST", (azure) => `${azure.registryId()}/importImage`, {}, 403],
        ["registries", "PUT", identity, { location }, 403],
        ["registries", "PUT", lock, { properties: { level: "CanNotDelete" } }, 403],
        ["locks", "PUT", lock, { properties: { level: "CanNotDelete" } }, 201],
        ["locks", "GET", (azure) => azure.registryId(), undefined, 403],
        ["identities", "PUT", identity, { location }, 201],
        ["identities", "PUT", (azure) => azure.registryId("second"), registry, 403],
        ["identityOperator", "PUT", identity, { location }, 403],
        ["vaults", "DELETE", vault, undefined, 204],
        ["vaults", "PUT", identity, { location }, 403],
        ["cacheRules", "GET", (azure) => `${azure.registryId()}/cacheRules`, undefined, 200],
        ["cacheRules", "GET", (azure) => azure.registryId(), undefined, 403],
    ])("of %s may or may not %s", async ([name, method, path, body, status], { azure }) => {
        const as = await deployer(azure, name);
        expect((await azure.call(method, path(azure), body, { as })).status).toBe(status);
    });

    it("asks about the operations that its role names", async ({ azure }) => {
        const { headers } = await azure.addRegistry({}, "Basic", "second");
        const poll = (as: string) => azure.call("GET", headers["azure-asyncoperation"] ?? "", undefined, { as });
        expect((await poll(await deployer(azure, "identities"))).status).toBe(403);
        expect((await poll(await deployer(azure, "registries"))).status).toBe(200);
    });
});

describe("a link", () => {
    const linked = { status: 403, body: { error: { code: "LinkedAuthorizationFailed" } } };

    it("to an identity needs the right to assign it", async ({ azure }) => {
        await azure.call("PUT", identity(azure), { location });
        const body = {
            ...registry,
            identity: { type: "UserAssigned", userAssignedIdentities: { [identity(azure)]: {} } },
        };
        const put = (as: string) => azure.call("PUT", azure.registryId("second"), body, { as });
        expect(await put(await deployer(azure, "registries"))).toMatchObject(linked);
        expect((await put(await deployer(azure, "registries", "identityOperator"))).status).toBe(201);
    });

    it("of a private endpoint needs the right to join the subnet and to approve at the registry", async ({ azure }) => {
        await azure.addRegistry({}, "Premium", "premium");
        const network = azure.resource("Microsoft.Network/virtualNetworks", "vnet");
        const addressSpace = { addressPrefixes: ["10.0.0.0/16"] };
        await azure.call("PUT", network, { location, properties: { addressSpace, subnets: [{ name: "default" }] } });
        const { id: as } = azure.addServicePrincipal();
        const custom = async (name: string, ...actions: string[]) => {
            await azure.call("PUT", azure.definition(name), {
                properties: { roleName: name, assignableScopes: [azure.group], permissions: [{ actions }] },
            });
            await azure.assign(azure.group, as, name);
        };
        const connection = { privateLinkServiceId: azure.registryId("premium"), groupIds: ["registry"] };
        const put = () =>
            azure.call(
                "PUT",
                azure.resource("Microsoft.Network/privateEndpoints", "endpoint"),
                {
                    location,
                    properties: {
                        subnet: { id: `${network}/subnets/default` },
                        privateLinkServiceConnections: [{ name: "registry", properties: connection }],
                    },
                },
                { as },
            );
        await custom("7f951dda-0000-0000-0000-000000000001", "Microsoft.Network/privateEndpoints/write");
        expect(await put()).toMatchObject(linked);
        await custom("7f951dda-0000-0000-0000-000000000002", "Microsoft.Network/virtualNetworks/subnets/join/action");
        expect(await put()).toMatchObject(linked);
        await azure.assign(azure.registryId("premium"), as, narrow.registries);
        expect((await put()).status).toBe(201);
    });

    it("is nothing to the owner of everything", async ({ azure }) => {
        await azure.call("PUT", identity(azure), { location });
        const { id: as } = azure.addServicePrincipal();
        await azure.assign(azure.group, as, role.contributor);
        const body = {
            ...registry,
            identity: { type: "UserAssigned", userAssignedIdentities: { [identity(azure)]: {} } },
        };
        expect((await azure.call("PUT", azure.registryId("second"), body, { as })).status).toBe(201);
    });
});
