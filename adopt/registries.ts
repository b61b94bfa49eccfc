// Registries: their entries, and what keeps one from being adopted. Everything that reaches a registry refers to its entry.
import { parseArmId } from "../azure/arm-id";
import { addDays } from "../azure/days";
import { registryType } from "../azure/registry-package";
import type { RoleAssignmentMode } from "../azure/roles";
import type { AdminLogin } from "../estate/admin-logins";
import { gapsFor } from "../estate/gap";
import type { Graph } from "../estate/graph/graph";
import type { Registry } from "../estate/graph/registries";
import { get, type Resource, subject } from "../estate/resource";
import { entries, type PropertyMap, read, text, UNKNOWN } from "../estate/value";
import { counted, plain } from "../estate/wording";
import type { Declared } from "./declared";
import { keysOf } from "./keys";
import type { Entry, Finding, Move, Options, Undeclared } from "./model";
import { readSettings } from "./registry-settings";

/** A registry that entries can refer to. */
export interface AdoptedRegistry {
    key: string;
    /** ARM id, as ARM answered it. */
    id: string;
    name: string;
    mode: RoleAssignmentMode;
}

export interface Registries extends Finding {
    /** By ARM id; `undefined` for a registry without an entry. */
    byId(id: string): AdoptedRegistry | undefined;
}

/** How long the admin user stays on: the most that the component takes. */
export const adminUserDays = 30;
const adminReason = "adopted";

export function adoptRegistries(graph: Graph, declared: Declared, options: Options): Registries {
    const keys = keysOf(
        graph.registries.map(({ resource }) => ({ name: resource.name, noun: "registry", id: idOf(resource) })),
        declared.keys("registries"),
    );
    const byId = new Map<string, AdoptedRegistry>();
    const found: Entry[] = [];
    const undeclared: Undeclared[] = [];
    const moves: Move[] = [];
    const known: { resource: Resource; key: string }[] = [];
    for (const { resource, mode } of sorted(graph.registries)) {
        const id = idOf(resource);
        const key = keys.get(id) ?? "";
        const component = declared.componentOf(id);
        if (declared.has(id)) {
            if (component === undefined) {
                undeclared.push({
                    what: `Access to registry ${plain(resource.name)}`,
                    id,
                    why: "a state declares the registry without the component ContainerRegistry, so no entry can refer to it",
                });
            } else if (mode !== UNKNOWN) {
                byId.set(id.toLowerCase(), { key: component.key, id, name: resource.name, mode });
                moves.push(...movesOf(graph, resource, component.key, options));
                known.push({ resource, key: component.key });
            }
            continue;
        }
        const settings = readSettings(resource);
        const misfits = [
            ...(mode === UNKNOWN ? ["has a role assignment mode that Azure did not tell"] : []),
            ...(text(get(resource, "location")) === undefined ? ["has a location that Azure did not tell"] : []),
            ...settings.misfits,
        ];
        if (misfits.length > 0 || mode === UNKNOWN) {
            undeclared.push({
                what: `Registry ${plain(resource.name)}, with all access to it`,
                id,
                why: `it ${misfits.join(" and ")}, which no key of the config can say`,
            });
            continue;
        }
        byId.set(id.toLowerCase(), { key, id, name: resource.name, mode });
        found.push(toEntry(resource, key, mode, settings, options));
        moves.push(...movesOf(graph, resource, key, options));
        known.push({ resource, key });
    }
    moves.push(...armAudienceMove(known));
    return { entries: found, undeclared, moves, byId: (id) => byId.get(id.toLowerCase()) };
}

const idOf = (registry: Resource): string => registry.id ?? registry.urn;

const sorted = (registries: readonly Registry[]): Registry[] =>
    [...registries].sort((one, other) => (one.resource.name < other.resource.name ? -1 : 1));

const isOn = (registry: Resource, property: string): boolean => get(registry, property) === true;

