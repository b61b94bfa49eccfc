// Logging in to a registry by each method's own protocol: Entra and the registry's exchange for a principal, user name
// and password for a token and for the admin user.
import { SECRET } from "../estate/value";
import { type Answer, noAnswer } from "./answers";
import type { SkipKind } from "./check-result";
import type {
    DeclaredAccess,
    DeclaredCredential,
    FederatedCredential,
    PasswordCredential,
    RegistryTarget,
} from "./declared";
import { type ClientCredentials, clientCredentialsToken, registryAudience } from "./entra";
import type { Http } from "./http";
import { type JobToken, subjectOf } from "./job-token";
import { type IdentityEndpoint, managedIdentityToken } from "./managed-identity";
import { exchange, type Login, notARegistry } from "./registry";

/** What the operator can log in with besides the passwords in the state. */
export interface LoginContext {
    http: Http;
    /** The tenant of principals whose state does not tell one. */
    tenantId?: string;
    /** The endpoint of managed identities, inside Azure. */
    identityEndpoint?: IdentityEndpoint;
    /** The token of the job or pod that runs the proof. */
    jobToken: JobToken;
}

/** The login of a declared credential at a registry. */
export type Logins = (
    access: DeclaredAccess,
    credential: DeclaredCredential,
    registry: RegistryTarget,
) => Promise<Answer<Login>>;

/** Logs in once for each credential and registry, however many repositories are then asked for. */
export function logins(context: LoginContext): Logins {
    const { http, tenantId } = context;
    const entraTokens = new Map<DeclaredCredential, Promise<Answer<string>>>();
    const known = new Map<DeclaredCredential, Map<string, Promise<Answer<Login>>>>();

    async function logIn(
        access: DeclaredAccess,
        credential: DeclaredCredential,
        { loginServer }: RegistryTarget,
    ): Promise<Answer<Login>> {
        // Before Entra is asked, too.
        const elsewhere = notARegistry(loginServer);
        if (elsewhere) return elsewhere;
        if (credential.kind === "password" && access.application === undefined) return withPassword(credential);
        const token = await remember(entraTokens, credential, () => entraToken(access, credential, context));
        if ("outcome" in token) return token;
        const refresh = await exchange(http, loginServer, token.value, access.tenantId ?? tenantId);
        if ("outcome" in refresh) return refresh;
        return { value: { kind: "refreshToken", refreshToken: refresh.value }, status: refresh.status };
    }

    return (access, credential, registry) =>
        remember(
            remember(known, credential, () => new Map<string, Promise<Answer<Login>>>()),
            registry.loginServer,
            () => logIn(access, credential, registry),
        );
}

function withPassword({ username, secret }: PasswordCredential): Answer<Login> {
    return secret === SECRET ? unreadable : { value: { kind: "password", username, password: secret }, status: 200 };
}

/** The principal's token for registries, by the means that its credential is for. */
async function entraToken(
    access: DeclaredAccess,
    credential: DeclaredCredential,
    { http, tenantId, identityEndpoint, jobToken }: LoginContext,
): Promise<Answer<string>> {
    if (credential.kind === "endpoint") {
        if (identityEndpoint === undefined) {
            return skip("impossible from here", "a managed identity can log in only from inside Azure");
        }
        return managedIdentityToken(http, identityEndpoint, credential.principalId, registryAudience);
    }
    const tenant = access.tenantId ?? tenantId;
    if (tenant === undefined) return skip("not asked", "its tenant is not in the state; set ARM_TENANT_ID");
    if (credential.kind === "federated") {
        const assertion = await ownToken(credential, jobToken);
        if ("outcome" in assertion) return assertion;
        const proof = { assertion: assertion.value };
        return clientCredentialsToken(
            http,
            { tenantId: tenant, clientId: credential.clientId, proof },
            registryAudience,
        );
    }
    const { secret, username } = credential;
    if (secret === SECRET) return unreadable;
    const application: ClientCredentials = { tenantId: tenant, clientId: username, proof: { secret } };
    return clientCredentialsToken(http, application, registryAudience);
}

/** The token of this job, if it is the one that the credential trusts. */
async function ownToken(trust: FederatedCredential, jobToken: JobToken): Promise<Answer<string>> {
    try {
        const token = await jobToken(trust);
        const own = token === undefined ? undefined : subjectOf(token);
        if (token !== undefined && own?.issuer === trust.issuer && own.subject === trust.subject) {
            return { value: token, status: 200 };
        }
        const wanted = `a token for ${trust.subject} from ${trust.issuer}`;
        return skip("impossible from here", `it needs ${wanted}, which this run does not have`);
    } catch (error) {
        return { outcome: noAnswer(error) };
    }
}

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
    const made = known.get(key) ?? make();
    known.set(key, made);
    return made;
}

const skip = (kind: SkipKind, message: string): Answer<never> => ({
    outcome: { actual: "skipped", evidence: { message, skip: kind } },
});

const unreadable = skip(
    "not asked",
    "its password is encrypted in this export; export with --show-secrets, or use --stack",
);
