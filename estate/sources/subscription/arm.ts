// What one subscription holds: its registries and what is in them, who has which role at and above them, and what runs
// containers. One request for each list of the subscription, and a few for each registry.
import type { Resource } from "../../resource";
import { read, text } from "../../value";
import { type ArmReading, type Ask, askInto, host, isAbsent, isGone, omission, problem, readInto } from "./arm-asking";
import type { Answer, Client, Failure } from "./client";
import type { Problem } from "./gaps";
import * as lists from "./lists";
import { type ArmList, listPath } from "./lists";
import { endpointConnections, fromArm } from "./shapes";

export interface ArmRequest {
    client: Client;
    subscriptionId: string;
    /** Lower-case names. Absent: all registries. */
    names: ReadonlySet<string> | undefined;
    progress: (line: string) => void;
}

/** The subscription itself, which shows whether it exists and the caller sees anything of it. */
export const findSubscription = (client: Client, subscriptionId: string): Promise<Answer> =>
    client.get(host, `/subscriptions/${subscriptionId}?api-version=2022-12-01`);

export async function readArm({ client, subscriptionId, names, progress }: ArmRequest): Promise<ArmReading> {
    const subscription = `/subscriptions/${subscriptionId}`;
    const reading: ArmReading = { resources: [], problems: [], deleted: [] };
    const ask = askInto(client, reading);

    progress(`subscription ${subscriptionId}: registries`);
    const found = await readRegistries(client, subscription, reading);
    const registries = names ? found.filter(({ name }) => names.has(name.toLowerCase())) : found;
    reading.resources.push(...registries, ...registries.flatMap(endpointConnections));
    if (names && registries.length === 0) return reading;

    const ids = registries.map(({ urn }) => urn);
    progress(
        `subscription ${subscriptionId}: ${count(ids.length)}, role assignments, identities and what runs containers`,
    );
    /** A list of the subscription; resolves to whether it is whole, or may be made whole at the registries. */
    const readWide = async (list: ArmList): Promise<boolean> => {
        const [failure, omitted] = await Promise.all([
            readInto(client, reading, list, subscription),
            omission(client, list, subscription),
        ]);
        const refusal = failure ?? omitted;
        if (refusal === undefined) return true;
        const elsewhere = refusal.cause === "notAllowed" && lists.scopedLists.includes(list) && ids.length > 0;
        if (!elsewhere) reading.problems.push(problem(list, subscription, refusal));
        return !elsewhere;
    };
    /**
     * A list that hangs on any scope, with what is inherited from above it. Whoever may not read the subscription's may
     * read a registry's: a role at the registry is enough. Named registries are asked at once.
     */
    const readScoped = async (list: ArmList): Promise<void> => {
        if (names === undefined && (await readWide(list))) return;
        // `atScope()` leaves out what is below, and keeps what is above.
        const filter = /^(roleAssignment|denyAssignment|roleEligibility)$/.test(list.kind) ? "atScope()" : undefined;
        await Promise.all(ids.map((id) => ask(list, id, filter)));
    };
    await Promise.all([
        ...lists.scopedLists.map((list) => readScoped(list)),
        ...[lists.identities, ...lists.subscriptionLists].map((list) => readWide(list)),
        readBatchPools(client, ask, subscription, reading),
        ...registries.flatMap((registry) => childrenOf(registry).map((list) => ask(list, registry.urn))),
    ]);
    reading.problems.push(...unreadSettings(reading.resources, subscription));
    const gone = reading.deleted.map((id) => id.toLowerCase());
    const remains = ({ urn }: { urn: string }) =>
        !gone.some((id) => urn.toLowerCase() === id || urn.toLowerCase().startsWith(`${id}/`));
    return {
        resources: reading.resources.filter(remains),
        problems: reading.problems.filter(({ at = "" }) => remains({ urn: at })),
        deleted: [...new Set(reading.deleted)],
    };
}

const count = (registries: number): string => `${registries} ${registries === 1 ? "registry" : "registries"}`;

const isPremium = ({ inputs }: Resource): boolean => text(read(inputs, "sku.name"))?.toLowerCase() === "premium";

