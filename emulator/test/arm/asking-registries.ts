// Requests to ARM about registries for the tests of one file.
import { beforeEach } from "vitest";
import { createTestEmulator, type TestEmulator } from "../services";

export function registriesForTests() {
    let azure: TestEmulator;
    beforeEach(async () => {
        azure = createTestEmulator();
        await azure.addGroup();
    });

    const error = (code: string, message: string) => ({ error: { code, message }, status: "Failed" });
    return { azure: () => azure, error };
}
