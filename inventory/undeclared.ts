// Access that exists and that no given state declares, and declared access that does not exist, for the reader's attention.
import { roleByDisplayName } from "../azure/roles";
import { groupBy } from "../estate/group-by";
import type { Attention, Level } from "./attention-item";
import type { AccessReport, Credential, Grant, Principal } from "./model";
import { counted } from "./wording";

export function undeclared(report: AccessReport): Attention[] {
    const principals = new Map(report.principals.map((principal) => [principal.id, principal]));
    const registries = new Map(report.registries.map(({ id, name }) => [id, name]));
    const own = report.grants.filter(({ login }) => login === null);
    const foreign = groupBy(
        own.filter(({ declaration }) => declaration === "undeclared"),
        ({ principal, registry }) => JSON.stringify([principal, registry]),
    );
    const known = new Set(
        own.filter(({ declaration }) => declaration !== "undeclared").map(({ principal }) => principal),
    );
    const grantsOf = groupBy(own, ({ principal }) => principal);
    return [
        ...[...foreign.values()].map((same) => ofGrants(same, principals, registries)),
        // The credentials of somebody who is named above already are no news.
        ...report.credentials
            .filter(({ declaration, principal }) => declaration === "undeclared" && known.has(principal))
            .map((credential) => ofCredential(credential, grantsOf.get(credential.principal) ?? [], principals)),
        ...absent(report),
    ];
}

/** What may change images, settings or other people's access is critical; what may only read is a warning. */
function levelOf(grants: readonly Grant[]): Level {
    const isSevere = grants.some(
        ({ actions, via, permission, activation }) =>
            !activation &&
            (permission === "unknown" ||
                actions.some((action) => action !== "pull") ||
                via.split(" and ").some((role) => roleByDisplayName(role)?.privileged)),
    );
    return isSevere ? "critical" : "warning";
}

function ofGrants(
    grants: readonly Grant[],
    principals: ReadonlyMap<string, Principal>,
    registries: ReadonlyMap<string, string>,
): Attention {
    const [{ principal, registry }] = grants as [Grant];
    const { name = principal, kind = "unknown" } = principals.get(principal) ?? {};
    const each = grants.map(
        ({ permission, repositories, via, scope, activation }) =>
            `${permission === "none" ? "no images" : permission} on ${written(repositories)} by ${via}${scope === "registry" ? "" : ` on ${scope}`}${activation ? ", once activated" : ""}`,
    );
    return {
        level: levelOf(grants),
        kind: "undeclared",
        title: `No given state declares what ${name} may do on ${registries.get(registry) ?? registry}`,
        detail: `${kind === "unknown" ? "" : `${kind[0]?.toUpperCase()}${kind.slice(1)}: `}${each.join("; ")}.`,
        on: null,
    };
}

const written = (repositories: readonly string[]): string =>
    repositories.length === 0
        ? "unknown repositories"
        : repositories.includes("*")
          ? "all repositories"
          : repositories.join(", ");

function ofCredential(
    { kind, name, principal, startsOn, expiresOn, note }: Credential,
    grants: readonly Grant[],
    principals: ReadonlyMap<string, Principal>,
): Attention {
    const since = startsOn === null ? "" : ` since ${startsOn}`;
    const until =
        expiresOn === null ? (kind === "federated credential" ? "" : ", without an end") : `, until ${expiresOn}`;
    return {
        level: levelOf(grants),
        kind: "undeclared",
        title: `${kind === "admin password" || /^[aeiou]/.test(kind) ? "An" : "A"} ${kind} of ${principals.get(principal)?.name ?? principal} is declared by no given state`,
        detail: `${name} exists${since}${until}.${note === null ? "" : ` It trusts ${note}.`}`,
        on: null,
    };
}

function absent({ grants, credentials }: AccessReport): Attention[] {
    const missing = grants.filter(({ declaration }) => declaration === "missing").length;
    const passwords = credentials.filter(({ declaration }) => declaration === "missing").length;
    if (missing + passwords === 0) return [];
    const found = [
        ...(missing > 0 ? [counted(missing, "declared grant")] : []),
        ...(passwords > 0 ? [counted(passwords, "declared credential")] : []),
    ];
    return [
        {
            level: "warning",
            kind: "missing",
            title: `${found.join(" and ")} ${missing + passwords === 1 ? "does" : "do"} not exist`,
            detail: "What is marked as missing below was removed after a deployment made it: `pulumi up --refresh` makes it again.",
            on: null,
        },
    ];
}