const childrenOf = (registry: Resource): readonly ArmList[] => [
    ...lists.registryChildren,
    ...(isPremium(registry) ? [lists.replications] : []),
    lists.diagnosticSettings,
];

/** Batch keeps its pools in accounts, which are no part of an estate themselves. */
async function readBatchPools(client: Client, ask: Ask, subscription: string, reading: ArmReading): Promise<void> {
    const [accounts, omitted] = await Promise.all([
        client.list(host, listPath(lists.batchAccounts, subscription)),
        omission(client, lists.batchAccounts, subscription),
    ]);
    const failure = accounts.failure && isAbsent(accounts.failure) ? undefined : (accounts.failure ?? omitted);
    if (failure) reading.problems.push(problem(lists.batchAccounts, subscription, failure));
    const ids = accounts.items.flatMap((item) => text(read(item, "id")) ?? []);
    await Promise.all(ids.map((id) => ask(lists.batchPools, id)));
}

/** Where a web app keeps its login to a registry is told only together with all of its secrets. */
function unreadSettings(resources: readonly Resource[], subscription: string): Problem[] {
    const apps = resources.filter(({ kind, inputs }) => kind === "webApp" && /container/i.test(String(inputs.kind)));
    if (apps.length === 0) return [];
    const failure: Failure = {
        cause: "notRequested",
        why: "not asked: they hold the apps' secrets",
        code: "",
        status: undefined,
    };
    return [
        {
            noun: `application settings of web apps (${apps.length})`,
            kinds: ["webAppSettings"],
            at: subscription,
            right: "Microsoft.Web/sites/config/list/action",
            failure,
        },
    ];
}

/** The federated credentials of identities, and the identities themselves where `alsoIdentity` says so. */
export async function readIdentities(
    client: Client,
    ids: readonly string[],
    alsoIdentity: boolean,
): Promise<ArmReading> {
    const reading: ArmReading = { resources: [], problems: [], deleted: [] };
    const ask = askInto(client, reading);
    const { version } = lists.identities;
    const identities = ids.map(async (id) => {
        const answer = alsoIdentity ? await client.get(host, `${id}?api-version=${version}`) : { body: {} };
        if ("body" in answer) reading.resources.push(...fromArm(answer.body, lists.identities));
        else if (!isGone(answer.failure)) reading.problems.push(problem(lists.identities, id, answer.failure));
    });
    await Promise.all([...identities, ...ids.map((id) => ask(lists.federatedCredentials, id))]);
    return { ...reading, deleted: [] };
}

/**
 * The registries that the caller sees. Whoever is refused their list asks for the resources of the subscription, which Azure
 * Resource Manager narrows to those that the caller may read, and then for each registry.
 */
async function readRegistries(client: Client, subscription: string, reading: ArmReading): Promise<Resource[]> {
    const [listed, omitted] = await Promise.all([
        client.list(host, listPath(lists.registries, subscription)),
        omission(client, lists.registries, subscription),
    ]);
    const registries = listed.items.flatMap((item) => fromArm(item, lists.registries));
    if (listed.failure && isAbsent(listed.failure)) return registries;
    const failure = listed.failure ?? omitted;
    if (failure) reading.problems.push(problem(lists.registries, subscription, failure));
    if (listed.failure?.cause !== "notAllowed") return registries;
    const filter = encodeURIComponent("resourceType eq 'Microsoft.ContainerRegistry/registries'");
    const visible = await client.list(host, `${subscription}/resources?api-version=2021-04-01&$filter=${filter}`);
    const ids = visible.items.flatMap((item) => text(read(item, "id")) ?? []);
    const each = await Promise.all(
        ids.map(async (id) => {
            const answer = await client.get(host, `${id}?api-version=${lists.registries.version}`);
            if ("body" in answer) return fromArm(answer.body, lists.registries);
            if (isGone(answer.failure)) reading.deleted.push(id);
            else reading.problems.push({ ...problem(lists.registries, id, answer.failure), noun: "settings" });
            return [];
        }),
    );
    return each.flat();
}
