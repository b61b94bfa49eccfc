// GitHub's OIDC issuer, whose discovery documents anyone may read. Its tokens come from `issueFederatedToken`.
import type { Service } from "../server/service";

export const githubIssuer = "https://token.actions.githubusercontent.com";

export const githubOidc: Service = async ({ method, path }, emulator) => {
    if (method === "GET" && path === "/.well-known/openid-configuration")
        return {
            status: 200,
            body: {
                issuer: githubIssuer,
                jwks_uri: `${githubIssuer}/.well-known/jwks`,
                response_types_supported: ["id_token"],
                subject_types_supported: ["public", "pairwise"],
                id_token_signing_alg_values_supported: ["RS256"],
            },
        };
    if (method === "GET" && path === "/.well-known/jwks")
        return { status: 200, body: await emulator.federation.jwks() };
    return { status: 404 };
};
