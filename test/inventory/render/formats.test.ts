// The formats: what each says, that each escapes what it must, and that none lets a secret through.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AccessReport, accessReport, reportRenderers } from "../../../inventory/index";
import { emptyReport } from "../report-parts";
import { reportOf } from "../reports";
import { sampleReport } from "../sample-report";
import { componentStack } from "../stacks/components";
import { rawStack } from "../stacks/raw";
import { planted } from "../states";

const fromStates = () => reportOf(componentStack(), rawStack());

describe.each(Object.entries(reportRenderers))("%s", (_, render) => {
    it("holds no password, no ciphertext and no key id", () => {
        const text = render(fromStates());
        for (const secret of Object.values(planted)) {
            expect(text).not.toContain(secret);
        }
        expect(text.length).toBeGreaterThan(1000);
    });

    it("is the same for the same files and day", () => {
        expect(render(fromStates())).toBe(render(fromStates()));
    });

    it("uses the field's words", () => {
        const ours =
            /act now|keep in mind|\bdoors?\b|\bbook\b|\banew\b|\bburns?\b|\bdead\b|in plain text|\bgaps?\b|\bsays\b|\bnobody holds\b|cannot tell/i;
        for (const report of [fromStates(), sampleReport()]) {
            // The style of the page is no text, and `gap` is one of its properties.
            expect(render(report).replace(/<style>.*<\/style>/s, "")).not.toMatch(ours);
        }
    });

    it("takes an empty report", () => {
        expect(render(emptyReport())).toMatch(/^(Registry access on|# Registry|\{|<!doctype html>|BEGIN:VCALENDAR)/);
    });
});

describe("hostile names", () => {
    const hostile = `<script>alert(1)</script>"'&|\`[x](y)\u001b[31m\r\nEND:VCALENDAR`;
    const report = (): AccessReport => {
        const sample = sampleReport();
        const rename = <T extends object>(entry: T, key: keyof T): T => ({ ...entry, [key]: hostile });
        return {
            ...sample,
            principals: sample.principals.map((principal) => ({ ...rename(principal, "name"), usedBy: [hostile] })),
            registries: sample.registries.map((registry) => ({
                ...registry,
                name: hostile,
                loginServer: hostile,
                id: `${registry.id}${hostile}`,
            })),
            grants: sample.grants.map((grant) => ({
                ...grant,
                registry: `${grant.registry}${hostile}`,
                repositories: [hostile],
                via: hostile,
                scope: hostile,
                note: hostile,
            })),
            credentials: sample.credentials.map((credential) => ({ ...rename(credential, "name"), note: hostile })),
            breakGlass: sample.breakGlass.map((entry) => ({
                ...rename(entry, "reason"),
                registry: `${entry.registry}${hostile}`,
            })),
            findings: sample.findings.map((finding) => ({
                ...rename(finding, "message"),
                rule: hostile,
                resource: hostile,
            })),
            exemptions: sample.exemptions.map((exemption) => ({
                ...exemption,
                rule: hostile,
                reason: hostile,
                owner: hostile,
                resource: hostile,
                problem: hostile,
            })),
            limitations: [{ subject: hostile, message: hostile, command: hostile }],
            sources: sample.sources.map((source) => ({ ...source, file: hostile, stack: hostile })),
        };
    };

    it("stay text in HTML: no tag and no attribute beyond the page's own", () => {
        const page = reportRenderers.html(report());
        expect(page.match(/<script/g)).toHaveLength(1);
        expect(page).not.toContain("alert(1)</script>");
        // Every attribute that the renderers write stands in double quotes, which a name can't leave.
        expect(page).not.toMatch(/="[^"]*<script/);
        expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
    });

    it("can't reach the terminal or another line in text", () => {
        const text = reportRenderers.text(report());
        expect(text).not.toContain("\u001b");
        expect(text).not.toContain("\r");
        expect(text).not.toMatch(/^END:VCALENDAR/m);
    });

    it("can't leave their cell in Markdown, nor become a tag or a link", () => {
        const text = reportRenderers.markdown(report());
        const rows = text.split("\n").filter((line) => line.startsWith("| "));
        const columns = new Set(rows.map((row) => row.split(/(?<!\\)\|/).length));
        expect([...columns].sort()).toEqual([6, 8]);
        expect(text.replace(/`[^`\n]*`/g, "")).not.toMatch(/<script|(?<!\\)\[x/);
    });

    it("can't end the calendar", () => {
        expect(reportRenderers.ics(report()).match(/^END:VCALENDAR/gm)).toHaveLength(1);
    });
});

describe("text", () => {
    it("reads well in a terminal", () => {
        expect(reportRenderers.text({ ...sampleReport(), findings: [], limitations: [] })).toMatchInlineSnapshot(`
          "Registry access on 2026-11-23
          11 principals have 15 grants on 4 registries. The next password rotation is due for factory-device
            on 2026-12-01, in 8 days. 1 break-glass entry is open.

          CRITICAL
            The admin user of shoplegacy is on
              Reason: Migration of the portal-deployed shop to a managed identity. It is on until 2026-12-05,
                in 12 days.
            Everyone on the internet can pull from shoplegacy
              Anonymous pull is on: no login is needed for any repository.

          WARNING
            The password rotation of factory-device is due in 8 days
              The first deployment on or after that day creates the new password. The one in use before it
                works until 2027-06-04.
            partner-upload loses access in 16 days
              Its last token password (password1) expires on 2026-12-09.

          INFO
            The exemption of public* from anonymous-pull-disabled expired on 2026-10-01
              Its owner is oss@contoso.com.

          CONTOSOAPPS  contosoapps.azurecr.io  ABAC mode, admin user off, anonymous pull off
            principal              permission  until        repositories
            platform               manage      no end date  all
                group, Container Registry Repository Contributor
            kim.minji@contoso.com  pull        no end date  shop/*, tools/lint
                user, Container Registry Repository Reader
            ci-push                push        2027-08-12   shop/*
                service principal, Container Registry Repository Writer
            release-pipeline       push        no end date  shop/*
                managed identity, Container Registry Repository Writer
            shop-aks               pull        no end date  all
                kubelet identity, Container Registry Repository Reader
            factory-device         pull        2027-06-01   firmware/*
                repository token, scope map factory-device
            partner-upload         push        2026-12-09   partner/inbox
                repository token, scope map partner-upload

          CONTOSOBASE  contosobase.azurecr.io  legacy mode, admin user off, anonymous pull off
            principal  permission  until        repositories
            platform   push        no end date  all
                group, AcrPush
            ci-push    pull        2027-08-12   all
                service principal, AcrPull
            shop-aks   pull        no end date  all
                kubelet identity, AcrPull
            edge-aks   pull        2027-03-30   all
                service principal, AcrPull

          SHOPLEGACY  shoplegacy.azurecr.io  legacy mode, admin user on, anonymous pull on
            principal                             permission  until        repositories
            shoplegacy admin user                 manage      2026-12-05   all
                admin user
            everyone                              pull        no end date  all
                everyone, anonymous pull
            9f1d3f36-7d0e-4c39-9b6f-1b1c7a1f5f10  manage      no end date  all
                unknown, Owner on resource group shop. It may also change settings and give access to others.
            release-pipeline                      none        no end date  all
                managed identity, Container Registry Repository Reader. Container Registry Repository Reader
                  gives no access to images while the registry is in legacy mode.

          PARTNERIMAGES  partnerimages.azurecr.io  managed outside these stacks, legacy mode, admin user
            unknown, anonymous pull unknown
            principal  permission  until        repositories
            shop-aks   pull        no end date  all
                kubelet identity, AcrPull

          PASSWORDS
            principal       method                 next rotation             last password expires
            factory-device  repository token       2026-12-01 (in 8 days)    2027-06-04 (in 193 days)
            partner-upload  repository token       not scheduled             2026-12-09 (in 16 days)
            ci-push         service principal      2027-02-11 (in 80 days)   2027-08-15 (in 265 days)
            edge-aks        AKS service principal  2027-03-25 (in 122 days)  2027-09-26 (in 307 days)

          EXEMPTIONS
            shoplegacy* from admin-user-disabled until 2026-12-05, owner platform@contoso.com: Open until the
              migration is finished
            public* from anonymous-pull-disabled until 2026-10-01, owner oss@contoso.com: Public base images
              (expired on 2026-10-01)
          "
        `);
    });
});

describe("text of 100 columns", () => {
    it("holds every line but commands to copy and words that are longer", () => {
        for (const report of [fromStates(), sampleReport()]) {
            const wide = reportRenderers
                .text(report)
                .split("\n")
                .filter((line) => line.length > 100);
            expect(wide.filter((line) => !line.startsWith("    $ az "))).toEqual([]);
        }
        const name = "x".repeat(200);
        const long = { ...emptyReport(), limitations: [{ subject: name, message: name, command: null }] };
        expect(reportRenderers.text(long)).toContain(`\n  ${name}:\n    ${name}\n`);
    });
});

describe("JSON", () => {
    it("follows the published schema, which says what the code says", () => {
        expect(accessReport.parse(JSON.parse(reportRenderers.json(fromStates())))).toEqual(fromStates());
        // To regenerate it, after a build, and before `npm run fix`:
        // node -p 'JSON.stringify(require("zod").z.toJSONSchema(require("./dist/inventory/model").accessReport))' > inventory/report.schema.json
        const published = readFileSync(join(__dirname, "../../../inventory/report.schema.json"), "utf8");
        expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(accessReport))));
    });
});
