// Requests to ARM about access for the tests of one file.
import { beforeEach } from "vitest";
import { createTestEmulator, type TestEmulator } from "../services";

export function authorizationForTests() {
    let azure: TestEmulator;
    beforeEach(async () => {
        azure = createTestEmulator();
        await azure.addGroup();
        await azure.addRegistry();
    });

    const pathOf = (scope: string, name: string) =>
        `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    const definition = (name: string) =>
        `/subscriptions/${azure.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
    const bare = (id: string) => id.replaceAll("-", "");
    return { azure: () => azure, pathOf, definition, bare };
}
