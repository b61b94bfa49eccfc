import { describe, expect, it } from "vitest";
import {
    type Declared,
    type DeclaredAccess,
    type DeclaredGrant,
    nothingDeclared,
    type RegistryTarget,
} from "../../proofs/declared";
import { attemptsFor, registriesOf } from "../../proofs/plan";

const target = (name: string): RegistryTarget => ({
    resourceId: `/registries/${name}`,
    loginServer: `${name}.azurecr.io`,
    roleAssignmentMode: "abac",
});
const [a, b] = [target("a"), target("b")];

const grant = (registry: RegistryTarget, permission: DeclaredGrant["permission"], ...repositories: string[]) => ({
    registry,
    permission,
    repositories,
    listCatalog: false,
});
const entry = (changes: Partial<DeclaredAccess>): DeclaredAccess => ({
    name: "entry",
    method: "service principal",
    principalId: "object",
    enabled: true,
    grants: [],
    credentials: [{ kind: "password", label: "current", username: "app", secret: "s" }],
    ...changes,
});
const declared = (changes: Partial<Declared>): Declared => ({ ...nothingDeclared(), ...changes });
const now = new Date("2026-06-01T00:00:00Z");
const planned = (given: Declared) =>
    attemptsFor(given, now).map(({ credential, registry, repository, expected }) =>
        [credential.label, `${registry.loginServer}/${repository}`, ...expected].join(" "),
    );

describe("the plan", () => {
    it("tries an example of each pattern, the near miss and one other registry", () => {
        const registries = [a, b].map((each) => ({
            name: "r",
            target: each,
            anonymousPull: false,
            armAudienceTokens: false,
        }));
        const access = [entry({ grants: [grant(a, "pull", "team/*", "tools"), grant(a, "push", "team/app")] })];
        expect(planned(declared({ registries, access }))).toEqual([
            "current a.azurecr.io/team/acr-auth-proof pull",
            "current a.azurecr.io/tools pull",
            "current a.azurecr.io/team/app pull push",
            "current a.azurecr.io/team-acr-auth-proof",
            "current b.azurecr.io/acr-auth-proof",
        ]);
    });

    it("adds up what several components grant to one principal", () => {
        const access = [
            entry({ grants: [grant(a, "pull", "*")] }),
            entry({ name: "other", grants: [grant(a, "manage", "*")], credentials: [] }),
        ];
        expect(planned(declared({ access }))).toEqual(["current a.azurecr.io/acr-auth-proof pull push delete"]);
    });

    it("does not add up tokens, which have no principal", () => {
        const token = { method: "repository token", principalId: undefined } as const;
        const access = [
            entry({ ...token, grants: [grant(a, "pull", "one")] }),
            entry({ ...token, name: "other", grants: [grant(a, "push", "one")], credentials: [] }),
        ];
        expect(planned(declared({ access }))).toEqual([
            "current a.azurecr.io/one pull",
            "current a.azurecr.io/one-acr-auth-proof",
        ]);
    });

    it("expects nothing of a disabled token", () => {
        const access = [entry({ enabled: false, grants: [grant(a, "manage", "one")] })];
        expect(planned(declared({ access }))).toEqual([
            "current a.azurecr.io/one",
            "current a.azurecr.io/one-acr-auth-proof",
        ]);
    });

    it("tries the older password on one repository only", () => {
        const credentials = [
            { kind: "password", label: "current", username: "app", secret: "s" },
            { kind: "password", label: "previous", username: "app", secret: "t" },
        ] as const;
        const access = [entry({ grants: [grant(a, "delete", "one", "two")], credentials: [...credentials] })];
        expect(planned(declared({ access }))).toEqual([
            "current a.azurecr.io/one pull delete",
            "current a.azurecr.io/two pull delete",
            "current a.azurecr.io/one-acr-auth-proof",
            "previous a.azurecr.io/one pull delete",
        ]);
    });

    it.each([
        ["previous", "2026-05-31T23:59:59Z", "previous a.azurecr.io/one"],
        ["previous", "2026-06-01T00:00:01Z", "previous a.azurecr.io/one pull"],
        ["current", "2026-05-31T23:59:59Z", "current a.azurecr.io/one pull"],
    ] as const)("of the %s password, which ends at %s, expects: %s", (label, expiresOn, expected) => {
        const credentials = [{ kind: "password", label, username: "app", secret: "s", expiresOn } as const];
        const access = [entry({ grants: [grant(a, "pull", "one")], credentials })];
        expect(planned(declared({ access }))[0]).toBe(expected);
    });

    it.each([
        ["2026-06-02", ["current a.azurecr.io/acr-auth-proof pull push delete"]],
        ["2026-06-01", ["current a.azurecr.io/acr-auth-proof"]],
    ])("expects the admin user to be off from %s on", (endsOn, expected) => {
        const access = [
            entry({ method: "admin user", principalId: undefined, endsOn, grants: [grant(a, "manage", "*")] }),
        ];
        expect(planned(declared({ access }))).toEqual(expected);
    });

    it("expects everybody to pull from a registry that is public", () => {
        const registries = [
            { name: "a", target: a, anonymousPull: true, armAudienceTokens: false },
            { name: "b", target: b, anonymousPull: true, armAudienceTokens: false },
        ];
        const access = [entry({ grants: [grant(a, "push", "one")] })];
        expect(planned(declared({ registries, access }))).toEqual([
            "current a.azurecr.io/one pull push",
            "current a.azurecr.io/one-acr-auth-proof pull",
        ]);
    });

    it("knows a registry once, however its id is spelled", () => {
        const access = [entry({ grants: [grant({ ...a, resourceId: a.resourceId.toUpperCase() }, "pull", "*")] })];
        const registries = [{ name: "a", target: a, anonymousPull: false, armAudienceTokens: false }];
        expect(registriesOf(declared({ registries, access }))).toHaveLength(1);
    });
});
