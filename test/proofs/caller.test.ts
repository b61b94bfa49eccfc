import { beforeEach, describe, expect, it, vi } from "vitest";
import { NoCredentials } from "../../azure/login-failure";
import { callerFrom } from "../../proofs/caller";

const made = vi.fn();
const getToken = vi.fn();
vi.mock("../../azure/credential", () => ({
    azureCredential: async (config: (name: string) => unknown, environment: unknown) => {
        made(config("clientId"), environment);
        return { getToken };
    },
}));
const failing = (name: string, message: string) => Object.assign(new Error(message), { name });

beforeEach(() => {
    made.mockReset();
    getToken.mockReset();
});

describe("the Azure credentials of whoever runs the proof", () => {
    it("are those that azure-native finds in the environment, asked once for each audience", async () => {
        getToken.mockImplementation(async (scope: string) => ({ token: `for ${scope}` }));
        const caller = callerFrom({ ARM_USE_MSI: "true" });
        expect(made).not.toHaveBeenCalled();
        expect([await caller("https://a"), await caller("https://b"), await caller("https://a")]).toEqual([
            "for https://a/.default",
            "for https://b/.default",
            "for https://a/.default",
        ]);
        expect(made.mock.calls).toEqual([[undefined, { ARM_USE_MSI: "true" }]]);
        expect(getToken).toHaveBeenCalledTimes(2);
    });

    it("say who is missing, instead of the library", async () => {
        getToken.mockRejectedValue(failing("CredentialUnavailableError", "Azure CLI could not be found."));
        await expect(callerFrom({})("https://a")).rejects.toEqual(
            new NoCredentials("no ARM_* variables describe a login, and `az login` has not been run"),
        );
    });
});
