// The access matrix: a table for each registry with principals as rows and repositories as columns. Each cell holds the
// permission and what grants it.
import { type DataAction, dataActions } from "../../azure/actions";
import { Permission, permissions } from "../../azure/permissions";
import { groupBy } from "../../estate/group-by";
import type { AccessReport, Grant, Method, Principal, Registry } from "../model";
import { isCompared, membersOf } from "../render/rows";
import { noAccessTo } from "../summary";
import { counted } from "../wording";
import { html, type Markup } from "./markup";

/** Wider tables don't fit a page; the cells then name the repositories. Letters are those of all column heads. */
const widest = { columns: 6, letters: 72 };

/** Up to this many registries, a browser lays out the page without delay. */
const few = 12;

const allRepositories = "*";

interface Column {
    label: string;
    /** Whether a grant of the row belongs in this column. */
    cell: (entry: Entry) => boolean;
    namesRepository: boolean;
}

interface Entry {
    repository: string;
    grant: Grant;
}

export function accessSection(report: AccessReport): Markup {
    const principals = new Map(report.principals.map((principal) => [principal.id, principal]));
    const grants = groupBy(report.grants, ({ registry }) => registry);
    const methods = [...new Set(report.principals.map(({ method }) => method))].sort();
    return html`<section aria-labelledby="access"${report.registries.length > few && html` class="many"`}>
<h2 id="access">Who may do what</h2>
<p class="key"><span class="key-title">Permissions:</span> ${Object.values(Permission).map((permission) => html`<span>${badge(permission)} ${explained[permission]}</span> `)}</p>
${filters(report.registries, methods, isCompared(report))}
${report.registries.map((registry) => registryTable(registry, grants.get(registry.id) ?? [], principals, noAccessTo(report)))}
<p class="nothing" hidden>No grant matches. <button type="button" data-clear>Clear the filters</button></p>
</section>`;
}

const explained = {
    pull: "read images",
    push: "read and write",
    delete: "read and delete",
    manage: "read, write and delete",
};

/** Hidden until the script, without which it does nothing, reveals it. */
const filters = (
    registries: Registry[],
    methods: Method[],
    compared: boolean,
): Markup => html`<form class="filters" role="search" aria-label="Filter grants" hidden>
<label class="wide">Search <input type="search" name="text" placeholder="Principal, repository, role …" autocomplete="off" spellcheck="false"></label>
<label>Method <select name="method"><option value="">Any</option>${methods.map((method) => html`<option>${method}</option>`)}</select></label>
<label>Can <select name="action"><option value="">Anything</option>${dataActions.map((action) => html`<option>${action}</option>`)}</select></label>
${
    compared &&
    html`<label>Declaration <select name="declaration"><option value="">Any</option><option>declared</option><option>undeclared</option><option>missing</option></select></label>
`
}<label>Registry <select name="registry"><option value="">All</option>${registries.map(({ id, name }) => html`<option value="${id}">${name}</option>`)}</select></label>
<button type="button" data-clear>Clear</button>
<output aria-live="polite"></output>
</form>
`;

function registryTable(
    registry: Registry,
    grants: Grant[],
    principals: Map<string, Principal>,
    nobody: string,
): Markup {
    const entries = grants.flatMap((grant) => repositoriesOf(grant).map((repository) => ({ repository, grant })));
    const columns = columnsFor(entries);
    // One row for what a principal may do as itself, and one for each login whose password it may read.
    const rows = [...groupBy(entries, ({ grant }) => JSON.stringify([grant.principal, grant.login])).values()];
    const holders = new Set(grants.map(({ principal }) => principal)).size;
    return html`<details class="registry" data-registry="${registry.id}" open>
<summary><h3>${registry.name}</h3><span class="server">${registry.loginServer}</span><span class="facts">${facts(registry)}<span class="fact">${counted(holders, "principal")}</span></span></summary>
${
    rows.length === 0
        ? html`<p class="quiet">${nobody}</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Access to ${registry.name}"><table role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Principal</th><th role="columnheader" scope="col">Method</th>${columns.map(({ label }) => html`<th role="columnheader" scope="col">${label}</th>`)}<th role="columnheader" scope="col">Until</th></tr></thead>
<tbody role="rowgroup">${rows.map((entries) => row(principals, entries, columns))}</tbody>
</table></div>`
}
</details>
`;
}

