// Roles at and above each registry, of everybody, against what the components promise: repository by repository, whatever
// the roles and conditions are called or how they are written.
import { type DataAction, dataActions } from "../../azure/actions";
import { lastSegment, reaches, sameId } from "../../azure/arm-id";
import { permissions, rolesOf } from "../../azure/permissions";
import {
    inWords,
    isEmpty,
    nothing,
    type RepositorySet,
    repositorySet,
    union,
    without,
} from "../../azure/repository-set";
import { RoleAssignmentMode, type RoleName, roles } from "../../azure/roles";
import type { Assignment, Graph } from "../../estate";
import { gapsFor } from "../../estate/gap";
import { groupBy } from "../../estate/group-by";
import { get } from "../../estate/resource";
import { text, UNKNOWN } from "../../estate/value";
import type { CheckResult } from "../check-result";
import type { Declared, DeclaredAccess, DeclaredGrant, RecordedAssignment } from "../declared";
import { grantsOn } from "../plan";
import { asDeclared, narrower, notRead, quoted, type Subject, wider } from "./findings";
import { membersOf, methodOf, nameOf } from "./principals";
import { givesNothing, type Registry, type Rights, rightsOf } from "./rights";

/** A role that somebody holds, or may activate. */
interface Held extends Assignment {
    eligible: boolean;
}

/** @param own whether the stack declares the registry, and with it everybody who may use it. */
export function compareRoles(declared: Declared, graph: Graph, registry: Registry, own: boolean): CheckResult[] {
    const held: Held[] = [
        ...graph.assignments.map((assignment) => ({ ...assignment, eligible: false })),
        ...graph.eligibilities.map((assignment) => ({ ...assignment, eligible: true })),
    ].filter(({ scope }) => scope !== UNKNOWN && reaches(scope.id, registry.resourceId));
    const principals = principalsOf(declared);
    const declaredIds = new Set(principals.map(({ principalId = "" }) => principalId.toLowerCase()));
    const gaps = gapsFor(graph.gaps, "roleAssignment", registry.resourceId);
    return [
        ...principals.flatMap((access) => rolesOfDeclared(declared, access, held, registry, gaps.length > 0)),
        ...(own ? rolesOfOthers(declared, graph, held, declaredIds, registry, gaps.length > 0) : []),
        ...notRead(subjectAt(registry, "roles"), gaps),
        ...(own ? notRead(subjectAt(registry, "eligible roles"), eligibilityGaps(graph, registry, gaps)) : []),
    ];
}

const subjectAt = ({ loginServer }: Registry, action: string): Subject => ({
    method: "individual identity",
    action,
    repository: loginServer,
    identity: `everybody at ${loginServer}`,
});

/** What hides both kinds of roles is said once. */
const eligibilityGaps = (graph: Graph, { resourceId }: Registry, said: ReturnType<typeof gapsFor>) =>
    gapsFor(graph.gaps, "roleEligibility", resourceId).filter((gap) => !said.includes(gap));

/** Each principal once, however many components grant it something. */
const principalsOf = ({ access }: Declared): DeclaredAccess[] => [
    ...new Map(
        access.flatMap((each) => (each.principalId === undefined ? [] : [[each.principalId, each] as const])),
    ).values(),
];

function rolesOfDeclared(
    declared: Declared,
    access: DeclaredAccess,
    held: readonly Held[],
    registry: Registry,
    incomplete: boolean,
): CheckResult[] {
    const { method, name, principalId = "" } = access;
    const grants = grantsOn(declared, access, registry);
    const promise = promiseOf(grants);
    const own = held.filter(({ principal }) => principal.objectId === principalId.toLowerCase());
    const subject = (role: string): Subject => ({
        method,
        action: `role ${role}`,
        repository: registry.loginServer,
        identity: name,
    });
    const found = own.flatMap((assignment): CheckResult[] => {
        const rights = rightsOf(assignment, registry);
        if (rights !== undefined && givesNothing(rights)) return [];
        const beyond = excess(rights, promise);
        const why = isPromised(grants, assignment)
            ? (beyond ?? elsewhere(assignment, registry))
            : notDeclared(beyond ?? "it allows nothing more now, and would stay after the grants");
        return why === undefined || isRecorded(declared, assignment)
            ? [asDeclared(subject(roleName(assignment)), "ROLE_ASSIGNED", `assigned at ${scopeOf(assignment)}`)]
            : [undeclared(subject(roleName(assignment)), assignment, why, putsBack(grants, assignment, registry))];
    });
    const missing = incomplete ? [] : missingRoles(grants, own, registry);
    return [
        ...found,
        ...missing.map(({ role, why }) => narrower(subject(roles[role].displayName), "ROLE_MISSING", why)),
    ];
}

