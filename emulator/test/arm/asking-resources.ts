// Requests to ARM about other resources for the tests of one file.
import { beforeEach } from "vitest";
import { createTestEmulator, type TestEmulator } from "../services";

export function resourcesForTests() {
    let azure: TestEmulator;
    beforeEach(async () => {
        azure = createTestEmulator();
        await azure.addGroup();
    });

    const location = "westeurope";
    const resource = (type: string, name: string) => `${azure.group}/providers/${type}/${name}`;
    const outcome = ({ status, body }: { status: number; body: { error: { code: string } } }) => ({
        status,
        code: body.error.code,
    });
    return { azure: () => azure, location, resource, outcome };
}
