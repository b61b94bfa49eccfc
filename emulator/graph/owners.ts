// The owners of an object, which older worlds may lack.
export function ownersOf(object: { owners?: string[] }): string[] {
    object.owners ??= [];
    return object.owners;
}
