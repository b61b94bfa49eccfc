// What one side says of access: the given states, or what exists in Azure. In one pass over its identity graph.
import { type Graph, gapsFor, type Kind } from "../estate";
import { groupBy } from "../estate/group-by";
import type { BreakGlass, Credential, Principal, Registry, Rotation } from "./model";
import { readCredentials } from "./read/credentials";
import type { Given, Held } from "./read/given";
import { readPrincipals } from "./read/principals";
import { readRegistries } from "./read/registries";
import { roleGrants } from "./read/role-grants";
import { readSharedAccess } from "./read/shared-access";
import { tokenGrants } from "./read/token-grants";
import { readVaultSecrets, type VaultSecret } from "./read/vault-readers";

export interface Part {
    registries: Registry[];
    principals: Principal[];
    /** One for each role assignment, not yet merged; those of readers of Key Vault secrets are not among them. */
    grants: Given[];
    credentials: Held[];
    rotations: Rotation[];
    breakGlass: BreakGlass[];
    secrets: VaultSecret[];
}

export function readPart(graph: Graph, asOf: string): Part {
    const registries = readRegistries(graph);
    const principals = readPrincipals(graph);
    const given = [...roleGrants(graph, registries, principals), ...tokenGrants(graph, registries, principals)];
    const shared = readSharedAccess(graph, asOf, registries, principals);
    const { credentials, rotations } = readCredentials(graph, asOf, principals);
    const ends = endsByPrincipal(graph, credentials);
    const grants = [...given, ...shared.grants].map((grant) => ({
        ...grant,
        until: grant.until ?? ends.get(grant.principal) ?? null,
    }));
    return {
        grants,
        credentials: [...credentials, ...shared.credentials],
        rotations,
        breakGlass: shared.breakGlass,
        secrets: readVaultSecrets(graph, credentials, registries, principals),
        registries: registries.all(),
        principals: principals.all(),
    };
}

/** What a principal can log in with. */
export const loginKinds: readonly Kind[] = [
    "applicationPassword",
    "servicePrincipalPassword",
    "applicationCertificate",
    "servicePrincipalCertificate",
    "federatedCredential",
    "token",
];

/** The day on which the last password of a principal expires; none if it can log in without one, or may have one unseen. */
function endsByPrincipal(graph: Graph, credentials: Credential[]): Map<string, string> {
    if (loginKinds.some((kind) => gapsFor(graph.gaps, kind).length > 0)) return new Map();
    const existing = credentials.filter(({ planned }) => !planned);
    return new Map(
        [...groupBy(existing, ({ principal }) => principal)].flatMap(([principal, own]) => {
            const ends = own.flatMap(({ expiresOn }) => expiresOn ?? []).sort();
            const last = ends.at(-1);
            return last === undefined || ends.length < own.length ? [] : [[principal, last] as const];
        }),
    );
}
