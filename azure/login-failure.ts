// What it means that the Azure libraries gave no token: there is nothing to log in with, or a login was given and refused.
// Sources: @azure/identity, azureCliCredential, chainedTokenCredential and msal/utils (names of the errors, and which of
// them it makes of what `az` prints).

/** There is nothing to log in with. The message says what is missing. */
export class NoCredentials extends Error {
    override readonly name = "NoCredentials";
}

/** Whether `az` knows an account, logged in as it may once have been. */
export type HasAccount = () => Promise<boolean>;

const isUnavailable = ({ name }: Error): boolean => name === "CredentialUnavailableError";
const withoutCommand = /Azure CLI could not be found/;
const withoutLogin = /Please run 'az login'/;

/**
 * The failure in words that name a setting, where the library's own name its classes or a page to read: a `NoCredentials`
 * where nobody has logged in, any other error where a login was refused or can't be made as it is set up.
 */
export async function loginFailure(error: Error, hasAccount: HasAccount): Promise<Error> {
    if (error.name === "AggregateAuthenticationError") {
        const { errors } = error as AggregateError;
        const failures = await Promise.all(errors.map((each: Error) => loginFailure(each, hasAccount)));
        return (
            failures.find((each) => !(each instanceof NoCredentials) && !isUnavailable(each)) ??
            new NoCredentials(
                "ARM_USE_DEFAULT_AZURE_CREDENTIAL is set, but there are no AZURE_* variables, no workload or managed " +
                    "identity and no `az login`",
            )
        );
    }
    const refusal = /AADSTS\d+:.*/.exec(error.message)?.[0];
    if (refusal !== undefined) return new Error(refusal, { cause: error });
    if (isUnavailable(error) && withoutCommand.test(error.message)) return new NoCredentials(nobody);
    if (isUnavailable(error) && withoutLogin.test(error.message)) {
        // The library says this also where Entra refuses the login that `az` has, and `az` advises to log in again.
        return (await hasAccount()) ? new Error(refusedAccount, { cause: error }) : new NoCredentials(nobody);
    }
    return error;
}

const nobody = "no ARM_* variables describe a login, and `az login` has not been run";
const refusedAccount = "`az` has an account, but gets no token for it any more; run `az logout` and `az login`";
