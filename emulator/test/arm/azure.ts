// `azure` for tests of Azure Resource Manager: an emulator in memory that holds a resource group, and with
// `itWithRegistry` the registry contoso as well.
import { test as base } from "vitest";
import { type Answer, createTestEmulator, type TestEmulator } from "../services";

export const it = base.extend<{ azure: TestEmulator }>({
    azure: async ({ task: _ }, use) => {
        const azure = createTestEmulator();
        await azure.addGroup();
        await use(azure);
    },
});

export const itWithRegistry = it.extend<{ azure: TestEmulator }>({
    azure: async ({ azure }, use) => {
        await azure.addRegistry();
        await use(azure);
    },
});

export const location = "westeurope";

/** An error in Microsoft.ContainerRegistry's envelope. */
export const registryError = (code: string, message: string) => ({ error: { code, message }, status: "Failed" });

/** Status and code of a refusal. */
export const outcome = ({ status, body }: Answer): { status: number; code: string } => ({
    status,
    code: body.error.code,
});
