// Name patterns of exemptions, known exceptions and settings: `*` stands for any run of characters, `?` for one. Case matters,
// as it does in resource names.

const compiled = new Map<string, RegExp>();

export function matchesGlob(pattern: string, value: string): boolean {
    let expression = compiled.get(pattern);
    if (!expression) {
        const body = pattern
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replaceAll("*", ".*")
            .replaceAll("?", ".");
        expression = new RegExp(`^${body}$`, "s");
        compiled.set(pattern, expression);
    }
    return expression.test(value);
}
