// Who logs in with the Azure CLI: service principals by their secret, managed identities by their endpoint, people by a
// code that they approve. Each with the registries to go on to.

import type { Outcome } from "../../proofs/check-result";
import type { DeclaredAccess } from "../../proofs/declared";
import type { AzureSession } from "./az";
import type { ClientContext } from "./context";
import { casesFor, currentCases, elsewhere, type LoginCase } from "./login-cases";

export interface AzureUser {
    /** `az login` in a session. */
    logIn(session: AzureSession): Promise<Outcome>;
    /** One for each registry; without a login of its own, since `az` hands docker and helm theirs. */
    cases: [LoginCase, ...LoginCase[]];
    /** At a registry on which nothing is granted, where there is one. */
    foreign?: LoginCase;
}

export const azureUsers = (context: ClientContext): AzureUser[] => [
    ...servicePrincipals(context),
    ...managedIdentities(context),
    ...people(context),
];

function user(
    context: ClientContext,
    access: DeclaredAccess,
    cases: LoginCase[],
    logIn: AzureUser["logIn"],
): AzureUser[] {
    const [first, ...others] = cases.map((loginCase) => ({ ...loginCase, login: undefined }));
    if (first === undefined) return [];
    return [{ logIn, cases: [first, ...others], foreign: elsewhere(context, access, first) }];
}

/** Those whose password the state holds. */
function servicePrincipals(context: ClientContext): AzureUser[] {
    const cases = currentCases(context);
    return context.declared.access.flatMap((access) => {
        const its = cases.filter(({ login }) => login?.username === access.application?.clientId);
        const [{ login } = {}] = its;
        if (access.grants.length === 0 || login === undefined) return [];
        return user(context, access, its, servicePrincipalLogin(context, access, login.username, login.password));
    });
}

/** `az login --service-principal` with a password. */
export const servicePrincipalLogin =
    ({ emulator }: ClientContext, { tenantId }: DeclaredAccess, clientId: string, secret: string): AzureUser["logIn"] =>
    (session) =>
        session.loginAsApplication({ tenantId: tenantId ?? emulator.deployer.tenantId, clientId, proof: { secret } });

function managedIdentities(context: ClientContext): AzureUser[] {
    const { identityEndpoint: url, identityHeader: header } = context.emulator;
    return context.declared.access.flatMap((access) => {
        const [credential] = access.credentials;
        if (credential?.kind !== "endpoint") return [];
        const cases = casesFor(context, access, { label: "az login --identity", mayLogIn: true });
        return user(context, access, cases, (session) =>
            session.loginAsManagedIdentity({ url, header }, credential.principalId),
        );
    });
}

/** Each person once, with what is granted to them and to their groups. */
function people(context: ClientContext): AzureUser[] {
    const { emulator, declared } = context;
    const { users, groups } = emulator.state;
    return emulator.users.flatMap(({ userPrincipalName, tenantId }) => {
        const person = users.find((each) => each.userPrincipalName === userPrincipalName);
        const ids = groups.filter(({ members }) => members.includes(person?.id ?? "")).map(({ id }) => id);
        const principals = new Set([person?.id, ...ids]);
        const grants = declared.access
            .filter(({ principalId }) => principalId !== undefined && principals.has(principalId))
            .flatMap((access) => access.grants);
        const access: DeclaredAccess = {
            name: userPrincipalName.split("@")[0] ?? userPrincipalName,
            method: "individual identity",
            enabled: true,
            grants,
            credentials: [],
        };
        const cases = casesFor(context, access, { label: "az login --use-device-code", mayLogIn: true });
        return user(context, access, cases, (session) =>
            session.loginByDeviceCode(tenantId, (code) => emulator.approveDeviceCode(code, userPrincipalName)),
        );
    });
}
