// `$filter` as clients of Azure Resource Manager send it: comparisons that are searched for rather than parsed.

/** The value of `property eq 'value'` in a filter, in lower case. */
export const equalTo = (filter: string, property: string): string | undefined =>
    new RegExp(`${property}\\s+eq\\s+'([^']*)'`, "i").exec(filter)?.[1]?.toLowerCase();