/**
 * The role that a component assigns, with another condition: Azure has one assignment of a role at a scope, so it is the
 * stack's own, and the stack writes its condition back. Deleting it would take away what is declared.
 */
const putsBack = (grants: readonly DeclaredGrant[], assignment: Held, { resourceId }: Registry): string | undefined =>
    isPromised(grants, assignment) && !assignment.eligible && sameId(scopeOf(assignment), resourceId)
        ? "pulumi up --refresh"
        : undefined;

const notDeclared = (why: string): string => `no component declares this role: ${why}`;

const isPromised = (grants: readonly DeclaredGrant[], { roleDefinitionId = "" }: Held): boolean =>
    promisedRoles(grants).some((name) => sameId(lastSegment(roleDefinitionId), roles[name].id));

/** The roles that the permissions of grants are, in either mode. */
const promisedRoles = (grants: readonly DeclaredGrant[]): RoleName[] =>
    grants.flatMap(({ permission, listCatalog }) => [
        ...Object.values(RoleAssignmentMode).flatMap((mode) => rolesOf(permission, mode)),
        ...(listCatalog ? (["CatalogLister"] as const) : []),
    ]);

function rolesOfOthers(
    declared: Declared,
    graph: Graph,
    held: readonly Held[],
    declaredIds: ReadonlySet<string>,
    registry: Registry,
    incomplete: boolean,
): CheckResult[] {
    const others = held.filter(({ principal }) => !declaredIds.has(principal.objectId ?? ""));
    const reaching = others.filter((assignment) => {
        const rights = rightsOf(assignment, registry);
        return rights === undefined || !givesNothing(rights);
    });
    const named = (objectId: string): string => {
        const principal = graph.principalOf(objectId);
        return principal === undefined ? objectId : nameOf(principal);
    };
    const foreign = reaching.filter((assignment) => !isRecorded(declared, assignment));
    const count = `${others.length} of principals that no component declares`;
    const summary = `${held.length} roles reach the registry, ${count}, of which ${foreign.length} give access`;
    return [
        ...(incomplete ? [] : [asDeclared(subjectAt(registry, "roles"), "ROLES_COMPARED", summary)]),
        ...foreign.map((assignment) => {
            const { principal } = assignment;
            const identity = nameOf(principal);
            const subject = { method: methodOf(principal), repository: registry.loginServer, identity };
            const why = excess(rightsOf(assignment, registry), nothingPromised) ?? "";
            const action = `role ${roleName(assignment)}`;
            return undeclared({ ...subject, action }, assignment, `${notDeclared(why)}${membersOf(principal, named)}`);
        }),
    ];
}

/** What components promise a principal on one registry. */
interface Promised {
    data: ReadonlyMap<DataAction, RepositorySet>;
    catalog: boolean;
}

const nothingPromised: Promised = { data: new Map(), catalog: false };

const promiseOf = (grants: readonly DeclaredGrant[]): Promised => ({
    data: new Map(
        dataActions.map((action) => {
            const sets = grants
                .filter(({ permission }) => permissions[permission].data.includes(action))
                .map(({ repositories }) => repositorySet(repositories));
            return [action, sets.reduce(union, nothing)];
        }),
    ),
    catalog: grants.some(({ listCatalog }) => listCatalog),
});

/** What rights allow beyond a promise, in words; `undefined` where they stay within it. */
function excess(rights: Rights | undefined, promise: Promised): string | undefined {
    if (rights === undefined) return "what the role allows could not be read";
    const more = [...rights.data].flatMap(([action, { certain, possible }]) => {
        const within = promise.data.get(action) ?? nothing;
        const sure = without(certain, within);
        if (!isEmpty(sure)) return [{ action, where: inWords(sure) }];
        const perhaps = without(possible, within);
        if (isEmpty(perhaps)) return [];
        return [
            { action, where: `possibly ${inWords(perhaps)}, by a condition that can't be reduced to repositories` },
        ];
    });
    const actions = [...groupBy(more, ({ where }) => where)].map(
        ([where, same]) => `${same.map(({ action }) => action).join(", ")} on ${where}`,
    );
    const parts = [
        ...(actions.length === 0 ? [] : [`it allows ${actions.join("; ")}`]),
        ...(rights.catalog && !promise.catalog ? ["it lists the names of all repositories"] : []),
        ...(rights.indirect === undefined ? [] : [lowered(rights.indirect)]),
    ];
    return parts.length === 0 ? undefined : parts.join("; ");
}

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, "");

/** A role that is declared for the registry, and assigned above it, also reaches the registries beside it. */
const elsewhere = (assignment: Held, { resourceId }: Registry): string | undefined =>
    sameId(scopeOf(assignment), resourceId)
        ? undefined
        : `the role is declared for the registry, not for ${scopeOf(assignment)}`;

