// The timeline: each principal's passwords over the next 18 months, with their overlaps and rotation days.

import type { AccessReport, Credential } from "../model";
import { unmatchedCredentials } from "../render/rows";
import { type Bar, type Timeline, type TimelineRow, timeline, timelineMonths } from "../timeline";
import { distance } from "../wording";
import { html, type Markup } from "./markup";

export function credentialSection(report: AccessReport): Markup {
    const shape = timeline(report);
    return html`<section aria-labelledby="credentials">
<h2 id="credentials">Passwords over the next ${timelineMonths} months</h2>
${
    shape.rows.length === 0
        ? html`<p class="quiet">No principal logs in with a password that has an expiry date.</p>`
        : html`<p class="key"><span><span class="swatch"></span> valid</span> <span><span class="swatch ending"></span> expires within 30 days</span> <span><span class="swatch planned"></span> created by a later deployment</span> <span><span class="diamond" aria-hidden="true"></span> rotation day</span> <span><span class="swatch now"></span> ${report.asOf}</span></p>
<table class="timeline" role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Principal</th><th role="columnheader" scope="col">Next rotation</th><th role="columnheader" scope="col">Last password expires</th><th role="columnheader" scope="col"><span class="hidden">Timeline</span>${axis(shape)}</th></tr></thead>
<tbody role="rowgroup">${shape.rows.map((row) => timelineRow(row, shape, report.asOf))}</tbody>
</table>`
}
${withoutPassword(report)}
${differing(report)}
</section>`;
}

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A label further right than this share of the timeline would leave the table. */
const lastLabel = 0.94;

/** A bar narrower than this share of the timeline has no room for its name. */
const narrowest = 0.1;

/** One label for three months. */
const axis = ({ months }: Timeline): Markup =>
    html`<div class="axis" aria-hidden="true">${months
        .filter(({ at }, index) => index % 3 === 0 && at < lastLabel)
        .map(
            ({ month, at }) =>
                html`<span style="left:${share(at)}">${names[Number(month.slice(5, 7)) - 1]} <b>${month.slice(2, 4)}</b></span>`,
        )}</div>`;

function timelineRow(
    { principal, bars, rotations, nextRotation, endsOn }: TimelineRow,
    { months, today }: Timeline,
    asOf: string,
): Markup {
    const lanes = Math.max(1, ...bars.map(({ lane }) => lane + 1));
    return html`<tr role="row">
<th role="rowheader" scope="row"><span class="name">${principal.name}</span><span class="sub">${principal.method}</span></th>
<td role="cell" data-label="Next rotation">${nextRotation === null ? html`<span class="sub">not scheduled</span>` : dated(nextRotation, asOf)}</td>
<td role="cell" data-label="Last password expires">${endsOn === null ? html`<span class="sub">never</span>` : dated(endsOn, asOf)}</td>
<td role="cell" class="track"><div class="lanes" style="--lanes:${lanes}" aria-hidden="true">${months.filter((_, index) => index % 3 === 0).map(({ at }) => html`<i class="month" style="left:${share(at)}"></i>`)}<i class="today" style="left:${share(today)}"></i>
${bars.map(bar)}${rotations.map(({ at, rotation }) => html`<i class="diamond" style="left:${share(at)}" title="Rotation on ${rotation.on}"></i>`)}</div></td>
</tr>
`;
}

const bar = ({ credential, until, lane, start, width, cutAtStart, cutAtEnd }: Bar): Markup =>
    html`<span class="bar ${look(credential)}${cutAtStart && " from-before"}${cutAtEnd && " goes-on"}" style="left:${share(start)};width:${share(width)};--lane:${lane}" title="${credential.name}: ${credential.startsOn ?? "unknown start"} to ${until ?? "no expiry date"}">${width > narrowest && html`<span>${credential.name}${!cutAtEnd && html`, to ${until}`}</span>`}</span>
`;

const look = ({ planned, status }: Credential): string =>
    planned
        ? "planned"
        : status === "expiring" || status === "expired" || status === "never expires"
          ? "ending"
          : "valid";

const dated = (day: string, asOf: string): Markup =>
    html`<time datetime="${day}">${day}</time><span class="sub">${distance(asOf, day)}</span>`;

const share = (part: number): string => `${(part * 100).toFixed(2)}%`;

/** What the timeline can't show: passwords without dates, and logins without a password. */
function withoutPassword({ credentials, principals }: AccessReport): Markup | null {
    const undated = credentials.filter(({ startsOn, expiresOn }) => startsOn === null && expiresOn === null);
    if (undated.length === 0) {
        return null;
    }
    const owner = new Map(principals.map(({ id, name }) => [id, name]));
    return html`<h3>Credentials without dates</h3>
<ul class="plain">${undated.map(
        ({ principal, kind, name, note, status }) =>
            html`<li data-row><span class="name">${owner.get(principal)}</span> ${kind === "admin password" ? name : html`${kind} ${name}`}${note !== null && html`: <span class="repository">${note}</span>`} <span class="sub">${kind === "federated credential" ? "needs no rotation" : status}</span></li>
`,
    )}</ul>`;
}

/** What the states and Azure do not agree about. */
function differing(report: AccessReport): Markup | null {
    const rows = unmatchedCredentials(report);
    if (rows.length === 0) return null;
    return html`<h3>Credentials that differ from the states</h3>
<div class="scroll" tabindex="0" role="region" aria-label="Credentials that differ from the states"><table role="table" class="differing">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Principal</th><th role="columnheader" scope="col">Credential</th><th role="columnheader" scope="col">Since</th><th role="columnheader" scope="col">Until</th><th role="columnheader" scope="col">Declaration</th></tr></thead>
<tbody role="rowgroup">${rows.map(
        ({ principal, kind, name, since, until, declaration }) =>
            html`<tr role="row" data-row><th role="rowheader" scope="row">${principal}</th><td role="cell" data-label="Credential">${kind} <span class="repository">${name}</span></td><td role="cell" data-label="Since">${since}</td><td role="cell" data-label="Until">${until}</td><td role="cell" data-label="Declaration"><span class="mark mark-${declaration}">${declaration}</span></td></tr>
`,
    )}</tbody>
</table></div>`;
}
