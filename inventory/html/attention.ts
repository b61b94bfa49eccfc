// First section of the page: what cannot wait.
import { type Attention, attention } from "../attention";
import type { AccessReport } from "../model";
import { html, type Markup, sentence } from "./markup";

/** Items of one urgency shown one by one; an estate with more of them has a list to work through below. */
const shown = 12;

const headings: Record<Attention["urgency"], string> = {
    "act now": "Act now",
    soon: "Within 30 days",
    "keep in mind": "Keep in mind",
};

export function attentionSection(report: AccessReport): Markup {
    const items = attention(report);
    if (items.length === 0) {
        return html`<section aria-labelledby="attention"><h2 id="attention">Nothing needs attention</h2><p class="quiet">No break-glass access is open, nothing ends within 30 days, and no mandatory policy is violated.</p></section>`;
    }
    const groups = (Object.keys(headings) as Attention["urgency"][]).map((urgency) => ({
        urgency,
        items: items.filter((item) => item.urgency === urgency),
    }));
    return html`<section aria-labelledby="attention">
<h2 id="attention">Needs attention</h2>
<div class="attention">${groups.filter(({ items }) => items.length > 0).map(group)}</div>
</section>`;
}

const group = ({ urgency, items }: { urgency: Attention["urgency"]; items: Attention[] }): Markup =>
    html`<div class="urgency urgency-${urgency.replaceAll(" ", "-")}">
<h3>${headings[urgency]} <span class="count">${items.length}</span></h3>
<ul>${items.slice(0, shown).map(line)}</ul>
${items.length > shown && html`<p class="quiet">And ${items.length - shown} more, in the lists below.</p>`}
</div>
`;

const line = ({ title, detail, on }: Attention): Markup =>
    html`<li><p class="what">${sentence(title)}</p><p class="detail">${sentence(detail)}</p>${on !== null && html`<time datetime="${on}">${on}</time>`}</li>
`;
