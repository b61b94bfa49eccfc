// Work on many items with a few under way at a time.

/** Maps `items`; results keep their order. Rejects with the first failure. */
export async function mapConcurrently<T, R>(
    items: readonly T[],
    atATime: number,
    work: (item: T) => Promise<R>,
): Promise<R[]> {
    const results: R[] = [];
    const queue = items.entries();
    const worker = async () => {
        for (const [index, item] of queue) results[index] = await work(item);
    };
    await Promise.all(Array.from({ length: atATime }, worker));
    return results;
}
