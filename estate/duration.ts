// Durations as Go programs write them, and with them Terraform and the azuread provider.

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Milliseconds of a Go duration such as `17520h` or `1h30m`; `undefined` for anything else. */
export function parseDuration(value: string): number | undefined {
    if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(value)) return undefined;
    return [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
        (sum, [, count = "", unit = ""]) => sum + Number(count) * (units[unit] ?? 0),
        0,
    );
}
