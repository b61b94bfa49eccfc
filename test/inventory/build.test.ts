// From exported states to the report: one stack of components, one of raw resources, and both together.
import { describe, expect, it } from "vitest";
import { accessReport } from "../../inventory/index";
import { grantLines, reportOf, reportOn } from "./reports";
import { componentStack } from "./stacks/components";
import { rawStack } from "./stacks/raw";
import { registryId } from "./states";

describe("a stack of components", () => {
    const result = reportOf(componentStack());

    it("tells who may do what, by which method, until when", () => {
        expect(grantLines(result)).toEqual([
            "platform | group | individual identity | manage | contosoapps | * | Container Registry Repository Contributor | registry | ",
            "platform | group | individual identity | manage | contosobase | * | AcrPush and AcrDelete | registry | ",
            "kim.minji@contoso.com | user | individual identity | pull | contosoapps | shop/* tools/lint | Container Registry Repository Reader | registry | ",
            "ci-push | service principal | service principal | push | contosobase | * | AcrPush | registry | 2027-08-15",
            "shop-aks | kubelet identity | AKS managed identity | pull | partnerimages | * | AcrPull | registry | ",
            "factory-device | repository token | repository token | pull | contosoapps | firmware/* | scope map factory-device | registry | 2027-06-28",
            "factory-device | repository token | repository token | push | contosoapps | logs | scope map factory-device | registry | 2027-06-28",
            "contosolab admin user | admin user | admin user | manage | contosolab | * | admin user | registry | 2026-12-05",
        ]);
    });

    it("lists each registry once, however many resources point at it", () => {
        expect(result.registries.map(({ name, declared }) => [name, declared])).toEqual([
            ["contosoapps", true],
            ["contosobase", true],
            ["contosolab", true],
            ["partnerimages", false],
        ]);
    });

    it("counts a password as expired from the day it ends, and as expiring thirty days before", () => {
        const statusOn = (day: string) => reportOn(day, componentStack()).credentials[0]?.status;
        expect(["2027-01-16", "2027-01-17", "2027-02-15", "2027-02-16"].map(statusOn)).toEqual([
            "valid",
            "expiring",
            "expiring",
            "expired",
        ]);
    });

    it("knows a registry that is managed elsewhere from the reference to it", () => {
        expect(result.registries.find(({ name }) => name === "partnerimages")).toEqual({
            id: registryId("partnerimages").toLowerCase(),
            name: "partnerimages",
            resourceId: registryId("partnerimages"),
            loginServer: "partnerimages.azurecr.io",
            roleAssignmentMode: "legacy",
            adminUser: "unknown",
            anonymousPull: "unknown",
            declared: false,
            resource: null,
        });
    });

    it("follows the schedule of a component to the generations of the next 18 months", () => {
        const names = new Map(result.principals.map(({ id, name }) => [id, name]));
        const rows = result.credentials.map(
            ({ principal, kind, name, generation, startsOn, expiresOn, status, planned }) =>
                [
                    names.get(principal),
                    kind,
                    name,
                    generation,
                    startsOn,
                    expiresOn,
                    status,
                    planned ? "planned" : "exists",
                ].join(" | "),
        );
        expect(rows).toEqual([
            "ci-push | application password | generation 0 | 0 | 2026-02-16 | 2027-02-16 | valid | exists",
            "ci-push | application password | generation 1 | 1 | 2026-08-15 | 2027-08-15 | valid | exists",
            "factory-device | token password | password1 | 2 | 2026-05-24 | 2027-03-20 | valid | exists",
            "factory-device | token password | password2 | 3 | 2026-09-01 | 2027-06-28 | valid | exists",
            "ci-push | application password | generation 2 | 2 | 2027-02-11 | 2028-02-11 | upcoming | planned",
            "ci-push | application password | generation 3 | 3 | 2027-08-10 | 2028-08-09 | upcoming | planned",
            "ci-push | application password | generation 4 | 4 | 2028-02-06 | 2029-02-05 | upcoming | planned",
            "factory-device | token password | password1 | 4 | 2026-12-10 | 2027-10-06 | upcoming | planned",
            "factory-device | token password | password2 | 5 | 2027-03-20 | 2028-01-14 | upcoming | planned",
            "factory-device | token password | password1 | 6 | 2027-06-28 | 2028-04-23 | upcoming | planned",
            "factory-device | token password | password2 | 7 | 2027-10-06 | 2028-08-01 | upcoming | planned",
            "factory-device | token password | password1 | 8 | 2028-01-14 | 2028-11-09 | upcoming | planned",
            "factory-device | token password | password2 | 9 | 2028-04-23 | 2029-02-17 | upcoming | planned",
            "contosolab admin user | admin password | password and password2 |  |  |  | never expires | exists",
        ]);
        expect(result.credentials.slice(0, 3).map(({ removedOn }) => removedOn)).toEqual([
            "2027-02-11",
            "2027-08-10",
            "2026-12-10",
        ]);
        expect(
            result.rotations
                .slice(0, 2)
                .map(({ principal, on, generation, usableUntil }) => [
                    names.get(principal),
                    on,
                    generation,
                    usableUntil,
                ]),
        ).toEqual([
            ["factory-device", "2026-12-10", 4, "2027-03-20"],
            ["ci-push", "2027-02-11", 2, "2027-08-10"],
        ]);
    });

    it("reads break glass with reason and end", () => {
        expect(result.breakGlass).toEqual([
            {
                registry: result.registries.find(({ name }) => name === "contosolab")?.id,
                reason: "Portal deployment of the lab",
                expiresOn: "2026-12-05",
                status: "open",
                resource: "urn:pulumi:prod::images::acr-auth:index:ContainerRegistry::contosolab",
            },
        ]);
        expect(reportOf(componentStack()).sources).toEqual([
            { file: "0.json", stack: "images/prod", kind: "state", resources: 28 },
        ]);
    });

    it("calls a break glass past its date from the day it ends", () => {
        const on = (day: string) => reportOn(day, componentStack()).breakGlass[0]?.status;
        expect([on("2026-12-04"), on("2026-12-05"), on("2026-12-06")]).toEqual([
            "open",
            "past its date",
            "past its date",
        ]);
    });
});

