// The live estate: what exists in subscriptions and in their directory, read with the caller's credentials and never
// changed. Loaded by commands that were given a subscription, and by no other: its libraries are slow to start.
import type { Agent } from "node:https";
import type { AccessTokens } from "../../../azure/access-tokens";
import type { Gap } from "../../gap";
import type { Resource } from "../../resource";
import { read, text } from "../../value";
import { findSubscription, readArm, readIdentities } from "./arm";
import type { ArmReading } from "./arm-asking";
import { createClient } from "./client";
import { readDirectory } from "./directory";
import { deletedGap, gapsOf, notFoundGaps, subscriptionGap } from "./gaps";
import { readOtherRoles } from "./other-roles";
import { identitiesAmong, narrowed, objectIdsOf, principalsThatReach } from "./reach";
import { once } from "./shapes";

export type { AccessTokens } from "../../../azure/access-tokens";

export interface LiveRequest {
    /** Subscription ids. */
    subscriptions: readonly string[];
    /** Names of registries, to read nothing but what reaches these. Absent: every registry of the subscriptions. */
    registries?: readonly string[];
    /** Client ids of applications to read whether or not they hold a role: the declared ones. */
    applications?: readonly string[];
    /** Whether to read the members of groups that hold a role, also those of groups within. */
    expandGroups?: boolean;
    accessTokens: AccessTokens;
    /**
     * How to connect by TLS instead of through the environment's proxy: for a certificate authority that the process does
     * not trust as a whole.
     */
    agent?: Agent;
    /** Gets a line when a stage of the reading begins. */
    progress?: (line: string) => void;
}

export interface LiveEstate {
    /**
     * In the shape of azure-native and azuread. The URN and the id of an ARM resource are its ARM id; those of an object of
     * the directory are its path in Microsoft Graph, such as `/applications/OBJECT_ID`.
     */
    resources: Resource[];
    /** What could not be read. */
    gaps: Gap[];
    /** How many requests were sent. */
    requests: number;
}

/** Nothing could be read. The message is one line: what was asked for and why it can't be read. */
export class UnreadableEstate extends Error {
    override readonly name = "UnreadableEstate";

    constructor(readonly gaps: readonly Gap[]) {
        super(
            gaps.length === 0 ? "no subscription was named" : gaps.map(({ what, why }) => `${what}: ${why}`).join("; "),
        );
    }
}

/**
 * Reads what exists in subscriptions.
 * @throws UnreadableEstate when no subscription could be read, or none of the named registries was found, unless
 * applications were named as well.
 */
export async function readLive(request: LiveRequest): Promise<LiveEstate> {
    const { progress = () => undefined } = request;
    const client = createClient(request);
    const names = request.registries && new Set(request.registries.map((name) => name.toLowerCase()));
    const resources: Resource[] = [];
    const unreadable: Gap[] = [];
    const gaps: Gap[] = [];
    const take = ({ resources: found, problems, deleted }: ArmReading): void => {
        for (const resource of found) resources.push(resource);
        gaps.push(...gapsOf(problems, registryIdsOf(found)), ...deleted.map(deletedGap));
    };
    const subscriptionIds = [...new Set(request.subscriptions.map((id) => id.toLowerCase()))];
    let tenantId: string | undefined;
    for (const subscriptionId of subscriptionIds) {
        const found = await findSubscription(client, subscriptionId);
        if ("failure" in found) {
            unreadable.push(subscriptionGap(subscriptionId, found.failure));
            continue;
        }
        tenantId ??= text(read(found.body, "tenantId"));
        const reading = await readArm({ client, subscriptionId, names, progress });
        take(names ? { ...reading, resources: narrowed(reading.resources) } : reading);
    }
    // Applications are in the directory, which may be readable where no subscription is.
    const nothingElse = (request.applications ?? []).length === 0;
    if (nothingElse && unreadable.length === subscriptionIds.length) throw new UnreadableEstate(unreadable);
    const absent = notFoundGaps(request.registries ?? [], resources);
    if (nothingElse && absent.length > 0 && absent.length === request.registries?.length) {
        throw new UnreadableEstate([...absent, ...unreadable, ...gaps]);
    }
    take(await readOtherRoles(client, resources));
    const principals = principalsThatReach(resources);
    const trusted = identitiesAmong(resources, principals, request.applications ?? []);
    const directory = await readDirectory({
        client,
        tenantId,
        principals,
        known: objectIdsOf(resources),
        applications: request.applications ?? [],
        expandGroups: request.expandGroups ?? false,
        progress,
    });
    const others = await readIdentities(client, directory.otherIdentities, true);
    const identified = objectIdsOf(others.resources);
    const isIdentity = ({ kind, inputs }: Resource) =>
        kind === "servicePrincipal" && identified.has(text(read(inputs, "objectId")) ?? "");
    take({ ...directory, resources: directory.resources.filter((resource) => !isIdentity(resource)), deleted: [] });
    take(await readIdentities(client, trusted, false));
    take(others);
    return { resources: once(resources), gaps: [...unreadable, ...absent, ...gaps], requests: client.requests() };
}

const registryIdsOf = (resources: readonly Resource[]): string[] =>
    resources.filter(({ kind }) => kind === "registry").map(({ urn }) => urn);
