import { beforeEach, describe, expect, it, vi } from "vitest";
import { accessTokensFrom } from "../../azure/access-tokens";
import { NoCredentials } from "../../azure/login-failure";

const made = vi.fn();
const getToken = vi.fn();
const cliToken = vi.fn();
vi.mock("../../azure/credential", () => ({
    azureCredential: async (config: (name: string) => unknown, environment: unknown) => {
        made(config("clientId"), environment);
        return { getToken };
    },
    azureCliCredential: async (tenantId: string) => ({ getToken: () => cliToken(tenantId) }),
}));
const failing = (name: string, message: string) => Object.assign(new Error(message), { name });

/** A token of a tenant, which nobody verifies here. */
const tokenOf = (tid: string) => `e30.${Buffer.from(JSON.stringify({ tid })).toString("base64url")}.e30`;

const inAnHour = () => Date.now() + 3_600_000;

beforeEach(() => {
    made.mockReset();
    getToken.mockReset();
    cliToken.mockReset();
});

describe("the access tokens of whoever runs a command", () => {
    it("are those that azure-native finds in the environment, asked once for each audience", async () => {
        getToken.mockImplementation(async (scope: string) => ({
            token: `for ${scope}`,
            expiresOnTimestamp: inAnHour(),
        }));
        const caller = accessTokensFrom({ ARM_USE_MSI: "true" });
        expect(made).not.toHaveBeenCalled();
        expect([await caller("https://a"), await caller("https://b"), await caller("https://a")]).toEqual([
            "for https://a/.default",
            "for https://b/.default",
            "for https://a/.default",
        ]);
        expect(made.mock.calls).toEqual([[undefined, { ARM_USE_MSI: "true" }]]);
        expect(getToken).toHaveBeenCalledTimes(2);
    });

    it("are asked for again, once, when the first ones near their end", async () => {
        getToken.mockImplementationOnce(async () => ({ token: "first", expiresOnTimestamp: Date.now() + 60_000 }));
        getToken.mockImplementation(async () => ({ token: "second", expiresOnTimestamp: inAnHour() }));
        const tokens = accessTokensFrom({});
        expect(await tokens("https://a")).toBe("first");
        expect(await Promise.all([tokens("https://a"), tokens("https://a")])).toEqual(["second", "second"]);
        expect(await tokens("https://a")).toBe("second");
        expect(getToken).toHaveBeenCalledTimes(2);
    });

    it("are for another tenant those of az where it has an account there, and else the same", async () => {
        const expiresOnTimestamp = inAnHour();
        getToken.mockResolvedValue({ token: tokenOf("home"), expiresOnTimestamp });
        cliToken.mockImplementation(async (tenantId: string) => {
            if (tenantId !== "partner") throw failing("CredentialUnavailableError", "Please run 'az login'");
            return { token: tokenOf(tenantId), expiresOnTimestamp };
        });
        const tokens = accessTokensFrom({});
        expect(await tokens("https://a", "home")).toBe(tokenOf("home"));
        expect(cliToken).not.toHaveBeenCalled();
        expect(await tokens("https://a", "partner")).toBe(tokenOf("partner"));
        expect(await tokens("https://a", "partner")).toBe(tokenOf("partner"));
        expect(await tokens("https://a", "stranger")).toBe(tokenOf("home"));
        expect(cliToken.mock.calls).toEqual([["partner"], ["stranger"]]);
    });

    it("say who is missing, instead of the library", async () => {
        getToken.mockRejectedValue(failing("CredentialUnavailableError", "Azure CLI could not be found."));
        await expect(accessTokensFrom({})("https://a")).rejects.toEqual(
            new NoCredentials("no ARM_* variables describe a login, and `az login` has not been run"),
        );
    });
});
