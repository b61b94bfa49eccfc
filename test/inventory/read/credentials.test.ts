// Passwords of principals: whose they are, until when access lasts, and when they rotate.
import { describe, expect, it } from "vitest";
import { exportOf, type ResourceState, unknown } from "../../support/pulumi-state";
import { grantLines, reportOf } from "../reports";
import { registryId, stack } from "../states";

const { root, resource, roleAssignment } = stack("images", "prod");
const clientId = "7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44";
const objectId = "3d8b1d66-8d9f-4b49-8b67-3c2c6f1e1b55";
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
            resource("azuread:index/applicationPassword:ApplicationPassword", "partner-password-0", {
                parent: component.urn,
                inputs: {
                    applicationId: "/applications/elsewhere",
                    startDate: "2026-10-01T00:00:00Z",
                    endDate: "2027-10-01T00:00:00Z",
                },
            }),
        ];
        const result = reportOf(exportOf(states));
        expect(grantLines(result)).toEqual([
            "partner | service principal | service principal | pull | base | * | AcrPull | registry | 2027-10-01",
        ]);
        expect(result.rotations.map(({ on }) => on)).toEqual(["2027-03-30", "2027-09-26", "2028-03-24"]);
    });

    it("end no access of principals that can also log in without one", () => {
        const application = resource("azuread:index/application:Application", "ci", {
            id: "/applications/2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33",
            inputs: { displayName: "ci" },
            outputs: { clientId },
        });
        const principal = resource("azuread:index/servicePrincipal:ServicePrincipal", "ci", {
            inputs: { clientId },
            outputs: { displayName: "ci", objectId },
        });
        const password = resource("azuread:index/applicationPassword:ApplicationPassword", "ci", {
            inputs: {
                applicationId: application.id,
                startDate: "2026-10-01T00:00:00Z",
                endDate: "2027-10-01T00:00:00Z",
            },
        });
        const federated = resource(
            "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential",
            "ci",
            {
                inputs: {
                    applicationId: application.id,
                    displayName: "main",
                    subject: "repo:contoso/shop:ref:refs/heads/main",
                },
            },
        );
        const assigned = roleAssignment("ci", "AcrPush", registryId("base"), objectId);
        const until = (...credentials: ResourceState[]) =>
            reportOf(exportOf([root, application, principal, assigned, ...credentials])).grants.map(
                (grant) => grant.until,
            );
        expect([until(), until(password), until(password, federated)]).toEqual([[null], ["2027-10-01"], [null]]);
    });

    it("start with what Graph answered, and on the day of the report while they are yet to be made", () => {
        const application = resource("azuread:index/application:Application", "ci", {
            id: "/applications/2c9a0c55-7c8e-4a38-9a56-2b1b5f0d0a33",
            outputs: { clientId },
        });
        const password = (name: string, startDate: unknown, endDate: string) =>
            resource("azuread:index/applicationPassword:ApplicationPassword", name, {
                inputs: { applicationId: application.id, endDate },
                outputs: { endDate, startDate },
            });
        const result = reportOf(
            exportOf([
                root,
                application,
                resource("azuread:index/servicePrincipal:ServicePrincipal", "ci", {
                    inputs: { clientId },
                    outputs: { objectId },
                }),
                roleAssignment("ci", "AcrPush", registryId("base"), objectId),
                password("old", "2026-10-01T09:30:00Z", "2027-10-01T00:00:00Z"),
                password("new", unknown, "2027-11-23T00:00:00Z"),
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
                resource("azuread:index/applicationPassword:ApplicationPassword", "late-password-5", {
                    parent: component.urn,
                    inputs: {
                        applicationId: "/applications/elsewhere",
                        startDate: "2026-08-01T00:00:00Z",
                        endDate: "2027-05-28T00:00:00Z",
                    },
                }),
            ]),
        );
        expect(result.rotations.slice(0, 2).map(({ on, generation }) => [on, generation])).toEqual([
            ["2026-10-30", 8],
            ["2026-11-29", 9],
        ]);
    });
});
