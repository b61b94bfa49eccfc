// Azure resource ids: taken apart without regard to case, as Azure Resource Manager does, and compared as scopes.

export interface ResourceId {
    /** What the last `/providers/` hangs on: a subscription, a resource group or a resource; empty for the tenant. */
    scope: string;
    /** `Microsoft.ContainerRegistry`, as sent; absent for subscriptions and resource groups. */
    namespace?: string;
    /** `["registries", "tokens"]`, as sent. */
    types: string[];
    /** As many as `types` for a resource, one less for a collection. */
    names: string[];
}

/** Takes apart a path without query. Percent-encoding is undone, a trailing slash ignored. */
export const parseResourceId = (path: string): ResourceId => {
    const segments = path.split("/").filter(Boolean).map(decodeURIComponent);
    const providers = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
    if (providers < 0) return { scope: `/${segments.join("/")}`, types: [], names: [] };
    const tail = segments.slice(providers + 2);
    return {
        scope: segments
            .slice(0, providers)
            .map((segment) => `/${segment}`)
            .join(""),
        namespace: segments[providers + 1],
        types: tail.filter((_, index) => index % 2 === 0),
        names: tail.filter((_, index) => index % 2 === 1),
    };
};

/** True where `id` is the scope itself or anything below it. `/` is above everything. */
export const isWithin = (id: string, scope: string): boolean => {
    const [inner, outer] = [id.toLowerCase(), scope.toLowerCase().replace(/\/$/, "")];
    return inner === outer || inner.startsWith(`${outer}/`);
};

/** An id and the ids it is below of, in lower case and nearest first, without the management groups. Empty is the root. */
export const enclosing = (id: string): string[] => {
    const segments = id.toLowerCase().split("/").filter(Boolean);
    const found: string[] = [];
    for (let end = segments.length - (segments.length % 2); end > 0; end -= 2)
        found.push(`/${segments.slice(0, end).join("/")}`);
    return [...found, ""];
};

export const subscriptionOf = (id: string): string | undefined => /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];

export const resourceGroupOf = (id: string): string | undefined =>
    /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)/i.exec(id)?.[1];

/** The id of the resource a child hangs on: `.../registries/contoso` of `.../registries/contoso/tokens/ci`. */
export const parentOf = (id: string): string => id.split("/").slice(0, -2).join("/");

/** What an extension such as a lock hangs on: all before its last `/providers/`; empty at the tenant. */
export const hostOf = (id: string): string => id.slice(0, id.toLowerCase().lastIndexOf("/providers/"));

export const lastSegment = (id: string): string => id.slice(id.lastIndexOf("/") + 1);