const facts = ({ roleAssignmentMode, adminUser, anonymousPull, declared }: Registry): Markup[] => [
    ...(declared ? [] : [html`<span class="fact">managed outside these stacks</span>`]),
    html`<span class="fact">${roleAssignmentMode === "abac" ? "ABAC" : roleAssignmentMode} mode</span>`,
    html`<span class="fact${adminUser === "on" && " alarming"}">admin user ${adminUser}</span>`,
    html`<span class="fact${anonymousPull === "on" && " alarming"}">anonymous pull ${anonymousPull}</span>`,
];

const repositoriesOf = ({ repositories }: Grant): string[] => (repositories.length === 0 ? ["unknown"] : repositories);

function columnsFor(entries: Entry[]): Column[] {
    const repositories = [...new Set(entries.map(({ repository }) => repository))].sort();
    if (repositories.length <= widest.columns && repositories.join("").length <= widest.letters) {
        return repositories.map((repository) => ({
            label: repository === allRepositories ? "All repositories" : repository,
            cell: (entry) => entry.repository === repository,
            namesRepository: false,
        }));
    }
    return [
        ...(repositories.includes(allRepositories)
            ? [
                  {
                      label: "All repositories",
                      cell: ({ repository }: Entry) => repository === allRepositories,
                      namesRepository: false,
                  },
              ]
            : []),
        {
            label: "Named repositories",
            cell: ({ repository }) => repository !== allRepositories,
            namesRepository: true,
        },
    ];
}

function row(principals: Map<string, Principal>, entries: Entry[], columns: Column[]): Markup {
    const principal = principals.get(entries[0]?.grant.principal ?? "");
    const { method } = principals.get(entries[0]?.grant.login ?? "") ?? principal ?? {};
    const can = new Set(entries.flatMap(({ grant }) => grant.actions));
    const until = [...new Set(entries.map(({ grant }) => grant.until))].sort();
    const marks = [...new Set(entries.flatMap(({ grant }) => grant.declaration ?? []))];
    const members = principal === undefined ? null : membersOf(principal);
    return html`<tr role="row" data-method="${method}" data-can="${[...can].join(" ")}"${marks.length > 0 && html` data-declaration="${marks.join(" ")}"`}>
<th role="rowheader" scope="row"><span class="name">${principal?.name}</span><span class="sub">${principal?.kind}${principal?.usedBy.map((workload) => html`<br>${workload}`)}${members !== null && html`<br>${members}`}</span></th>
<td role="cell" data-label="Method">${method}</td>
${columns.map((column) => cell(column, entries.filter(column.cell)))}<td role="cell" data-label="Until" class="until">${until.map((day) => (day === null ? html`<span class="sub">no end date</span>` : html`<time datetime="${day}">${day}</time> `))}</td>
</tr>
`;
}

function cell({ label, namesRepository }: Column, entries: Entry[]): Markup {
    if (entries.length === 0) {
        return html`<td role="cell" class="none"><span class="hidden">no access</span></td>
`;
    }
    const grants = [...groupBy(entries, ({ grant }) => grant)];
    return html`<td role="cell" data-label="${label}">${grants.map(
        ([{ permission, via, scope, note, declaration }, same]) =>
            html`<div class="grant${declaration === "missing" && " gone"}">${badge(permission)}${mark(declaration)}${namesRepository && same.map(({ repository }) => html` <span class="repository">${repository}</span>`)}<span class="sub">${shortRole(via)}${scope !== "registry" && html`, on ${scope}`}${note !== null && html`<br>${note}`}</span></div>`,
    )}</td>
`;
}

/** What is declared and exists needs no mark. */
const mark = (declaration: Grant["declaration"]): Markup | null =>
    declaration === null || declaration === "declared"
        ? null
        : html` <span class="mark mark-${declaration}">${declaration}</span>`;

/** Azure's longer role names all start alike. */
const shortRole = (role: string): string => role.replace(/^Container Registry /, "");

/** The permission as a word, and as three dots for pull, push and delete, so that it does not rest on colour alone. */
function badge(permission: Grant["permission"]): Markup {
    return html`<span class="badge badge-${permission.replaceAll(" ", "-")}"><span aria-hidden="true">${dots(permission)}</span> ${permission === "none" ? "no images" : permission}</span>`;
}

function dots(permission: Grant["permission"]): string {
    if (permission === "unknown") return "???";
    const allowed: readonly DataAction[] =
        permission === "none" ? [] : permission === "delete only" ? ["delete"] : permissions[permission].data;
    return dataActions.map((action) => (allowed.includes(action) ? "●" : "○")).join("");
}