const scopeOf = ({ resource }: Held): string => text(get(resource, "scope")) ?? "";

function roleName({ role, roleDefinitionId = "", eligible }: Held): string {
    const name = role === undefined || role === UNKNOWN ? lastSegment(roleDefinitionId) : role.displayName;
    return eligible ? `${name} (eligible)` : name;
}

/** @param remedy the command that removes it, where that is not to end the assignment. */
function undeclared(subject: Subject, assignment: Held, why: string, remedy?: string): CheckResult {
    const { resource, principal, eligible } = assignment;
    const scope = scopeOf(assignment);
    const scoped = { scope, ...(principal.objectId === undefined ? {} : { principalId: principal.objectId }) };
    return wider(subject, {
        code: eligible ? "UNDECLARED_ELIGIBILITY" : "UNDECLARED_ROLE",
        message: `${why}; ${eligible ? "may be activated" : "assigned"} at ${scope}`,
        remedy: remedy ?? (eligible ? endEligibility(assignment) : deletion(resource)),
        since: text(get(resource, eligible ? "startDateTime" : "createdOn")) ?? text(get(resource, "createdOn")),
        access: scoped,
    });
}

const deletion = ({ id = "" }: Held["resource"]): string => `az role assignment delete --ids ${quoted(id)}`;

/**
 * az has no command for Privileged Identity Management. Source:
 * https://learn.microsoft.com/rest/api/authorization/role-eligibility-schedule-requests/create
 */
function endEligibility({ resource, principal, roleDefinitionId = "" }: Held): string {
    const scope = text(get(resource, "scope")) ?? "";
    // Whether a removal takes a schedule is not documented; one without an end does no harm.
    const scheduleInfo = { expiration: { type: "NoExpiration" } };
    const properties = { principalId: principal.objectId, roleDefinitionId, requestType: "AdminRemove", scheduleInfo };
    const requests = "providers/Microsoft.Authorization/roleEligibilityScheduleRequests";
    const url = `https://management.azure.com${scope.replace(/\/$/, "")}/${requests}/$(uuidgen)?api-version=2020-10-01`;
    return `az rest --method PUT --url "${url}" --body ${quoted(JSON.stringify({ properties }))}`;
}

/** An assignment of the stack's own program counts as declared while it is as the state has it. */
function isRecorded({ assignments }: Declared, assignment: Held): boolean {
    const { resource, principal, roleDefinitionId = "", condition, eligible } = assignment;
    const recorded: RecordedAssignment | undefined = assignments.get(resource.id?.toLowerCase() ?? "");
    return (
        recorded !== undefined &&
        !eligible &&
        sameId(lastSegment(recorded.roleDefinitionId), lastSegment(roleDefinitionId)) &&
        sameId(recorded.principalId, principal.objectId ?? "") &&
        sameId(recorded.scope, scopeOf(assignment)) &&
        recorded.condition === condition
    );
}

interface Missing {
    role: RoleName;
    why: string;
}

/** Roles that grants promise, and that nobody assigned, or not for all of the repositories. */
function missingRoles(grants: readonly DeclaredGrant[], own: readonly Held[], registry: Registry): Missing[] {
    const promised = new Map<RoleName, RepositorySet>();
    for (const { permission, repositories, listCatalog, registry: target } of grants) {
        const names = rolesOf(permission, target.roleAssignmentMode);
        const wanted = repositorySet(repositories);
        for (const name of names) promised.set(name, union(promised.get(name) ?? nothing, wanted));
        if (listCatalog && target.roleAssignmentMode === RoleAssignmentMode.abac)
            promised.set("CatalogLister", nothing);
    }
    return [...promised].flatMap(([role, wanted]): Missing[] => {
        const assigned = own.filter(
            (each) => !each.eligible && sameId(lastSegment(each.roleDefinitionId ?? ""), roles[role].id),
        );
        if (assigned.length === 0) {
            return [{ role, why: "ARM lists no assignment of this role at or above the registry" }];
        }
        const lacking = roles[role].data.flatMap((action) => {
            const sets = assigned.map((each) => {
                // Whether the registry honours the role is another question than for which repositories it is assigned.
                const [mode = registry.mode] = roles[role].honouredIn;
                return rightsOf(each, { ...registry, mode })?.data.get(action)?.certain ?? nothing;
            });
            const lacks = without(wanted, sets.reduce(union, nothing));
            return isEmpty(lacks) ? [] : [`${action} on ${inWords(lacks)}`];
        });
        return lacking.length === 0 ? [] : [{ role, why: `its condition does not allow ${lacking.join(", ")}` }];
    });
}
