// Who else holds a login: principals that Azure lets read the Key Vault secret in which its password is kept.
import { allows } from "../../azure/actions";
import { lastSegment, reaches } from "../../azure/arm-id";
import { readSecretAction, vaultRoleOf } from "../../azure/vault-roles";
import { type Assignment, dependenciesOf, type Graph, get, type Resource, read, text, UNKNOWN } from "../../estate";
import { className, componentOf } from "../../estate/components";
import { actionsOf } from "../../estate/graph/custom-roles";
import { groupBy } from "../../estate/group-by";
import type { Credential, Grant, Principal } from "../model";
import type { PrincipalIndex } from "./principals";
import type { RegistryIndex } from "./registries";
import { adminUserId } from "./shared-access";

/** A Key Vault secret that holds a password. */
export interface VaultSecret {
    name: string;
    vault: string;
    /** ARM id of the vault, if the files hold it. */
    vaultId: string | null;
    /** Key of the principal that logs in with it; null if the files do not tell. */
    login: string | null;
    readers: Reader[];
}

interface Reader {
    principal: Principal;
    /** How it may read the secret, unless by Key Vault Secrets User on the secret itself. */
    note: string | null;
    resources: string[];
}

export function readVaultSecrets(
    graph: Graph,
    credentials: readonly Credential[],
    registries: RegistryIndex,
    principals: PrincipalIndex,
): VaultSecret[] {
    const loginOf = indexLogins(graph, credentials, registries, principals);
    const readingsOf = indexReadings(graph);
    return graph.ofKind("vaultSecret").flatMap((secret): VaultSecret[] => {
        const login = loginOf(secret) ?? null;
        if (login === null && className(componentOf(graph, secret)) !== "CredentialVault") {
            return [];
        }
        const vaultId = secret.id === undefined ? null : (/^(.*)\/secrets\/[^/]+$/i.exec(secret.id)?.[1] ?? null);
        const vault = text(get(secret, "vaultName")) ?? (vaultId === null ? "not yet known" : lastSegment(vaultId));
        const id = idOf(secret, vault);
        const found = readingsOf(secret, id).flatMap(({ assignment, role }): Reader[] => {
            const place = placeOf(assignment, secret, id);
            return place === undefined || (role === UNKNOWN && place === "above")
                ? []
                : [
                      {
                          principal: principals.ofAssignment(assignment),
                          note: noteOf(assignment, role, place, vault),
                          resources: [assignment.resource.urn, secret.urn],
                      },
                  ];
        });
        const readers = [...groupBy(found, ({ principal }) => principal.id).values()].map(merged);
        return [{ name: text(get(secret, "secretName")) ?? secret.name, vault, vaultId, login, readers }];
    });
}

/** What a secret's readers may do with the login that it holds: what the login itself may. */
export function readerGrants(secrets: readonly VaultSecret[], grants: readonly Grant[]): Grant[] {
    const byPrincipal = groupBy(
        grants.filter(({ permission }) => permission !== "none"),
        ({ principal }) => principal,
    );
    return secrets.flatMap(({ name, vault, login, readers }) =>
        (byPrincipal.get(login ?? "") ?? []).flatMap((grant) =>
            readers.map(
                ({ principal, note, resources }): Grant => ({
                    ...grant,
                    principal: principal.id,
                    login,
                    via: `reads ${name} from the vault ${vault}`,
                    scope: "registry",
                    declaration: null,
                    note,
                    resources,
                }),
            ),
        ),
    );
}

/** Whose password a secret holds: told by what its value was computed from, or by the user name beside it. */
function indexLogins(
    graph: Graph,
    credentials: readonly Credential[],
    registries: RegistryIndex,
    principals: PrincipalIndex,
): (secret: Resource) => string | undefined {
    const byPassword = new Map(credentials.map(({ resource, principal }) => [resource, principal]));
    const byComponent = new Map(principals.all().map(({ resource, id }) => [resource, id]));
    const byUsername = new Map(
        graph
            .ofKind("application", "servicePrincipal", "token")
            .map((holder) => [text(get(holder, holder.kind === "token" ? "tokenName" : "clientId")), holder] as const),
    );
    const ofSource = (urn: string): string | undefined => {
        const source = graph.byUrn(urn);
        if (source?.kind === "adminPasswords") {
            const node = graph.registryIndex.byResourceId(text(get(source, "registryId")) ?? "");
            return node && adminUserId(registries.ofNode(node));
        }
        return source?.kind === "registry" ? undefined : (byPassword.get(urn) ?? byComponent.get(urn));
    };
    return (secret) => {
        const component = componentOf(graph, secret);
        const sources = [
            ...dependenciesOf(secret, "properties"),
            ...(component === undefined
                ? []
                : ["password", "dockerConfigJson"].flatMap((property) => dependenciesOf(component, property))),
        ];
        const holder = byUsername.get(text(read(component?.inputs, "username")) ?? text(get(secret, "tags.username")));
        return (
            sources.map(ofSource).find((login) => login !== undefined) ?? (holder && principals.ofResource(holder)?.id)
        );
    };
}

