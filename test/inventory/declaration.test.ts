// Grants and credentials of a report on what exists: declared by a state, undeclared, or missing. Each difference stands
// beside the estate that is as declared.
import { describe, expect, it } from "vitest";
import { roles } from "../../azure/roles";
import type { Resource } from "../../estate/resource";
import { attention } from "../../inventory/attention";
import { accessReport } from "../../inventory/index";
import {
    liveAssignment,
    liveEligibility,
    liveRegistry,
    liveScopeMap,
    liveToken,
    liveUser,
    registryId,
} from "../policies/support/live";
import { compared, credentialLines, declarations, hidden } from "./compared";

import { deviceMap, estate, images, pull, read, reading } from "./declared-estate";

const instead = (old: Resource, changed: Resource) => estate.map((one) => (one === old ? changed : one));

const asDeclared = [
    "ci | pull | shop/* | Container Registry Repository Reader | declared",
    "puller | pull | * | Container Registry Repository Reader | declared",
    "device | pull | app | scope map device | declared",
];

it("finds an estate as declared, in the published form", () => {
    const report = compared({ declared: estate, exists: estate });
    expect(declarations(report)).toEqual(asDeclared);
    expect(credentialLines(report).map((line) => line.split(" | ").at(-1))).toEqual(Array(3).fill("declared"));
    expect(attention(report).filter(({ kind }) => kind === "undeclared" || kind === "missing")).toEqual([]);
    expect(accessReport.parse(report)).toEqual(report);
});

it("has nothing to compare without a state", () => {
    const report = compared({ exists: estate });
    expect(report.grants.map(({ declaration }) => declaration)).toEqual([null, null, null]);
    expect(report.registries.map(({ name, declared, resource }) => [name, declared, resource])).toEqual([
        ["images", true, registryId("images")],
    ]);
    expect(report.sources).toEqual([
        {
            file: "subscription 11111111-1111-1111-1111-111111111111",
            kind: "subscription",
            stack: null,
            resources: estate.length,
        },
    ]);
});

describe("a grant that goes beyond the state", () => {
    const extra = (...exists: Resource[]) =>
        declarations(compared({ declared: estate, exists: [...estate, ...exists] })).filter(
            (line) => !asDeclared.includes(line),
        );

    it("is a role for somebody else", () => {
        const ada = liveUser("ada-object", { displayName: "Ada", userPrincipalName: "ada@contoso.com" });
        const push = liveAssignment("hand", roles.RepositoryWriter, "ada-object", { principalType: "User" });
        expect(extra(ada, push)).toEqual(["Ada | push | * | Container Registry Repository Writer | undeclared"]);
    });
    it("is another role for the same principal", () => {
        const push = liveAssignment("hand", roles.RepositoryWriter, "ci-object", reading("shop/*"));
        expect(extra(push)).toEqual(["ci | push | shop/* | Container Registry Repository Writer | undeclared"]);
    });
    it("is a role that may be activated, though the same is held for good", () => {
        const report = compared({
            declared: estate,
            exists: [
                ...estate,
                liveEligibility("pim", roles.RepositoryReader, "puller-object", {
                    endDateTime: "2027-03-01T00:00:00Z",
                }),
            ],
        });
        expect(report.grants.filter(({ activation }) => activation)).toMatchObject([
            {
                permission: "pull",
                declaration: "undeclared",
                until: "2027-03-01",
                note: "It must be activated in Privileged Identity Management first, and allows nothing until then.",
            },
        ]);
        expect(report.grants).toHaveLength(4);
    });
    it("is what a widened condition adds", () => {
        const wider = liveAssignment("pull", roles.RepositoryReader, "ci-object", reading("shop/*", "tools/*"));
        expect(declarations(compared({ declared: estate, exists: instead(pull, wider) }))).toEqual([
            "ci | pull | shop/* | Container Registry Repository Reader | declared",
            "ci | pull | tools/* | Container Registry Repository Reader | undeclared",
            ...asDeclared.slice(1),
        ]);
    });
    it("is all that a condition no longer leaves out", () => {
        const open = liveAssignment("pull", roles.RepositoryReader, "ci-object");
        const [declared, undeclared] = compared({ declared: estate, exists: instead(pull, open) }).grants;
        expect([declared?.repositories, declared?.declaration]).toEqual([["shop/*"], "declared"]);
        expect([undeclared?.repositories, undeclared?.declaration, undeclared?.note]).toEqual([
            ["*"],
            "undeclared",
            "It leaves out shop/*.",
        ]);
    });
    it("is what a widened scope map adds, by repository and by action", () => {
        const actions = [...read, "repositories/app/content/write", "repositories/secret/content/read"];
        const widened = compared({ declared: estate, exists: instead(deviceMap, liveScopeMap("device", actions)) });
        expect(declarations(widened).slice(2)).toEqual([
            "device | pull | app | scope map device | declared",
            "device | push | app | scope map device | undeclared",
            "device | pull | secret | scope map device | undeclared",
        ]);
    });
    it("is a token and an admin user that nobody declared, each with a mark for the reader", () => {
        const report = compared({
            declared: estate,
            exists: [
                ...estate.map((one) =>
                    one === images ? liveRegistry("images", { ...images.inputs, adminUserEnabled: true }) : one,
                ),
                liveToken("forgotten", { scopeMapId: `${registryId("images")}/scopeMaps/_repositories_pull` }),
            ],
        });
        expect(declarations(report).filter((line) => line.endsWith("undeclared"))).toEqual([
            "forgotten | pull | * | scope map _repositories_pull | undeclared",
            "images admin user | manage | * | admin user | undeclared",
        ]);
        expect(
            attention(report)
                .filter(({ kind }) => kind === "undeclared")
                .map(({ level, title, detail }) => [level, title, detail]),
        ).toEqual([
            [
                "critical",
                "No given state declares what images admin user may do on images",
                "Admin user: manage on all repositories by admin user.",
            ],
            [
                "warning",
                "No given state declares what forgotten may do on images",
                "Repository token: pull on all repositories by scope map _repositories_pull.",
            ],
        ]);
    });
    it("is not told from a plan that leaves resources out", () => {
        const push = liveAssignment("hand", roles.RepositoryWriter, "ci-object");
        const report = compared({ declared: estate, exists: [...estate, push], omitted: 3 });
        expect(declarations(report)).not.toContainEqual(expect.stringMatching(/\| undeclared$/));
    });
});

