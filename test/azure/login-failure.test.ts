import { describe, expect, it } from "vitest";
import { loginFailure, NoCredentials } from "../../azure/login-failure";

const failing = (name: string, message: string) => Object.assign(new Error(message), { name });
const unavailable = (message: string) => failing("CredentialUnavailableError", message);
const chain = (...errors: Error[]) =>
    Object.assign(failing("AggregateAuthenticationError", "ChainedTokenCredential authentication failed."), { errors });

const loggedOut = unavailable(
    "Please run 'az login' from a command prompt to authenticate before using this credential.",
);
const withoutCommand = unavailable("Azure CLI could not be found. Please visit https://aka.ms/azure-cli.");
const withoutVariables = unavailable("EnvironmentCredential is unavailable. No underlying credential could be used.");
const wrongSecret = failing(
    "AuthenticationRequiredError",
    "invalid_client: 7000215 - [2026-11-26 10:00:00Z]: AADSTS7000215: Invalid client secret provided.\nTimestamp: now",
);

describe("a login that gave no token", () => {
    it.for([
        [
            "`az` that nobody has logged in to",
            loggedOut,
            "no ARM_* variables describe a login, and `az login` has not been run",
        ],
        ["no `az`", withoutCommand, "no ARM_* variables describe a login, and `az login` has not been run"],
        [
            "a default credential that finds nothing",
            chain(withoutVariables, withoutCommand),
            "ARM_USE_DEFAULT_AZURE_CREDENTIAL is set, but there are no AZURE_* variables, no workload or managed identity and no `az login`",
        ],
    ] as const)("is none: %s", async ([_, error, message]) => {
        expect(await loginFailure(error, async () => false)).toEqual(new NoCredentials(message));
    });

    const refusedAccount = "`az` has an account, but gets no token for it any more; run `az logout` and `az login`";
    it.for([
        ["a wrong secret", wrongSecret, "AADSTS7000215: Invalid client secret provided."],
        [
            "a wrong secret before `az`",
            chain(wrongSecret, withoutCommand),
            "AADSTS7000215: Invalid client secret provided.",
        ],
        ["the account of `az`", loggedOut, refusedAccount],
        ["the account of `az` after other credentials", chain(withoutVariables, loggedOut), refusedAccount],
        [
            "the account of `az`, in the words of Entra",
            unavailable(
                "ERROR: AADSTS70043: The refresh token has expired.\nPlease run:\naz login --scope https://x/.default",
            ),
            "AADSTS70043: The refresh token has expired.",
        ],
        [
            "a managed identity that was asked for and is not there",
            unavailable("Attempted to use the IMDS endpoint"),
            "Attempted to use the IMDS endpoint",
        ],
        [
            "a setting that is missing",
            new Error("A login by client secret needs ARM_CLIENT_ID"),
            "A login by client secret needs ARM_CLIENT_ID",
        ],
    ] as const)("was refused: %s", async ([_, error, message]) => {
        const failure = await loginFailure(error, async () => true);
        expect(failure).not.toBeInstanceOf(NoCredentials);
        expect(failure.message).toBe(message);
    });
});
