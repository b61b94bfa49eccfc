// Passwords of principals: whose they are, until when access lasts, and when they rotate.
import { describe, expect, it } from "vitest";
import { exportOf, type ResourceState, unknown } from "../../support/pulumi-state";
import { grantLines, reportOf } from "../reports";
import { objectId, registryId, stack } from "../states";

const { root, resource, roleAssignment, application, servicePrincipal, applicationPassword } = stack("images", "prod");
const elsewhere = { applicationId: "/applications/elsewhere" };
const principalId = "1e0b6f0a-94f6-4f5e-8d62-8f7c7a2f9b22";

describe("passwords", () => {
    it("are found through the component that was given an application's client id", () => {
        const component = resource("acr-auth:index:RegistryServicePrincipal", "partner", {
            parent: root.urn,
            inputs: {},
        });
        const states: ResourceState[] = [
            root,
            component,
            roleAssignment("partner-pull", "AcrPull", registryId("base"), principalId, { parent: component.urn }),
            applicationPassword("partner-password-0", "2026-10-01T00:00:00Z", "2027-10-01T00:00:00Z", {
                parent: component.urn,
                inputs: elsewhere,
            }),
        ];
        const result = reportOf(exportOf(states));
        expect(grantLines(result)).toEqual([
            "partner | service principal | service principal | pull | base | * | AcrPull | registry | 2027-10-01",
        ]);
        expect(result.rotations.map(({ on }) => on)).toEqual(["2027-03-30", "2027-09-26", "2028-03-24"]);
    });

    it("end no access of principals that can also log in without one", () => {
        const password = applicationPassword("ci", "2026-10-01T00:00:00Z", "2027-10-01T00:00:00Z");
        const federated = resource(
            "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
            "ci",
            {
                inputs: {
                    applicationId: application("ci").id,
                    displayName: "main",
                    subject: "repo:contoso/shop:ref:refs/heads/main",
                },
            },
        );
        const assigned = roleAssignment("ci", "AcrPush", registryId("base"), objectId);
        const until = (...credentials: ResourceState[]) =>
            reportOf(exportOf([root, application("ci"), servicePrincipal("ci"), assigned, ...credentials])).grants.map(
                (grant) => grant.until,
            );
        expect([until(), until(password), until(password, federated)]).toEqual([[null], ["2027-10-01"], [null]]);
    });

    it("start with what Graph answered, and on the day of the report while they are yet to be made", () => {
        const result = reportOf(
            exportOf([
                root,
                application("ci"),
                servicePrincipal("ci"),
                roleAssignment("ci", "AcrPush", registryId("base"), objectId),
                applicationPassword("old", "2026-10-01T09:30:00Z", "2027-10-01T00:00:00Z"),
                applicationPassword("new", unknown, "2027-11-23T00:00:00Z"),
            ]),
        );
        expect(result.credentials.map(({ name, startsOn, expiresOn }) => `${name} ${startsOn} ${expiresOn}`)).toEqual([
            "old 2026-10-01 2027-10-01",
            "new 2026-11-23 2027-11-23",
        ]);
    });

    it("that missed several rotations are due for the last of them only", () => {
        const component = resource("acr-auth:index:RegistryServicePrincipal", "late", {
            parent: root.urn,
            inputs: { period: 30, lifetime: 300 },
        });
        const result = reportOf(
            exportOf([
                root,
                component,
                roleAssignment("late-pull", "AcrPull", registryId("base"), principalId, { parent: component.urn }),
                applicationPassword("late-password-5", "2026-08-01T00:00:00Z", "2027-05-28T00:00:00Z", {
                    parent: component.urn,
                    inputs: elsewhere,
                }),
            ]),
        );
        expect(result.rotations.slice(0, 2).map(({ on, generation }) => [on, generation])).toEqual([
            ["2026-10-30", 8],
            ["2026-11-29", 9],
        ]);
    });

    it("of a token come in turn, from the one that its component writes first", () => {
        const component = resource("acr-auth:index:RepositoryToken", "edge", {
            parent: root.urn,
            inputs: { firstPassword: "password2" },
        });
        const tokenId = `${registryId("base")}/tokens/edge`;
        const inputs = { tokenId, passwordName: "password2", generation: 0, expiresOn: "2027-10-01T00:00:00Z" };
        const below = { parent: component.urn };
        const result = reportOf(
            exportOf([
                root,
                component,
                resource("azure-native:containerregistry:Token", "edge", { ...below, id: tokenId, inputs: {} }),
                resource("pulumi-nodejs:dynamic/acr-auth:TokenPassword", "edge-password2", { ...below, inputs }),
            ]),
        );
        expect(result.credentials.map(({ name, expiresOn }) => `${name} ${expiresOn}`)).toEqual([
            "password2 2027-10-01",
            "password1 2028-03-29",
            "password2 2028-09-25",
            "password1 2029-03-24",
        ]);
    });
});
