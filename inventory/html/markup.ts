// A template tag that escapes everything put into it, unless it was made by the same tag.

/** Text that is markup already. Only `html` and the page's own sources make it. */
export class Markup {
    constructor(readonly text: string) {}
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[];

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

function rendered(content: Content): string {
    if (content instanceof Markup) {
        return content.text;
    }
    if (Array.isArray(content)) {
        return content.map(rendered).join("");
    }
    return content === null || content === undefined || content === false ? "" : escapeHtml(String(content));
}

/** Attribute values must stand in double quotes. */
export const html = (strings: TemplateStringsArray, ...values: Content[]): Markup =>
    new Markup(strings.reduce((text, part, index) => text + rendered(values[index - 1]) + part));

const writtenDay = /\b(\d{4}-\d{2}-\d{2})\b/;

/** A sentence with each day in it marked up as one, which also keeps it from being broken at its hyphens. */
export const sentence = (text: string): Markup[] =>
    text
        .split(writtenDay)
        .map((part, index) => (index % 2 === 1 ? html`<time datetime="${part}">${part}</time>` : html`${part}`));
