// How numbers and texts that come from outside are written in what people read.

/** "1 registry", "1,200 registries". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
    `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** One line without control characters: text from a state could otherwise reach into a terminal or break a line. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
