// Repository tokens of each registry and what their scope maps allow, against what the components promise.
import type { RepositoryAction } from "../../azure/actions";
import { lastSegment, sameId } from "../../azure/arm-id";
import { permissions } from "../../azure/permissions";
import {
    inWords,
    isEmpty,
    nothing,
    type RepositorySet,
    repositorySet,
    union,
    without,
} from "../../azure/repository-set";
import { isSystemScopeMap, parseScopeMapAction } from "../../azure/scope-maps";
import type { Graph } from "../../estate";
import { gapsFor } from "../../estate/gap";
import { groupBy } from "../../estate/group-by";
import { get, type Resource } from "../../estate/resource";
import { items, read, text, unwrap } from "../../estate/value";
import type { CheckResult } from "../check-result";
import type { Declared, DeclaredAccess, DeclaredToken } from "../declared";
import { asDeclared, narrower, notRead, quoted, type Subject, wider } from "./findings";
import type { Registry } from "./rights";

/** Repositories by what may be done with them. */
type Actions = ReadonlyMap<string, RepositorySet>;

/** @param own whether the stack declares the registry, and with it every token. */
export function compareTokens(declared: Declared, graph: Graph, registry: Registry, own: boolean): CheckResult[] {
    const access = declared.access.filter(
        ({ token }) => token && sameId(token.registry.resourceId, registry.resourceId),
    );
    if (!own && access.length === 0) return [];
    const gaps = gapsFor(graph.gaps, "token", registry.resourceId);
    const mapGaps = gapsFor(graph.gaps, "scopeMap", registry.resourceId).filter((gap) => !gaps.includes(gap));
    const all = graph.ofKind("token").filter(({ urn }) => isIn(urn, registry));
    const subject = subjectOf(registry, "tokens", `registry ${registry.loginServer}`);
    const foreign = own ? all.filter((token) => !access.some((each) => isNamed(each, nameOf(token)))) : [];
    const enabled = foreign.filter(isEnabled);
    const context = { graph, registry, mapsAreRead: mapGaps.length === 0 && gaps.length === 0 };
    return [
        ...access.flatMap((each) => declaredToken(each, all, context, gaps.length > 0)),
        ...(gaps.length > 0 ? [] : [asDeclared(subject, "TOKENS_COMPARED", summary(all, foreign))]),
        ...enabled.map((token) => undeclaredToken(token, context)),
        ...notRead(subject, [...gaps, ...mapGaps]),
    ];
}

const subjectOf = ({ loginServer: repository }: Registry, action: string, identity: string): Subject => ({
    method: "repository token",
    action,
    repository,
    identity,
});

const isIn = (id: string, { resourceId }: Registry): boolean =>
    id.toLowerCase().startsWith(`${resourceId.toLowerCase()}/`);

const nameOf = ({ urn }: Resource): string => lastSegment(urn);
const isNamed = ({ token }: DeclaredAccess, name: string): boolean => sameId(token?.tokenName ?? "", name);
const isEnabled = (token: Resource): boolean => text(get(token, "status"))?.toLowerCase() !== "disabled";

function summary(all: readonly Resource[], foreign: readonly Resource[]): string {
    const disabled = foreign.filter((token) => !isEnabled(token)).map(nameOf);
    const off = disabled.length === 0 ? "" : `; disabled, so that nobody logs in with them: ${disabled.join(", ")}`;
    return `${all.length} tokens, ${foreign.length} of which no component declares${off}`;
}

interface Context {
    graph: Graph;
    registry: Registry;
    /** Whether a scope map that is not there does not exist. */
    mapsAreRead: boolean;
}

interface ScopeMap {
    name: string;
    actions: readonly string[];
}

/** The scope map that a token points at; `undefined` where its actions could not be read. */
function scopeMapOf(token: Resource, { graph, registry }: Context): ScopeMap | undefined {
    const id = text(get(token, "scopeMapId")) ?? "";
    const found = graph.ofKind("scopeMap").find(({ urn }) => sameId(urn, id) && isIn(urn, registry));
    const actions = found && items(get(found, "actions"))?.flatMap((action) => text(unwrap(action)) ?? []);
    return actions && { name: lastSegment(id), actions };
}

function undeclaredToken(token: Resource, context: Context): CheckResult {
    const { registry } = context;
    const name = nameOf(token);
    const passwords = items(read(get(token, "credentials"), "passwords")) ?? [];
    const ends = passwords.map((password) => {
        const end = text(read(password, "expiry"));
        return `${text(read(password, "name"))} ${end === undefined ? "without end" : `until ${end}`}`;
    });
    const map = scopeMapOf(token, context);
    const mapName = lastSegment(text(get(token, "scopeMapId")) ?? "");
    const rights = map === undefined ? "whose actions could not be read" : `which allows ${inActions(actionsOf(map))}`;
    return wider(subjectOf(registry, "token", `token ${name}`), {
        code: "UNDECLARED_TOKEN",
        message: `no component declares this token; its scope map is ${mapName}, ${rights}; ${
            ends.length === 0 ? "it has no password yet" : ends.join(", ")
        }`,
        remedy: `az acr token delete ${inRegistry(registry)} --name ${quoted(name)} --yes`,
        since: text(get(token, "creationDate")),
        access: { scope: token.urn },
    });
}

const inRegistry = ({ resourceId }: Registry): string => `--registry ${quoted(lastSegment(resourceId))}`;

