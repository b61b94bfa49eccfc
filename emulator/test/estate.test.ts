// The large estate: what is in it.
import { describe, expect } from "vitest";
import { addEstate } from "../estate";
import { it } from "./arm/azure";
import type { TestEmulator } from "./services";

const subscription = (azure: TestEmulator) => `/subscriptions/${azure.subscriptionId}`;

describe("the estate", () => {
    it("has registries with tokens, scope maps and role assignments", async ({ azure }) => {
        const { emulator, subscriptionId } = azure;
        addEstate(emulator, { subscriptionId, registries: 3, assignments: 4, tokens: 2, principals: 5 });
        const list = async (path: string) => (await azure.call("GET", `${subscription(azure)}${path}`)).body.value;
        const [first] = await list("/providers/Microsoft.ContainerRegistry/registries");
        expect(first).toMatchObject({
            name: "estate0",
            properties: { loginServer: "estate0.azurecr.io", adminUserEnabled: false },
        });
        expect(await list("/providers/Microsoft.ContainerRegistry/registries")).toHaveLength(3);
        expect(await list("/providers/Microsoft.Authorization/roleAssignments")).toHaveLength(1 + 3 * 4);
        const tokens = (await azure.call("GET", `${first.id}/tokens`)).body.value;
        expect(tokens).toMatchObject([
            {
                name: "token-0",
                properties: {
                    scopeMapId: `${first.id}/scopeMaps/map-0`,
                    credentials: { passwords: [{ name: "password1" }] },
                },
            },
            { name: "token-1" },
        ]);
        const holders = new Set(Object.values(azure.state.roleAssignments).map(({ principalId }) => principalId));
        expect(holders.size).toBe(5 + [azure.deployerId, azure.credentials.partnerDeployer.objectId].length);
    });
});