describe("a declared grant that does not exist", () => {
    const without = estate.filter((one) => one !== pull);
    const line = "ci | pull | shop/* | Container Registry Repository Reader";
    const found = (more: Partial<Parameters<typeof compared>[0]>) =>
        declarations(compared({ declared: estate, exists: without, ...more }));

    it("is missing", () => {
        expect(found({})).toEqual([`${line} | missing`, ...asDeclared.slice(1)]);
        expect(attention(compared({ declared: estate, exists: without }))).toContainEqual(
            expect.objectContaining({ level: "warning", title: "1 declared grant does not exist" }),
        );
    });
    it("is not missing where it could not be read", () => {
        const gaps = [hidden(["roleAssignment"])];
        expect(found({ gaps })).toEqual([`${line} | `, ...asDeclared.slice(1)]);
        expect(compared({ declared: estate, exists: without, gaps }).grants[0]?.note).toBe(
            "Whether it exists could not be read.",
        );
    });
    it("is what a narrower scope map lacks", () => {
        const wide = liveScopeMap("device", [...read, "repositories/app/content/write"]);
        const narrow = compared({ declared: instead(deviceMap, wide), exists: estate });
        expect(declarations(narrow).slice(2)).toEqual([
            "device | pull | app | scope map device | declared",
            "device | push | app | scope map device | missing",
        ]);
    });
    it("is missing with its registry, unless that was not asked for", () => {
        const other = { name: "other", registryName: "other" };
        const elsewhere = [
            liveRegistry("other", other),
            liveAssignment("x", roles.AcrPull, "ci-object", { scope: registryId("other") }),
        ];
        const declared = [...estate, ...elsewhere];
        const of = (more: object) =>
            declarations(compared({ declared, exists: estate, ...more })).filter((one) => one.includes("AcrPull"));
        expect(of({})).toEqual(["ci | pull | * | AcrPull | missing"]);
        expect(of({ narrowed: true })).toEqual(["ci | pull | * | AcrPull | "]);
        expect(of({ gaps: [hidden(["registry"])] })).toEqual(["ci | pull | * | AcrPull | "]);
    });
});
