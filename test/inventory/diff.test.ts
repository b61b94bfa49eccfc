// What a change does to access, sentence by sentence.
import { describe, expect, it } from "vitest";
import { type AccessReport, compare, diffRenderers } from "../../inventory/index";
import { exportOf } from "../support/pulumi-state";
import { reportOf, reportOn } from "./reports";
import { sampleReport } from "./sample-report";
import { componentStack } from "./stacks/components";
import { readerCondition, registryId, stack } from "./states";

const { root, resource, registry, roleAssignment } = stack("images", "prod");
const groupId = "0d7a2a9e-3a39-4d4c-8a2d-5b7f0a7f1c11";
const asGroup = { principalType: "Group" };

const changed = (change: (report: AccessReport) => void) => {
    const after = sampleReport();
    change(after);
    return compare(sampleReport(), after).map(({ direction, message }) => `${direction}: ${message}`);
};
const grant = (report: AccessReport, principal: string, registry: string) => {
    const found = report.grants.find((grant) => grant.principal === principal && grant.registry === registry);
    if (found === undefined) {
        throw new Error(`no grant of ${principal} on ${registry}`);
    }
    return found;
};

describe("a comparison", () => {
    it.each<[string, (report: AccessReport) => void, string[]]>([
        ["of equal reports is empty", () => {}, []],
        [
            "tells a new grant",
            (report) => {
                report.grants.push({ ...grant(report, "platform", "contosobase"), registry: "shoplegacy" });
            },
            ["wider: group platform gains push on registry shoplegacy"],
        ],
        [
            "tells a removed grant",
            (report) => {
                report.grants = report.grants.filter(({ principal }) => principal !== "shop-aks");
            },
            [
                "narrower: kubelet identity shop-aks loses pull on registry contosoapps",
                "narrower: kubelet identity shop-aks loses pull on registry contosobase",
                "narrower: kubelet identity shop-aks loses pull on registry partnerimages",
            ],
        ],
        [
            "tells a wider permission",
            (report) => {
                Object.assign(grant(report, "ci-push", "contosobase"), {
                    permission: "push",
                    actions: ["pull", "push"],
                });
            },
            ["wider: service principal ci-push changes from pull to push on registry contosobase"],
        ],
        [
            "tells a narrower permission",
            (report) => {
                Object.assign(grant(report, "platform", "contosobase"), { permission: "pull", actions: ["pull"] });
            },
            ["narrower: group platform changes from push to pull on registry contosobase"],
        ],
        [
            "calls wider what gains anything, whatever it loses",
            (report) => {
                Object.assign(grant(report, "platform", "contosobase"), {
                    permission: "delete",
                    actions: ["pull", "delete"],
                });
            },
            ["wider: group platform changes from push to delete on registry contosobase"],
        ],
        [
            "tells repositories",
            (report) => {
                grant(report, "kim.minji@contoso.com", "contosoapps").repositories = ["shop/*", "tools/test"];
            },
            [
                "wider: user kim.minji@contoso.com gains pull on repository tools/test in registry contosoapps",
                "narrower: user kim.minji@contoso.com loses pull on repository tools/lint in registry contosoapps",
            ],
        ],
        [
            "gathers repositories that change alike",
            (report) => {
                grant(report, "kim.minji@contoso.com", "contosoapps").repositories.push("a", "b");
            },
            ["wider: user kim.minji@contoso.com gains pull on 2 repositories (a, b) in registry contosoapps"],
        ],
        [
            "tells shared access turned on and off",
            (report) => {
                report.grants = report.grants.filter(({ via }) => via !== "admin user");
                const open = grant(report, "everyone", "shoplegacy");
                report.grants.push({ ...open, registry: "contosobase" });
            },
            [
                "wider: everyone on the internet gains pull on registry contosobase",
                "narrower: the shoplegacy admin user loses manage on registry shoplegacy",
            ],
        ],
        [
            "tells a mode, a registry and a password's end",
            (report) => {
                report.grants = report.grants.filter(({ registry }) => registry !== "shoplegacy");
                report.registries = report.registries
                    .filter(({ name }) => name !== "shoplegacy")
                    .map((registry) =>
                        registry.name === "contosobase" ? { ...registry, roleAssignmentMode: "abac" } : registry,
                    );
                report.credentials = report.credentials.map((credential) =>
                    credential.id === "partner-upload/0" ? { ...credential, expiresOn: "2027-01-31" } : credential,
                );
            },
            [
                "narrower: the shoplegacy admin user loses manage on registry shoplegacy",
                "narrower: everyone on the internet loses pull on registry shoplegacy",
                "narrower: principal 9f1d3f36-7d0e-4c39-9b6f-1b1c7a1f5f10 loses manage on registry shoplegacy",
                "narrower: principal 9f1d3f36-7d0e-4c39-9b6f-1b1c7a1f5f10 loses Owner on registry shoplegacy",
                "narrower: managed identity release-pipeline loses Container Registry Repository Reader on registry shoplegacy",
                "other: registry contosobase changes from legacy to abac mode",
                "other: registry shoplegacy is no longer declared",
                "other: the last password of repository token partner-upload expires on 2027-01-31 instead of 2026-12-09",
            ],
        ],
    ])("%s", (_, change, expected) => {
        expect(changed(change)).toEqual(expected);
    });

    it("finds no change in a role that is replaced by another with the same rights", () => {
        expect(
            changed((report) => {
                for (const each of report.grants.filter(({ note }) => note === null)) {
                    each.via = "another role";
                    each.resources = [];
                }
            }),
        ).toEqual([]);
    });

    it("works on states: AcrPush given to a group beside AcrPull is push", () => {
        const base = [
            root,
            registry("contoso"),
            resource("azuread:index/group:Group", "platform", {
                inputs: { displayName: "platform" },
                outputs: { displayName: "platform", objectId: groupId },
            }),
        ];
        const assigned = (...roles: ("AcrPull" | "AcrPush")[]) =>
            reportOf(
                exportOf([
                    ...base,
                    ...roles.map((role) => roleAssignment(role, role, registryId("contoso"), groupId, asGroup)),
                ]),
            );
        expect(compare(assigned(), assigned("AcrPush")).map(({ message }) => message)).toEqual([
            "group platform gains push on registry contoso",
        ]);
        expect(compare(assigned("AcrPull"), assigned("AcrPull", "AcrPush")).map(({ message }) => message)).toEqual([
            "group platform changes from pull to push on registry contoso",
        ]);
    });

    it("works on the plan of a first preview, which knows neither ids nor role definitions", () => {
        const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        const planned = resource("azure-native:containerregistry:Registry", "contoso", {
            inputs: { registryName: unknown, roleAssignmentMode: "AbacRepositoryPermissions" },
        });
        const component = resource("acr-auth:index:RegistryAccess", "team", {
            inputs: { groupName: "platform", grants: {} },
        });
        const assigned = resource("azure-native:authorization:RoleAssignment", "team-apps-RepositoryReader", {
            parent: component.urn,
            inputs: {
                scope: unknown,
                roleDefinitionId: unknown,
                principalId: groupId,
                principalType: "Group",
                condition: readerCondition.replaceAll("metadata/read", "content/read"),
            },
            propertyDependencies: { scope: [planned.urn], roleDefinitionId: [planned.urn] },
        });
        const plan = {
            steps: [root, planned, component, assigned].map((newState) => ({
                op: "create",
                urn: newState.urn,
                newState,
            })),
        };
        expect(compare(reportOf(exportOf([root])), reportOf(plan)).map(({ message }) => message)).toEqual([
            "group platform gains pull on 2 repositories (shop/*, tools/lint) in registry contoso",
            "registry contoso is new",
        ]);
    });

    it("tells roles that allow more than images, and custom roles", () => {
        const base = [root, registry("contoso")];
        const custom = roleAssignment("custom", "AcrPull", registryId("contoso"), groupId, {
            principalType: "Group",
        });
        const states = [
            base,
            [...base, roleAssignment("owner", "Owner", registryId("contoso"), groupId, asGroup)],
            [
                ...base,
                {
                    ...custom,
                    inputs: {
                        ...custom.inputs,
                        roleDefinitionId:
                            "/providers/Microsoft.Authorization/roleDefinitions/c0571c01-0000-4000-8000-000000000000",
                    },
                },
            ],
        ].map((resources) => reportOf(exportOf(resources)));
        const [none, owner, other] = states as [AccessReport, AccessReport, AccessReport];
        expect(compare(none, owner).map(({ message }) => message)).toEqual([
            `group ${groupId} gains manage on registry contoso`,
            `group ${groupId} gains Owner on registry contoso (It may also change settings and give access to others)`,
        ]);
        expect(compare(none, other).map(({ message }) => message)).toEqual([
            `group ${groupId} gains role c0571c01-0000-4000-8000-000000000000 on registry contoso (What this custom role allows is not in these files)`,
        ]);
        expect(compare(other, none).map(({ message }) => message)).toEqual([
            `group ${groupId} loses role c0571c01-0000-4000-8000-000000000000 on registry contoso`,
        ]);
    });

    it("finds nothing between a state and itself a week later, before anything is due", () => {
        const on = (day: string) => reportOn(day, componentStack());
        expect(compare(on("2026-11-23"), on("2026-11-30"))).toEqual([]);
    });
});

describe("its formats", () => {
    const changes = [
        { direction: "wider", message: "group platform gains push on registry contoso" },
        { direction: "other", message: "registry contoso is new" },
    ] as const;

    it("text", () => {
        expect(diffRenderers.text(changes)).toBe(
            "+ group platform gains push on registry contoso\n~ registry contoso is new\n",
        );
        expect(diffRenderers.text([])).toBe("No access changes.\n");
    });

    it("Markdown", () => {
        expect(diffRenderers.markdown(changes)).toBe(
            "## Access changes\n\n- **wider**: group platform gains push on registry contoso\n- registry contoso is new\n",
        );
        expect(diffRenderers.markdown([])).toBe("## Access changes\n\nNo access changes.\n");
    });

    it("JSON", () => {
        expect(JSON.parse(diffRenderers.json(changes))).toEqual({ diffVersion: 2, changes });
    });
});
