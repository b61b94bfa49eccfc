// Logging in to a registry by each method's own protocol: Entra and the registry's exchange for a principal, user name
// and password for a token.
import type { Answer } from "./answers";
import type { DeclaredAccess, DeclaredCredential, RegistryTarget } from "./declared";
import { clientCredentialsToken, registryAudience } from "./entra";
import type { Http } from "./http";
import { exchange, type Login } from "./registry";
import { encrypted } from "./state";

/** The login of a declared credential at a registry. */
export type Logins = (
    access: DeclaredAccess,
    credential: DeclaredCredential,
    registry: RegistryTarget,
) => Promise<Answer<Login>>;

/** Logs in once for each credential and registry, however many repositories are then asked for. */
export function logins(http: Http, tenantId: string | undefined): Logins {
    const entraTokens = new Map<DeclaredCredential, Promise<Answer<string>>>();
    const known = new Map<DeclaredCredential, Map<string, Promise<Answer<Login>>>>();

    async function logIn(
        access: DeclaredAccess,
        credential: DeclaredCredential,
        registry: RegistryTarget,
    ): Promise<Answer<Login>> {
        const { secret, username } = credential;
        if (secret === encrypted)
            return skip("its password is encrypted in this export; use --show-secrets or --stack");
        if (access.application === undefined) {
            return { value: { kind: "password", username, password: secret }, status: 200 };
        }
        const tenant = access.tenantId ?? tenantId;
        if (tenant === undefined) return skip("its tenant is not in the state; set ARM_TENANT_ID");
        const application = { tenantId: tenant, clientId: access.application.clientId, proof: { secret } };
        const token = await remember(entraTokens, credential, () =>
            clientCredentialsToken(http, application, registryAudience),
        );
        if ("outcome" in token) return token;
        const refresh = await exchange(http, registry.loginServer, token.value, tenant);
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

function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
    const made = known.get(key) ?? make();
    known.set(key, made);
    return made;
}

const skip = (message: string): Answer<never> => ({ outcome: { actual: "skipped", evidence: { message } } });
