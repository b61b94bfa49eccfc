// Comparing texts as Azure does: most without regard to case, patterns with wildcards.

export const sameText = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const compiled = new Map<string, RegExp>();

/** Whether a text has the form of a pattern, in which `*` stands for any characters and `?` for one. Case matters. */
export const matchesPattern = (pattern: string, text: string): boolean => {
    const source = pattern
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll(/\*+/g, "[\\s\\S]*")
        .replaceAll("?", "[\\s\\S]");
    const form = compiled.get(source) ?? new RegExp(`^${source}$`);
    compiled.set(source, form);
    return form.test(text);
};
