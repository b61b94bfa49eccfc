// When two texts from ARM mean the same.

/** ARM writes one id in several cases. */
export function sameId(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

/** ARM writes one moment in several ways. */
export function sameTime(one: string, other: string): boolean {
    return one === other || Date.parse(one) === Date.parse(other);
}