/** The display name of a role that reads secrets. */
type Role = string | typeof UNKNOWN;

/** The name of the assignment's role if it reads secrets; `UNKNOWN` if that is not known yet. */
function readingRole(graph: Graph, assignment: Assignment): Role | undefined {
    const { resource, role, roleDefinitionId } = assignment;
    const builtIn = vaultRoleOf(roleDefinitionId ?? text(get(resource, "roleDefinitionName")) ?? "");
    if (builtIn !== undefined) {
        return builtIn.displayName;
    }
    if (role === UNKNOWN) {
        return className(componentOf(graph, resource)) === "CredentialVault" ? secretsUser : UNKNOWN;
    }
    const definition = role && graph.byUrn(role.id);
    const actions = definition && actionsOf(definition);
    return Array.isArray(actions) && actions.some((action) => allows(action, readSecretAction))
        ? role?.displayName
        : undefined;
}

const secretsUser = "Key Vault Secrets User";

/** The id of a secret, lower case; of one that is yet to be made, without a subscription. */
function idOf(secret: Resource, vault: string): string {
    const name = text(get(secret, "secretName")) ?? secret.name;
    const group = text(get(secret, "resourceGroupName"));
    const id = `/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${vault}/secrets/${name}`;
    return (secret.id ?? id).toLowerCase();
}

interface Reading {
    assignment: Assignment;
    role: Role;
}

/** Finds the assignments that may reach a secret without comparing each with each: by id and by what ids come from. */
function indexReadings(graph: Graph): (secret: Resource, id: string) => Reading[] {
    const keyed = graph.assignments.flatMap((assignment): { key: string; reading: Reading }[] => {
        const role = readingRole(graph, assignment);
        if (role === undefined) return [];
        const { scope, resource } = assignment;
        const keys = scope === UNKNOWN ? dependenciesOf(resource, "scope") : [withoutSubscription(scope.id)];
        return keys.map((key) => ({ key, reading: { assignment, role } }));
    });
    const byKey = groupBy(keyed, ({ key }) => key);
    return (secret, id) => {
        const path = withoutSubscription(id);
        const keys = [
            path,
            path.replace(/\/secrets\/[^/]+$/, ""),
            path.replace(/\/providers\/.*$/, ""),
            "",
            ...sourcesOf(secret).flat(),
        ];
        return keys.flatMap((key) => byKey.get(key) ?? []).map(({ reading }) => reading);
    };
}

/** The path of an id below its subscription; empty for a subscription and for what is above one. */
const withoutSubscription = (id: string): string =>
    id.replace(/^\/subscriptions\/[^/]+|^\/providers\/microsoft\.management\/.*$/, "");

/** URNs that a scope is computed from if it is the secret, its vault, or the vault's resource group. */
const sourcesOf = (secret: Resource): readonly (readonly string[])[] => [
    [secret.urn, secret.parent ?? ""],
    dependenciesOf(secret, "vaultName"),
    dependenciesOf(secret, "resourceGroupName"),
];

const places = ["secret", "vault", "above"] as const;
type Place = (typeof places)[number];

/** Where an assignment stands that reaches a secret. */
function placeOf({ scope, resource }: Assignment, secret: Resource, id: string): Place | undefined {
    if (scope === UNKNOWN) {
        const sources = dependenciesOf(resource, "scope");
        return places[sourcesOf(secret).findIndex((urns) => urns.some((urn) => sources.includes(urn)))];
    }
    const [subscription = ""] = /^\/subscriptions\/[^/]+/.exec(scope.id) ?? [];
    const full = id.startsWith("/subscriptions/") ? id : subscription + id;
    if (!reaches(scope.id, full)) return undefined;
    return scope.id === full ? "secret" : scope.id.includes("/vaults/") ? "vault" : "above";
}

function noteOf({ scope }: Assignment, role: Role, place: Place, vault: string): string | null {
    if (role === UNKNOWN) return "The role is not yet known.";
    if (place === "secret") return role === secretsUser ? null : `It has the role ${role}.`;
    const above = scope === UNKNOWN || scope.id === "" ? "a scope above it" : lastSegment(scope.id);
    return `It has the role ${role} on ${place === "vault" ? `the vault ${vault}` : above}.`;
}

/** Several roles of one reader are one way to read; the narrowest needs no note. */
function merged(same: Reader[]): Reader {
    const [first] = same as [Reader];
    const notes = same.map(({ note }) => note);
    return {
        ...first,
        note: notes.includes(null) ? null : [...new Set(notes)].join(" "),
        resources: [...new Set(same.flatMap(({ resources }) => resources))],
    };
}
