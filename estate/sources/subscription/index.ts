// The live estate: what exists in subscriptions and in their directory, read with the caller's credentials and never
// changed. Loaded by commands that were given a subscription, and by no other: its libraries are slow to start.
import type { Gap } from "../../gap";
import type { Resource } from "../../resource";

/** An access token for an audience such as `https://management.azure.com`; rejects, with the reason, where there is none. */
export type AccessTokens = (audience: string) => Promise<string>;

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
