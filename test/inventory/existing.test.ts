// What a report says of what exists beyond roles and tokens: members of groups, deny assignments, roles that it does not
// know, break glass, and the end of access.
import { describe, expect, it } from "vitest";
import { roles } from "../../azure/roles";
import type { Resource } from "../../estate/resource";
import {
    live,
    liveAssignment,
    liveGroup,
    liveRegistry,
    liveUser,
    registryId,
    resourceGroup,
    subscription,
} from "../policies/support/live";
import { compared, declaredBy, hidden } from "./compared";
import { application, certificate, ci, password } from "./declared-estate";

const images = liveRegistry("images");
const limitations = (exists: Resource[], gaps: Parameters<typeof compared>[0]["gaps"] = []) =>
    compared({ exists, gaps }).limitations;

describe("members of a group", () => {
    const ada = liveUser("ada", { userPrincipalName: "ada@contoso.com" });
    const grant = liveAssignment("team", roles.AcrPull, "team", { principalType: "Group" });
    const membersOf = (...groups: Resource[]) =>
        compared({ exists: [images, grant, ada, ...groups] }).principals.map(({ members }) => members);

    it("are listed by name, those of groups within included, also in a circle", () => {
        const team = liveGroup("team", { members: ["inner", "unknown-object"] });
        expect(membersOf(team, liveGroup("inner", { members: ["ADA", "team"] }))).toEqual([
            ["ada@contoso.com", "unknown-object"],
        ]);
        expect(membersOf(liveGroup("team", { members: [] }))).toEqual([[]]);
    });
    it("are not known where any group in it was not read", () => {
        expect(membersOf(liveGroup("team", { members: ["inner"] }), liveGroup("inner"))).toEqual([null]);
        expect(limitations([images, grant, liveGroup("team")])).toMatchObject([
            { subject: "group team", message: "The members were not read; --expand-groups lists them." },
        ]);
    });
});

describe("limitations", () => {
    const deny = (scope: string, more = {}) =>
        live(
            "azure-native:authorization:DenyAssignment",
            `${scope}/providers/Microsoft.Authorization/denyAssignments/deny`,
            { scope, ...more },
        );
    const message =
        "A deny assignment reaches it, which this report does not evaluate: less may be allowed than it shows.";

    it("name registries that a deny assignment reaches", () => {
        expect(limitations([images, deny(resourceGroup)])).toMatchObject([{ subject: "registry images", message }]);
        expect(limitations([images, deny(registryId("images"))])).toMatchObject([{ message }]);
        expect(limitations([images, deny(resourceGroup, { doNotApplyToChildScopes: true })])).toEqual([]);
        expect(limitations([images, deny(registryId("others"))])).toEqual([]);
    });
    it("name roles above a registry that the report does not know", () => {
        const role = { id: "43d0d8ad-25c7-4714-9337-8ba259a9fe05" };
        expect(limitations([images, liveAssignment("a", role, "someone", { scope: subscription })])).toEqual([
            {
                subject: "role 43d0d8ad-25c7-4714-9337-8ba259a9fe05",
                message:
                    "It is assigned above a registry, and this report does not know what it allows: whoever holds it may be able to pull.",
                command: "az role definition list --name 43d0d8ad-25c7-4714-9337-8ba259a9fe05",
            },
        ]);
    });
    it("are none of those of a file", () => {
        expect(limitations([images])).toEqual([]);
    });
});

describe("the end of access", () => {
    const exists = [images, application, ci, liveAssignment("push", roles.AcrPush, "ci-object"), password("one")];
    const until = (resources: Resource[], gaps: Parameters<typeof compared>[0]["gaps"] = []) =>
        compared({ exists: resources, gaps }).grants.map((grant) => grant.until);

    it("is that of the last password or certificate", () => {
        expect(until(exists)).toEqual(["2027-06-01"]);
        expect(until([...exists, certificate])).toEqual(["2028-05-01"]);
    });
    it("is not known where another credential may exist unseen", () => {
        expect(until(exists, [hidden(["applicationCertificate"], undefined)])).toEqual([null]);
    });
});

describe("an admin user that is on", () => {
    const on = liveRegistry("images", { adminUserEnabled: true });
    const component = (expiresOn: string): Resource => ({
        ...declaredBy(on),
        urn: "urn:pulumi:dev::app::acr-auth:index:ContainerRegistry::images",
        type: "acr-auth:index:ContainerRegistry",
        kind: undefined,
        id: undefined,
        inputs: { adminUser: { reason: "portal", expiresOn } },
        outputs: {},
    });
    const entries = (expiresOn: string, existing: Resource) => {
        const parent = component(expiresOn);
        const registry = { ...on, parent: declaredBy(parent).urn };
        return compared({ declared: [registry, parent], exists: [existing] }).breakGlass;
    };

    it("is documented by the state, by its end and its reason", () => {
        expect(entries("2026-12-05", on)).toMatchObject([
            { registry: registryId("images"), reason: "portal", expiresOn: "2026-12-05", status: "open" },
        ]);
        expect(entries("2026-11-20", on)).toMatchObject([{ status: "past its date" }]);
        expect(entries("2026-12-05", images)).toMatchObject([{ status: "closed" }]);
    });
    it("is undocumented where no state tells", () => {
        expect(compared({ declared: [images], exists: [on] }).breakGlass).toMatchObject([
            { reason: null, status: "undocumented" },
        ]);
    });
});
