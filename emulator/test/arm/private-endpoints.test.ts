// Private endpoints of a registry: where they may stand, and when the registry takes them.
import { describe, expect } from "vitest";
import type { TestEmulator } from "../services";
import { location, outcome, it as withGroup } from "./azure";

const create = (azure: TestEmulator) => {
    const network = azure.resource("Microsoft.Network/virtualNetworks", "vnet");
    const endpoint = (name = "endpoint") => azure.resource("Microsoft.Network/privateEndpoints", name);
    return {
        endpoint,
        putNetwork: () =>
            azure.call("PUT", network, {
                location,
                properties: {
                    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
                    subnets: [{ name: "default", properties: { addressPrefix: "10.0.0.0/24" } }],
                },
            }),
        put: (registry: string, id = endpoint(), region = location) =>
            azure.call("PUT", id, {
                location: region,
                properties: {
                    subnet: { id: `${network}/subnets/default` },
                    privateLinkServiceConnections: [
                        { name: "registry", properties: { privateLinkServiceId: registry, groupIds: ["registry"] } },
                    ],
                },
            }),
        connections: async () =>
            (await azure.call("GET", azure.registryId())).body.properties.privateEndpointConnections,
    };
};

/** `endpoints`: a network in westeurope, and the Premium registry contoso. */
const it = withGroup.extend<{ endpoints: ReturnType<typeof create> }>({
    endpoints: async ({ azure }, use) => {
        const endpoints = create(azure);
        await endpoints.putNetwork();
        await azure.addRegistry({}, "Premium");
        await use(endpoints);
    },
});

describe("a private endpoint", () => {
    it("connects a Premium registry to a subnet, and leaves with the connection", async ({ azure, endpoints }) => {
        const { endpoint, put, connections } = endpoints;
        expect((await put(azure.registryId())).status).toBe(201);
        const [connection] = await connections();
        expect(connection).toMatchObject({ properties: { privateEndpoint: { id: endpoint() } } });
        const list = await azure.call("GET", `${azure.registryId()}/privateEndpointConnections`);
        expect(list.body.value).toEqual([connection]);
        expect((await azure.call("GET", connection.id)).body).toEqual(connection);
        for (const method of ["PUT", "DELETE"]) expect((await azure.call(method, connection.id, {})).status).toBe(405);
        expect(outcome(await azure.addRegistry({}, "Standard"))).toEqual({
            status: 400,
            code: "PrivateEndpointNotSupported",
        });
        await azure.call("DELETE", endpoint());
        expect(await connections()).toEqual([]);
        await azure.addRegistry({}, "Standard", "standard");
        expect(outcome(await put(azure.registryId("standard")))).toEqual({
            status: 400,
            code: "PrivateEndpointNotSupported",
        });
    });

    it("stands in the region of its network, wherever the registry is", async ({ azure, endpoints }) => {
        const elsewhere = azure.registryId("elsewhere");
        await azure.call("PUT", elsewhere, { location: "eastus", sku: { name: "Premium" } });
        const refused = await endpoints.put(elsewhere, endpoints.endpoint(), "eastus");
        expect(outcome(refused)).toEqual({ status: 400, code: "InvalidResourceReference" });
        expect(refused.body.error.message).toMatch(
            /virtualNetworks\/vnet referenced by resource .*\/privateEndpoints\/endpoint was not found\. .* in the same region\.$/,
        );
        expect((await endpoints.put(elsewhere)).status).toBe(201);
    });

    it("stands in the subscription of its network", async ({ azure, endpoints }) => {
        const { secondSubscriptionId } = azure.credentials;
        const other = `/subscriptions/${secondSubscriptionId}/resourceGroups/rg`;
        await azure.call("PUT", other, { location });
        const id = `${other}/providers/Microsoft.Network/privateEndpoints/endpoint`;
        expect(outcome(await endpoints.put(azure.registryId(), id))).toEqual({
            status: 400,
            code: "InvalidResourceReference",
        });
        expect((await endpoints.put(azure.registryId())).status).toBe(201);
    });

    it("fails while a replication is made", async ({ azure, endpoints }) => {
        azure.emulator.settings.operationPolls = 1;
        const replica = `${azure.registryId()}/replications/northeurope`;
        const { headers } = await azure.call("PUT", replica, { location: "northeurope", properties: {} });
        expect(outcome(await endpoints.put(azure.registryId()))).toEqual({ status: 409, code: "ConflictError" });
        const poll = async () => (await azure.call("GET", headers["azure-asyncoperation"] ?? "")).body.status;
        expect([await poll(), await poll()]).toEqual(["Creating", "Succeeded"]);
        expect((await endpoints.put(azure.registryId())).status).toBe(201);
    });

    it("fails while another is made at the same registry", async ({ azure, endpoints }) => {
        await azure.addRegistry({}, "Premium", "other");
        const answers = await Promise.all([
            endpoints.put(azure.registryId(), endpoints.endpoint("first")),
            endpoints.put(azure.registryId(), endpoints.endpoint("second")),
            endpoints.put(azure.registryId("other"), endpoints.endpoint("third")),
        ]);
        expect(answers.map(({ status }) => status)).toEqual([201, 409, 201]);
        expect((await endpoints.put(azure.registryId(), endpoints.endpoint("second"))).status).toBe(201);
    });
});
