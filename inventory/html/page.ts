// The report as one page that needs nothing else: no network, no server, readable on paper and without its script.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AccessReport } from "../model";
import { summary } from "../summary";
import { accessSection } from "./access";
import { attentionSection } from "./attention";
import { credentialSection } from "./credentials";
import { html, Markup, sentence } from "./markup";
import { exemptionSection, findingSection, limitationSection, sourceSection } from "./notes";

// The styles and filters.js stand beside this file in a checkout. They are not copied to dist/, where this file is compiled to.
const folder = existsSync(join(__dirname, "page.css")) ? __dirname : join(__dirname, "../../../inventory/html");
/** In the order of the cascade: what changes on narrow screens and on paper comes last. */
const styles = ["page", "attention", "access", "credentials", "notes", "media"];
const read = (name: string): Markup => new Markup(readFileSync(join(folder, name), "utf8"));

export function htmlReport(report: AccessReport): string {
    const style = new Markup(styles.map((name) => read(`${name}.css`).text).join("\n"));
    const script = read("filters.js");
    // A second line of defence behind the escaping: the browser runs no script but this one and fetches nothing.
    const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash("sha256").update(script.text).digest("base64")}'`;
    return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Registry access on ${report.asOf}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#access">Skip to who may do what</a>
<header class="masthead">
<p class="eyebrow">Registry access report <span aria-hidden="true">·</span> <time datetime="${report.asOf}">${report.asOf}</time></p>
<h1>Who can pull and push, and until when</h1>
<p class="lead">${sentence(summary(report))}</p>
</header>
<main>
${attentionSection(report)}
${accessSection(report)}
${credentialSection(report)}
${findingSection(report)}
${exemptionSection(report)}
${limitationSection(report)}
${sourceSection(report)}
</main>
<script>${script}</script>
</body>
</html>
`.text;
}
