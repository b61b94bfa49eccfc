import { describe, expect, it } from "vitest";
import { isDenied, lookupProblem } from "../../../components/inputs/lookup-problems";
import { problemText } from "../../../components/inputs/validation";

const denied = [
    // Graph's, by azuread.
    "unexpected status 403 (403 Forbidden) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation.",
    "GroupsClient.BaseClient.Get(): unexpected status 403 with OData error: Authorization_RequestDenied: Insufficient privileges",
    "retrieving additional fields: unexpected status 403 (403 Forbidden) with error: ErrorAccessDenied: Access is denied.",
    // ARM's, by azure-native.
    `status code 403, {"error":{"code":"AuthorizationFailed","message":"The client 'ci' does not have authorization"}}`,
    "GET https://management.azure.com/subscriptions/x\n-----\nRESPONSE 403: 403 Forbidden\nERROR CODE: AuthorizationFailed\n-----",
    'Status=403 Code="AuthorizationFailed" Message="The client does not have authorization to perform action"',
];
const other = [
    "No group found matching specified filter (displayName eq 'Room 403')",
    "RESPONSE 404: 404 Not Found\nERROR CODE: ResourceNotFound",
    "unexpected status 429 (429 Too Many Requests)",
    "context deadline exceeded",
];

describe("isDenied", () => {
    it.each(denied)("is true of %s", (message) => {
        expect(isDenied(new Error(message))).toBe(true);
    });

    it.each(other)("is false of %s", (message) => {
        expect(isDenied(new Error(message))).toBe(false);
    });
});

describe("lookupProblem", () => {
    it("puts the provider's answer on one line", () => {
        const problem = lookupProblem(
            "clusterResourceId",
            "/x",
            { service: "ARM", right: "the action clusters/read" },
            { problem: "is no cluster", remedy: "Correct it." },
            new Error("GET https://management.azure.com/x\n------\nRESPONSE 403: 403 Forbidden\n------\n"),
        );
        expect(problemText(problem)).toBe(
            'clusterResourceId: could not be looked up, because the deployer lacks the action clusters/read (given: "/x"). Grant it (docs/permissions.md). ARM says: GET https://management.azure.com/x RESPONSE 403: 403 Forbidden',
        );
    });
});