describe("a stack of raw resources", () => {
    const result = reportOf(rawStack());

    it("is understood without any component", () => {
        expect(grantLines(result)).toEqual([
            "99e3dac4-2d90-4c77-a02e-70a0a35c5f99 | service principal | unknown identity | manage | shoplegacy | * | Owner | resource group images | ",
            "release-pipeline | managed identity | managed identity | push | shoplegacy | * | AcrPush | registry | ",
            "release-pipeline | managed identity | managed identity | none | shoplegacy | * | Container Registry Repository Reader | registry | ",
            "old-device | repository token | repository token | none | shoplegacy | * | scope map _repositories_pull | registry | ",
            "partner-upload | repository token | repository token | push | shoplegacy | * | scope map _repositories_push | registry | 2026-12-09",
            "shoplegacy admin user | admin user | admin user | manage | shoplegacy | * | admin user | registry | ",
            "everyone | everyone | anonymous pull | pull | shoplegacy | * | anonymous pull | registry | ",
        ]);
    });

    it("says why a grant has no effect, and what else a role allows", () => {
        expect(result.grants.map(({ via, note }) => [via, note])).toEqual([
            ["Owner", "It may also change settings and give access to others."],
            ["AcrPush", null],
            [
                "Container Registry Repository Reader",
                "Container Registry Repository Reader gives no access to images while the registry is in legacy mode.",
            ],
            ["scope map _repositories_pull", "The token is disabled."],
            ["scope map _repositories_push", null],
            ["admin user", "One account with two passwords, shared by everyone who has them."],
            ["anonymous pull", null],
        ]);
    });

    it("calls an admin user without reason and date undocumented", () => {
        expect(result.breakGlass.map(({ reason, expiresOn, status }) => [reason, expiresOn, status])).toEqual([
            [null, null, "undocumented"],
        ]);
    });

    it("lists what the files do not show, with the command that shows it", () => {
        expect(result.limitations).toEqual([
            {
                subject: "registry shoplegacy",
                message:
                    "Role assignments made outside these stacks are not in the files: at the registry, inherited from its resource group, subscription or management group, or eligible in Privileged Identity Management.",
                command: `az role assignment list --include-inherited --output table --scope ${registryId("shoplegacy")}`,
            },
            {
                subject: "registry shoplegacy",
                message: "Tokens and passwords created outside these stacks are not in the files.",
                command: "az acr token list --output table --registry shoplegacy",
            },
            {
                subject: "99e3dac4-2d90-4c77-a02e-70a0a35c5f99",
                message: "The files hold only its object ID: its kind and how it logs in are unknown.",
                command:
                    "az rest --url https://graph.microsoft.com/v1.0/directoryObjects/99e3dac4-2d90-4c77-a02e-70a0a35c5f99",
            },
            {
                subject: "old-device",
                message:
                    "The files declare no password and no federated credential for it: how it logs in, and until when, is unknown.",
                command: null,
            },
        ]);
    });
});

describe("several stacks", () => {
    it("are one report: a role given wide reaches the registries of all of them", () => {
        const result = reportOf(componentStack(), rawStack());
        const owner = result.grants.filter(({ via }) => via === "Owner");
        expect(
            owner
                .map(
                    ({ registry, permission }) =>
                        `${result.registries.find(({ id }) => id === registry)?.name} ${permission}`,
                )
                .sort(),
        ).toEqual(["contosoapps none", "contosobase manage", "contosolab manage", "shoplegacy manage"]);
    });

    it("fits the published form", () => {
        expect(accessReport.safeParse(reportOf(componentStack(), rawStack())).error).toBeUndefined();
    });
});
