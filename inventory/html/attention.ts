// The first section of the page: what needs attention.
import { type Attention, attention, type Level, levels } from "../attention";
import type { AccessReport } from "../model";
import { html, type Markup, sentence } from "./markup";

/** Items of one level that are written out; the sections below list all of them. */
const shown = 12;

const headings: Record<Level, string> = { critical: "Critical", warning: "Warning", info: "Info" };

export function attentionSection(report: AccessReport): Markup {
    const items = attention(report);
    if (items.length === 0) {
        return html`<section aria-labelledby="attention"><h2 id="attention">Nothing needs attention</h2><p class="quiet">No break-glass access is open, no password expires or rotates within 30 days, and no mandatory policy is violated.</p></section>`;
    }
    const groups = levels.map((level) => ({ level, items: items.filter((item) => item.level === level) }));
    return html`<section aria-labelledby="attention">
<h2 id="attention">Needs attention</h2>
<div class="attention">${groups.filter(({ items }) => items.length > 0).map(group)}</div>
</section>`;
}

const group = ({ level, items }: { level: Level; items: Attention[] }): Markup =>
    html`<div class="level level-${level}">
<h3>${headings[level]} <span class="count">${items.length}</span></h3>
<ul>${items.slice(0, shown).map(line)}</ul>
${items.length > shown && html`<p class="quiet">And ${items.length - shown} more, in the lists below.</p>`}
</div>
`;

const line = ({ title, detail, on }: Attention): Markup =>
    html`<li><p class="what">${sentence(title)}</p><p class="detail">${sentence(detail)}</p>${on !== null && html`<time datetime="${on}">${on}</time>`}</li>
`;
