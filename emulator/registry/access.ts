// What a principal may do in a registry, as a pure function of the state and the time: the registry's mode decides which
// roles count, conditions and scope maps narrow them to repositories, and anonymous pull adds to what everyone may.
import { findScopeMap } from "../arm/providers/container-registry/tokens";
import { assignmentsFor } from "../authorization/access-control";
import { holdsForRepository } from "../authorization/condition-language";
import { hasPassed } from "../clock";
import { strings } from "../json";
import type { Emulator } from "../server/service";
import type { RoleAssignment } from "../state/authorization";
import type { ArmResource, AzureState } from "../state/azure-state";
import { findResource } from "../state/resources";
import { allowedByScopeMap, type RegistryAction, registryActions, repositoryActions } from "./scope-maps";

export type Principal =
    | { kind: "anonymous" }
    | { kind: "admin" }
    /** An ACR token, by its ARM id. */
    | { kind: "token"; id: string }
    /** A user or service principal; `snapshot` holds the permissions its refresh token was issued with. */
    | { kind: "entra"; objectId: string; appId?: string; snapshot?: string[] };

/** What decides: everything the emulator knows, its time, and how long a grant takes to reach the registries. */
export type Context = Pick<Emulator, "state" | "clock" | "settings">;

type Right = RegistryAction | "catalog";

interface Rule {
    /** The Azure action that a role must cover. */
    azure: string;
    rights: Right[];
    /** What a refresh token calls it, where the token carries it. */
    snapshot?: string;
}

const registries = "Microsoft.ContainerRegistry/registries";

/** With registry permissions, control-plane actions decide, so that Owner, Contributor and Reader count as well. */
const legacyRules: Rule[] = [
    { azure: `${registries}/pull/read`, rights: ["pull", "metadata_read", "catalog"], snapshot: "read" },
    { azure: `${registries}/push/write`, rights: ["push", "metadata_write"], snapshot: "write" },
    { azure: `${registries}/artifacts/delete`, rights: ["delete"], snapshot: "delete" },
];

/** With repository permissions, only data actions decide. */
const abacRules: Rule[] = [
    ...Object.entries(repositoryActions).map(([name, right]) => ({
        azure: `${registries}/repositories/${name}`,
        rights: [right],
    })),
    { azure: `${registries}/catalog/read`, rights: ["catalog"] },
];

const isAbac = ({ properties }: ArmResource): boolean => properties.roleAssignmentMode === "AbacRepositoryPermissions";

/** The rules whose action some role of the principal grants; conditions count unless it is asked about `"anything"`. */
const grantedRules = (
    { state, clock, settings }: Context,
    registry: ArmResource,
    objectId: string,
    about: { repository?: string } | "anything",
): Rule[] => {
    const stillKnown = state.removedRoleAssignments.filter(
        ({ removedOn }) => !hasPassed({ clock }, removedOn, settings.deletionSeconds),
    );
    const known: AzureState =
        stillKnown.length === 0
            ? state
            : {
                  ...state,
                  roleAssignments: {
                      ...state.roleAssignments,
                      ...Object.fromEntries(
                          stillKnown.map((removed) => [`${removed.id} ${removed.removedOn}`, removed]),
                      ),
                  },
              };
    const hasArrived = ({ createdOn }: RoleAssignment): boolean =>
        hasPassed({ clock }, createdOn, settings.grantPropagationSeconds);
    const isMet = ({ condition }: RoleAssignment, action: string): boolean =>
        condition === null || about === "anything" || holdsForRepository(condition, action, about.repository);
    const [rules, kind] = isAbac(registry)
        ? ([abacRules, "dataActions"] as const)
        : ([legacyRules, "actions"] as const);
    return rules.filter(({ azure }) =>
        assignmentsFor(known, objectId, registry.id, azure, kind).some(
            (assignment) => hasArrived(assignment) && isMet(assignment, azure),
        ),
    );
};