function toEntry(
    registry: Resource,
    key: string,
    mode: RoleAssignmentMode,
    { value, changes }: ReturnType<typeof readSettings>,
    { asOf }: Options,
): Entry {
    const id = idOf(registry);
    const adminUser = { reason: adminReason, expiresOn: addDays(asOf, adminUserDays), keepPasswords: true };
    return {
        section: "registries",
        key,
        comment: `${plain(text(get(registry, "loginServer")) ?? registry.name)}`,
        value: {
            registryName: registry.name,
            resourceGroupName: parseArmId("registry", id)?.resourceGroupName ?? "",
            location: text(get(registry, "location")) ?? "",
            ...value,
            // Always said: the component then works by the API version that knows all of the registry's settings.
            roleAssignmentMode: mode,
            ...(isOn(registry, "adminUserEnabled") ? { adminUser } : {}),
        },
        parts: [{ type: registryType, name: key, id, changes }],
    };
}

function movesOf(graph: Graph, registry: Resource, key: string, options: Options): Move[] {
    const id = idOf(registry);
    const name = plain(registry.name);
    const end = addDays(options.asOf, adminUserDays);
    const moves: Move[] = [];
    if (isOn(registry, "adminUserEnabled")) {
        moves.push({
            title: `Whoever logs in to ${name} as its admin user`,
            first: [
                ...configuredText(graph, registry),
                ...loginsText(options.adminLogins?.get(id.toLowerCase())),
                "Give each of them an identity, a service principal or a token of its own.",
                `A deployment on or after ${end} turns the admin user off by itself; a later expiresOn extends it.`,
            ],
            close: { config: `remove registries.${key}.adminUser` },
            edits: [{ id, change: (registry) => ({ ...registry, adminUserEnabled: false }) }],
        });
    }
    if (isOn(registry, "anonymousPullEnabled")) {
        moves.push({
            title: `Whoever pulls from ${name} without a login`,
            first: ["Give each of them a login that may pull."],
            close: { config: `remove registries.${key}.anonymousPull` },
            edits: [{ id, change: (registry) => ({ ...registry, anonymousPullEnabled: false }) }],
        });
    }
    return moves;
}

/** One for all registries: what takes such tokens is known by the workload rather than by the registry. */
function armAudienceMove(registries: readonly { resource: Resource; key: string }[]): Move[] {
    const found = registries.filter(({ resource }) => readSettings(resource).value.armAudienceTokens === true);
    const names = found.map(({ resource }) => plain(resource.name)).join(", ");
    const keys = found.map(({ key }) => `registries.${key}`).join(", ");
    return found.length === 0
        ? []
        : [
              {
                  title: `Whoever logs in with a token for Azure Resource Manager, as App Service does, to ${names}`,
                  first: ["Keep armAudienceTokens where App Service pulls from the registry."],
                  close: { config: `remove armAudienceTokens from ${keys}` },
                  edits: found.map(({ resource }) => ({ id: idOf(resource), change: withoutArmAudience })),
              },
          ];
}

function withoutArmAudience(registry: PropertyMap): PropertyMap {
    const policies = Object.fromEntries(entries(read(registry, "policies")) ?? []);
    return { ...registry, policies: { ...policies, azureADAuthenticationAsArmPolicy: { status: "disabled" } } };
}

/** What is configured to log in as the admin user, as far as services of Azure tell. */
function configuredText(graph: Graph, registry: Resource): string[] {
    const users = graph.logins.filter((login) => login.admin === "yes" && login.registry?.resource === registry);
    return users.map(({ resource }) => plain(`${subject(resource)} logs in with it.`));
}

/** Who logged in, one line each, or why that is not known. */
function loginsText(logins: readonly AdminLogin[] | { unknown: string } | undefined): string[] {
    if (logins === undefined) return ["Who they are is not known: the registry's log was not read."];
    if ("unknown" in logins) return [`Who they are is not known: ${plain(logins.unknown)}.`];
    if (logins.length === 0) return ["The registry's log shows no login of the admin user in the last 30 days."];
    return logins.map(
        ({ from, userAgent, count, last }) =>
            `${plain(from)} (${plain(userAgent)}): ${counted(count, "login")}, the last at ${plain(last)}.`,
    );
}

/** Whether parts of a registry may exist that were not read. */
export const hasGap = (graph: Graph, kind: Parameters<typeof gapsFor>[1], id?: string): boolean =>
    gapsFor(graph.gaps, kind, id).length > 0;
