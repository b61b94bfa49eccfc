// The page's last sections: findings, exemptions, limitations and sources.
import { groupBy } from "../../estate/group-by";
import type { AccessReport, Finding, Source } from "../model";
import { counted } from "../wording";
import { html, type Markup } from "./markup";

/** Findings of one rule that are written out. */
const shown = 20;

export function findingSection({ findings }: AccessReport): Markup {
    const order: Finding["verdict"][] = ["violated", "undetermined", "exempted"];
    const byRule = [...groupBy(findings, ({ rule, verdict }) => `${verdict} ${rule}`).values()].sort(
        ([a], [b]) => weight(order, a) - weight(order, b),
    );
    return html`<section aria-labelledby="findings">
<h2 id="findings">Policy findings</h2>
${findings.length === 0 ? html`<p class="quiet">No findings.</p>` : html`<ul class="findings">${byRule.map(ruleFindings)}</ul>`}
</section>`;
}

const weight = (order: Finding["verdict"][], finding: Finding | undefined): number =>
    finding === undefined ? 0 : order.indexOf(finding.verdict) * 2 + (finding.level === "mandatory" ? 0 : 1);

function ruleFindings(findings: Finding[]): Markup | null {
    const [first] = findings;
    if (first === undefined) {
        return null;
    }
    return html`<li class="finding ${first.verdict === "violated" ? first.level : first.verdict}">
<p class="finding-head"><span class="verdict">${first.verdict === "violated" ? first.level : first.verdict}</span> <code>${first.rule}</code> <span class="sub">${first.severity}${findings.length > 1 && html`, ${counted(findings.length, "resource")}`}</span></p>
<ul>${findings.slice(0, shown).map(({ message, resource }) => html`<li title="${resource}">${message}</li>`)}</ul>
${findings.length > shown && html`<p class="quiet">And ${findings.length - shown} more; <code>acr-auth check</code> lists all.</p>`}
</li>
`;
}

export function exemptionSection({ exemptions }: AccessReport): Markup | null {
    if (exemptions.length === 0) {
        return null;
    }
    return html`<section aria-labelledby="exemptions">
<h2 id="exemptions">Policy exemptions</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Table of exemptions"><table role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Resource</th><th role="columnheader" scope="col">Rule</th><th role="columnheader" scope="col">Reason</th><th role="columnheader" scope="col">Owner</th><th role="columnheader" scope="col">Until</th><th role="columnheader" scope="col">Status</th></tr></thead>
<tbody role="rowgroup">${exemptions.map(
        ({ resource, rule, reason, owner, expires, excused, problem }) =>
            html`<tr role="row"><th role="rowheader" scope="row"><code>${resource}</code></th><td role="cell" data-label="Rule"><code>${rule}</code></td><td role="cell" data-label="Reason">${reason}</td><td role="cell" data-label="Owner">${owner}</td><td role="cell" data-label="Until">${expires}</td><td role="cell" data-label="Status">${problem === null ? html`exempts ${counted(excused.length, "resource")}` : html`<span class="alarm">${problem}</span>`}</td></tr>
`,
    )}</tbody>
</table></div>
</section>`;
}

export function limitationSection({ limitations }: AccessReport): Markup | null {
    if (limitations.length === 0) {
        return null;
    }
    return html`<section aria-labelledby="limitations">
<h2 id="limitations">Limitations</h2>
<dl class="limitations">${limitations.map(
        ({
            subject,
            message,
            command,
        }) => html`<div><dt>${subject}</dt><dd>${message}${command !== null && html`<code class="command">${command}</code>`}</dd></div>
`,
    )}</dl>
</section>`;
}

const kinds: Readonly<Record<Source["kind"], string>> = {
    state: "exported state",
    plan: "plan of a preview",
    subscription: "read from Azure",
    directory: "read from the directory",
};

export function sourceSection({ sources }: AccessReport): Markup {
    return html`<section aria-labelledby="sources">
<h2 id="sources">Sources</h2>
<ul class="plain">${sources.map(
        ({
            file,
            stack,
            kind,
            resources,
        }) => html`<li><code>${file}</code> ${stack !== null && html`<span class="name">${stack}</span> `}<span class="sub">${kinds[kind]}, ${counted(resources, "resource")}</span></li>
`,
    )}</ul>
<p class="quiet">This report contains no password and no key ID. It shows what ${sources.some(({ kind }) => kind === "subscription") ? "Azure answered" : "the files declare"}; <code>acr-auth prove</code> checks the registries themselves.</p>
</section>`;
}