const anonymousRights = ({ properties }: ArmResource): Right[] =>
    properties.anonymousPullEnabled === true ? ["pull", "metadata_read", "catalog"] : [];

const ownRights = (context: Context, registry: ArmResource, principal: Principal, repository?: string): Right[] => {
    switch (principal.kind) {
        case "anonymous":
            return [];
        case "admin":
            return registry.properties.adminUserEnabled === true ? [...registryActions, "catalog"] : [];
        case "token": {
            const token = findResource(context.state, principal.id);
            const map = token && findScopeMap(context.state, String(token.properties.scopeMapId));
            if (token?.properties.status !== "enabled" || map === undefined || repository === undefined) return [];
            return [...allowedByScopeMap(strings(map.properties.actions), repository)];
        }
        case "entra": {
            const { objectId, snapshot } = principal;
            const rules =
                snapshot !== undefined && !isAbac(registry)
                    ? legacyRules.filter((rule) => rule.snapshot !== undefined && snapshot.includes(rule.snapshot))
                    : grantedRules(context, registry, objectId, { repository });
            return rules.flatMap(({ rights }) => rights);
        }
    }
};

/** What the principal may do to a repository. */
export const allowedActions = (
    context: Context,
    registry: ArmResource,
    principal: Principal,
    repository: string,
): Set<RegistryAction> => {
    const rights = new Set([...ownRights(context, registry, principal, repository), ...anonymousRights(registry)]);
    return new Set(registryActions.filter((action) => rights.has(action)));
};

export const mayListCatalog = (context: Context, registry: ArmResource, principal: Principal): boolean =>
    [...ownRights(context, registry, principal), ...anonymousRights(registry)].includes("catalog");

/** What the registry writes into a refresh token; empty where the principal has no access at all. */
export const permissionsOf = (context: Context, registry: ArmResource, objectId: string): string[] => {
    const rules = grantedRules(context, registry, objectId, "anything");
    const words = rules.map(
        ({ snapshot, rights }) =>
            snapshot ?? (rights.includes("push") ? "write" : rights.includes("delete") ? "delete" : "read"),
    );
    return ["read", "write", "delete"].filter((word) => words.includes(word));
};

/** One entry of a token's `access` claim. The service writes these keys with capitals. */
export interface Access {
    Type: string;
    Name: string;
    Actions: string[];
}

/** `repository:team/app:pull,push` and `registry:catalog:*`, several in one text divided by blanks. */
export const parseScopes = (scopes: string[]): Access[] =>
    scopes
        .flatMap((text) => text.split(" "))
        .flatMap((text) => {
            const [, type, name, actions] = /^([a-z]+):(.+):([^:]*)$/.exec(text) ?? [];
            return type && name && actions ? [{ Type: type, Name: name, Actions: actions.split(",") }] : [];
        });

/** What of the asked scopes a token holds: the allowed part of each, and nothing for the rest. */
export const grantAccess = (
    context: Context,
    registry: ArmResource,
    principal: Principal,
    asked: Access[],
): Access[] => {
    const granted = new Map<string, Access>();
    for (const { Type, Name, Actions } of asked) {
        const actions =
            Type === "repository"
                ? [...allowedActions(context, registry, principal, Name)].filter((action) =>
                      wants(Actions, action, principal),
                  )
                : Type === "registry" && Name === "catalog" && mayListCatalog(context, registry, principal)
                  ? ["*"]
                  : [];
        const name = principal.kind === "anonymous" && Type === "repository" ? "*" : Name;
        const before = granted.get(`${Type}:${name}`)?.Actions ?? [];
        if (actions.length > 0)
            granted.set(`${Type}:${name}`, { Type, Name: name, Actions: [...new Set([...before, ...actions])] });
    }
    return [...granted.values()];
};

/** Whoever is anonymous gets pull on every repository, whatever was asked. */
const wants = (asked: string[], action: RegistryAction, principal: Principal): boolean =>
    asked.includes(action) || asked.includes("*") || (principal.kind === "anonymous" && action === "pull");