function declaredToken(
    access: DeclaredAccess,
    all: readonly Resource[],
    context: Context,
    incomplete: boolean,
): CheckResult[] {
    const { registry } = context;
    const { name, token: promised } = access;
    const subject = (action: string) => subjectOf(registry, action, name);
    const token = all.find((each) => isNamed(access, nameOf(each)));
    if (promised === undefined) return [];
    if (token === undefined) {
        return incomplete
            ? []
            : [narrower(subject("token"), "TOKEN_MISSING", `ARM lists no token ${promised.tokenName}`)];
    }
    return [statusResult(access, token, registry), ...scopeMapResults(access, promised, token, context)];
}

function statusResult(
    { name, enabled, token: promised }: DeclaredAccess,
    token: Resource,
    registry: Registry,
): CheckResult {
    const subject = subjectOf(registry, "token", name);
    if (isEnabled(token) === enabled) {
        return asDeclared(subject, "TOKEN_STATUS", `it is ${enabled ? "enabled" : "disabled"}`);
    }
    if (enabled) return narrower(subject, "TOKEN_DISABLED", "it is disabled in Azure");
    return wider(subject, {
        code: "TOKEN_ENABLED",
        message: "it is declared as disabled, and enabled in Azure",
        remedy: `az acr token update ${inRegistry(registry)} --name ${quoted(promised?.tokenName ?? "")} --status disabled`,
        since: undefined,
        access: { scope: token.urn },
    });
}

function scopeMapResults(
    { name, grants }: DeclaredAccess,
    { tokenName, scopeMapName = tokenName }: DeclaredToken,
    token: Resource,
    context: Context,
): CheckResult[] {
    const { registry, mapsAreRead } = context;
    const subject = subjectOf(registry, "scope map", name);
    const map = scopeMapOf(token, context);
    if (map === undefined && !mapsAreRead) return [];
    const promised = promisedActions(grants);
    const given = map === undefined ? new Map<string, RepositorySet>() : actionsOf(map);
    const mapName = lastSegment(text(get(token, "scopeMapId")) ?? "");
    const [more, less] = [minus(given, promised), minus(promised, given)];
    const others = map?.actions.filter((action) => parseScopeMapAction(action) === undefined) ?? [];
    if (more.size > 0 || others.length > 0) {
        const moved = !sameId(mapName, scopeMapName) || isSystemScopeMap(mapName);
        const beyond = [...(more.size > 0 ? [inActions(more)] : []), ...others].join(", ");
        return [
            wider(subject, {
                code: moved ? "OTHER_SCOPE_MAP" : "SCOPE_MAP_WIDENED",
                message: `its scope map ${mapName} allows beyond what is declared: ${beyond}`,
                remedy: moved
                    ? `az acr token update ${inRegistry(registry)} --name ${quoted(tokenName)} --scope-map ${quoted(scopeMapName)}`
                    : `az acr scope-map update ${inRegistry(registry)} --name ${quoted(mapName)}${removals(map, promised)}`,
                since: undefined,
                access: { scope: token.urn },
            }),
        ];
    }
    if (less.size > 0) {
        return [narrower(subject, "SCOPE_MAP_NARROWER", `its scope map ${mapName} does not allow ${inActions(less)}`)];
    }
    return [asDeclared(subject, "SCOPE_MAP", `its scope map ${mapName} allows what is declared`)];
}

function promisedActions(grants: DeclaredAccess["grants"]): Actions {
    const all = new Map<string, RepositorySet>();
    for (const { permission, repositories } of grants) {
        for (const action of permissions[permission].scopeMapActions) {
            all.set(action, union(all.get(action) ?? nothing, repositorySet(repositories)));
        }
    }
    return all;
}

function actionsOf({ actions }: ScopeMap): Actions {
    const all = new Map<string, RepositorySet>();
    for (const { repository, action } of actions.flatMap((each) => parseScopeMapAction(each) ?? [])) {
        all.set(action, union(all.get(action) ?? nothing, repositorySet([repository])));
    }
    return all;
}

const minus = (one: Actions, other: Actions): Actions =>
    new Map(
        [...one]
            .map(([action, set]) => [action, without(set, other.get(action) ?? nothing)] as const)
            .filter(([, set]) => !isEmpty(set)),
    );

/** `content/read, metadata/read on 'team/*'`. */
const inActions = (actions: Actions): string =>
    actions.size === 0
        ? "nothing"
        : [...groupBy([...actions], ([, set]) => inWords(set))]
              .map(([where, same]) => `${same.map(([action]) => action).join(", ")} on ${where}`)
              .join("; ");

/** Options that take from a scope map what is not promised, repository by repository as the scope map names them. */
function removals(map: ScopeMap | undefined, promised: Actions): string {
    const excess = (map?.actions ?? []).flatMap((text) => {
        const found = parseScopeMapAction(text);
        if (found === undefined) return [];
        const { repository, action } = found;
        const rest = without(repositorySet([repository]), promised.get(action) ?? nothing);
        return isEmpty(rest) ? [] : [{ repository, action: action as RepositoryAction }];
    });
    const options = [...groupBy(excess, ({ repository }) => repository)].map(
        ([repository, same]) =>
            ` --remove-repository ${quoted(repository)} ${same.map(({ action }) => action).join(" ")}`,
    );
    const gateways = (map?.actions ?? []).flatMap((text) => {
        const [, gateway = "", action = ""] = /^gateway\/([^/]+)\/(.+)$/.exec(text) ?? [];
        return gateway === "" ? [] : [` --remove-gateway ${quoted(gateway)} ${quoted(action)}`];
    });
    return [...options, ...gateways].join("");
}
