// Passwords, certificates and federated credentials of a report on what exists: declared, undeclared or missing.
import { describe, expect, it } from "vitest";
import type { Resource } from "../../estate/resource";
import { attention } from "../../inventory/attention";
import { liveToken } from "../policies/support/live";
import { compared, credentialLines, hidden } from "./compared";

import { application, certificate, device, estate, federated, password } from "./declared-estate";

const instead = (old: Resource, changed: Resource) => estate.map((one) => (one === old ? changed : one));

describe("a credential", () => {
    it("is undeclared with its dates, without its key id", () => {
        const trust = federated("hand", "repo:stranger/app:ref:refs/heads/main");
        const report = compared({
            declared: estate,
            exists: [...estate, password("key-two", { displayName: "by hand" }), certificate, trust],
        });
        expect(credentialLines(report).filter((line) => line.endsWith("undeclared"))).toEqual([
            "ci | application password | by hand | 2026-06-01 | 2027-06-01 | undeclared",
            "puller | federated credential | hand |  |  | undeclared",
            "ci | application certificate | laptop | 2026-05-01 | 2028-05-01 | undeclared",
        ]);
        expect(JSON.stringify(report)).not.toMatch(/key-one|key-two|cert-key/);
        expect(attention(report).filter(({ kind }) => kind === "undeclared")).toMatchObject([
            {
                title: "An application password of ci is declared by no given state",
                detail: "by hand exists since 2026-06-01, until 2027-06-01.",
            },
            {
                title: "A federated credential of puller is declared by no given state",
                detail: "hand exists. It trusts repo:stranger/app:ref:refs/heads/main.",
            },
            { title: "An application certificate of ci is declared by no given state" },
        ]);
    });
    it("is a token's password that was generated again in the same slot", () => {
        const regenerated = liveToken("device", {
            credentials: {
                passwords: [
                    { name: "password1", creationTime: "2026-11-01T08:00:00Z", expiry: "2027-05-01T00:00:00Z" },
                ],
            },
        });
        const lines = credentialLines(compared({ declared: estate, exists: instead(device, regenerated) }));
        expect(lines.filter((line) => line.startsWith("device"))).toEqual([
            "device | token password | password1 | 2026-11-01 | 2027-05-01 | undeclared",
            "device | token password | password1 | 2026-06-01 | 2027-05-01 | missing",
        ]);
    });
    it("is missing where its application was read, and not where its passwords were not", () => {
        const exists = estate.filter(({ kind }) => kind !== "applicationPassword");
        const of = (more: object) =>
            credentialLines(compared({ declared: estate, exists, ...more })).filter((line) => line.startsWith("ci"));
        expect(of({})).toEqual(["ci | application password | by pipeline | 2026-06-01 | 2027-06-01 | missing"]);
        expect(of({ gaps: [hidden(["applicationPassword"], undefined)] })).toEqual([
            "ci | application password | by pipeline | 2026-06-01 | 2027-06-01 | ",
        ]);
        expect(of({ exists: exists.filter((one) => one !== application) })).toEqual([
            "ci | application password | by pipeline | 2026-06-01 | 2027-06-01 | ",
        ]);
    });
});
