// Text from a state file may hold anything: control characters would reach into a terminal or break a line.
/** One line without control characters. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
