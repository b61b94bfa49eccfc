import { describe, expect, it } from "vitest";
import { findApplication } from "../../../components/identity/application";
import { failed, lookUp, type MockOptions } from "../../support/mocks";

const clientId = "33333333-3333-3333-3333-333333333333";
const denied =
    "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.";
const application = { "azuread:index/getApplication:getApplication": () => ({ id: "/applications/app" }) };

const find = (invokes: MockOptions["invokes"]) =>
    lookUp((component) => findApplication(component, 'RegistryServicePrincipal "ci"', clientId), invokes);

describe("findApplication", () => {
    it("answers the application and its service principal", async () => {
        const found = find({
            ...application,
            "azuread:index/getServicePrincipal:getServicePrincipal": () => ({ objectId: "principal" }),
        });
        expect(await found).toEqual({ clientId, principalId: "principal", applicationId: "/applications/app" });
    });

    it.each<[string, MockOptions["invokes"], string]>([
        [
            "that there is no such application",
            { "azuread:index/getApplication:getApplication": () => failed("Application was not found") },
            `is not the client id of an application in this tenant (given: "${clientId}"). Correct it, or leave it out for a new application. Entra says: Application was not found`,
        ],
        [
            "that it has no service principal",
            {
                ...application,
                "azuread:index/getServicePrincipal:getServicePrincipal": () => failed("No service principal found"),
            },
            `is an application without a service principal in this tenant (given: "${clientId}"). Create one with \`az ad sp create --id ${clientId}\`. Entra says: No service principal found`,
        ],
        [
            "which permission is missing for the application",
            { "azuread:index/getApplication:getApplication": () => failed(denied) },
            `could not be looked up, because the deployer lacks the Microsoft Graph permission Application.Read.All (given: "${clientId}"). Grant it (docs/permissions.md). Entra says: ${denied}`,
        ],
        [
            "which permission is missing for the service principal",
            { ...application, "azuread:index/getServicePrincipal:getServicePrincipal": () => failed(denied) },
            `could not be looked up, because the deployer lacks the Microsoft Graph permission Application.Read.All (given: "${clientId}"). Grant it (docs/permissions.md). Entra says: ${denied}`,
        ],
    ])("says %s", async (_, invokes, problem) => {
        await expect(find(invokes)).rejects.toThrow(
            `Invalid arguments for RegistryServicePrincipal "ci":\n  clientId: ${problem}`,
        );
    });
});
