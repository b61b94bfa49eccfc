// Who logs in with the Azure CLI: service principals by their secret, managed identities by their endpoint, people by a
// code that they approve. Each with the registries to go on to.
import type { DeclaredAccess } from "../../proofs/declared";
import type { Outcome } from "../../proofs/line";
import type { AzureSession } from "./az";
import type { Bench } from "./bench";
import { currentTrials, elsewhere, type Trial, trialsFor } from "./trials";

export interface AzureUser {
    /** `az login` in a session. */
    logIn(session: AzureSession): Promise<Outcome>;
    /** One for each registry; without a login of its own, since `az` hands docker and helm theirs. */
    trials: [Trial, ...Trial[]];
    /** At a registry on which nothing is granted, where there is one. */
    foreign?: Trial;
}

export const azureUsers = (bench: Bench): AzureUser[] => [
    ...servicePrincipals(bench),
    ...managedIdentities(bench),
    ...people(bench),
];

function user(bench: Bench, access: DeclaredAccess, trials: Trial[], logIn: AzureUser["logIn"]): AzureUser[] {
    const [first, ...others] = trials.map((trial) => ({ ...trial, login: undefined }));
    if (first === undefined) return [];
    return [{ logIn, trials: [first, ...others], foreign: elsewhere(bench, access, first) }];
}

/** Those whose password the state holds. */
function servicePrincipals(bench: Bench): AzureUser[] {
    const trials = currentTrials(bench);
    return bench.declared.access.flatMap((access) => {
        const its = trials.filter(({ login }) => login?.username === access.application?.clientId);
        const [{ login } = {}] = its;
        if (access.grants.length === 0 || login === undefined) return [];
        return user(bench, access, its, servicePrincipalLogin(bench, access, login.username, login.password));
    });
}

/** `az login --service-principal` with a password. */
export const servicePrincipalLogin =
    ({ emulator }: Bench, { tenantId }: DeclaredAccess, clientId: string, secret: string): AzureUser["logIn"] =>
    (session) =>
        session.loginAsApplication({ tenantId: tenantId ?? emulator.deployer.tenantId, clientId, proof: { secret } });

function managedIdentities(bench: Bench): AzureUser[] {
    const { identityEndpoint: url, identityHeader: header } = bench.emulator;
    return bench.declared.access.flatMap((access) => {
        const [credential] = access.credentials;
        if (credential?.kind !== "endpoint") return [];
        const trials = trialsFor(bench, access, { label: "az login --identity", mayLogIn: true });
        return user(bench, access, trials, (session) =>
            session.loginAsManagedIdentity({ url, header }, credential.principalId),
        );
    });
}

/** Each person once, with what is granted to them and to their groups. */
function people(bench: Bench): AzureUser[] {
    const { emulator, declared } = bench;
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
        const trials = trialsFor(bench, access, { label: "az login --use-device-code", mayLogIn: true });
        return user(bench, access, trials, (session) =>
            session.loginByDeviceCode(tenantId, (code) => emulator.approveDeviceCode(code, userPrincipalName)),
        );
    });
}
