// Subscriptions on the command line of every sub-command: which ones, and what exists in them. The reading itself is
// loaded only when a subscription was given, because its libraries are slow to start.
import { isRegistryName } from "../azure/names";
import type { Gap } from "../estate/gap";
import type { Resource } from "../estate/resource";
import { type Io, UnusableInput } from "./io";

/** The options of a sub-command that can read subscriptions. */
export const liveOptions = {
    subscription: { type: "string", multiple: true },
    registry: { type: "string", multiple: true },
} as const;

/** Their lines in its help. */
export const liveHelp = `  --subscription ID
                   reads what exists in this subscription and changes nothing; may be repeated. The
                   Azure credentials are those of the environment, in the order of Pulumi's
                   azure-native provider: ARM_* first, az login last.
  --registry NAME  with --subscription: reads nothing but this registry and what reaches it; may be
                   repeated`;

export interface LiveSource {
    /** `subscription ID`; `Microsoft Graph` for what is in no subscription. */
    path: string;
    form: "subscription" | "directory";
    resources: number;
}

export interface LiveInput {
    resources: Resource[];
    gaps: readonly Gap[];
    sources: LiveSource[];
    /** Ids, lower case. */
    subscriptions: readonly string[];
}

/** @throws UnusableInput where members of groups are asked for, and nothing but files is read. */
export function requireLiveForGroups(values: LiveValues & { "expand-groups": boolean }): void {
    if (values["expand-groups"] && values.subscription === undefined && values.registry === undefined) {
        throw new UnusableInput("--expand-groups needs --subscription: files do not hold the members of groups");
    }
}

/** How a sub-command reads subscriptions; its tests hand in another. */
export type ReadSubscriptions = typeof readSubscriptions;

interface LiveValues {
    subscription?: string[];
    registry?: string[];
}

/** What exists in the subscriptions of the arguments; `undefined` where none is given. */
export async function readSubscriptions(
    values: LiveValues,
    io: Io,
    more: { expandGroups?: boolean; applications?: readonly string[] } = {},
): Promise<LiveInput | undefined> {
    const subscriptions = subscriptionsOf(values);
    if (subscriptions === undefined) return undefined;
    const [{ readLive, UnreadableEstate }, { accessTokensFrom }] = await Promise.all([
        import("../estate/sources/subscription/index.js"),
        import("../azure/access-tokens.js"),
    ]);
    try {
        const { resources, gaps } = await readLive({
            subscriptions,
            ...(values.registry && { registries: values.registry }),
            ...more,
            accessTokens: accessTokensFrom(io.env),
            progress: (line) => io.stderr.write(`${line}\n`),
        });
        return fromEstate(subscriptions, resources, gaps);
    } catch (error) {
        if (error instanceof UnreadableEstate) throw new UnusableInput(error.message);
        throw error;
    }
}

/** The resources with the source that each came from, and the sources with their counts. */
export function fromEstate(
    subscriptions: readonly string[],
    found: readonly Resource[],
    gaps: readonly Gap[],
): LiveInput {
    const sources = subscriptions.map(
        (id): LiveSource => ({ path: `subscription ${id}`, form: "subscription", resources: 0 }),
    );
    const directory: LiveSource = { path: "Microsoft Graph", form: "directory", resources: 0 };
    const byId = new Map(sources.map((source, index) => [subscriptions[index], source]));
    const resources = found.map((resource): Resource => {
        // What stands above all subscriptions, such as a role at a management group, is told by each of them.
        const [, id] = /^\/subscriptions\/([^/]+)/i.exec(resource.urn) ?? [];
        const inDirectory = /^\/(applications|serviceprincipals|users|groups)\//i.test(resource.urn);
        const source = inDirectory ? directory : (byId.get(id?.toLowerCase() ?? "") ?? sources[0] ?? directory);
        source.resources += 1;
        return { ...resource, file: source.path };
    });
    return { resources, gaps, subscriptions, sources: directory.resources === 0 ? sources : [...sources, directory] };
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The ids of the arguments, lower case, each once. */
function subscriptionsOf({ subscription, registry }: LiveValues): string[] | undefined {
    if (subscription === undefined) {
        if (registry === undefined) return undefined;
        throw new UnusableInput("--registry narrows what --subscription reads; give --subscription ID as well");
    }
    for (const id of subscription) {
        if (guid.test(id)) continue;
        throw new UnusableInput(
            `--subscription must be the id of a subscription, such as 00000000-0000-0000-0000-000000000000, not '${id}'; \`az account list --output table\` shows names and ids`,
        );
    }
    for (const name of registry ?? []) {
        if (isRegistryName(name)) continue;
        throw new UnusableInput(
            `--registry must be the name of a registry, 5 to 50 letters and digits, not '${name}'; \`az acr list --output table\` shows names`,
        );
    }
    return [...new Set(subscription.map((id) => id.toLowerCase()))];
}
