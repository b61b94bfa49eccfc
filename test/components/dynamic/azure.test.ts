import { createHttpHeaders, createPipelineRequest, RestError } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { explained } from "../../../components/dynamic/azure";

const request = createPipelineRequest({ url: "https://management.azure.com/" });

describe("an error of Azure's", () => {
    it("says what was tried, what Azure answered and under which id", () => {
        const headers = createHttpHeaders({ "x-ms-request-id": "request-1" });
        const error = new RestError("The client has no permission.", {
            code: "AuthorizationFailed",
            statusCode: 403,
            request,
            response: { request, headers, status: 403 },
        });
        expect(explained("generate password1 of the token edge of contoso", error).message).toBe(
            "Could not generate password1 of the token edge of contoso: HTTP 403 AuthorizationFailed, The client has no permission. (request request-1)",
        );
    });

    it("says that there was no answer", () => {
        const error = new RestError("getaddrinfo ENOTFOUND", { code: "ENOTFOUND", request });
        expect(explained("read the token edge of contoso", error).message).toBe(
            "Could not read the token edge of contoso: no answer ENOTFOUND, getaddrinfo ENOTFOUND",
        );
    });

    it("keeps what was wrong with an answer", () => {
        expect(explained("read the token edge of contoso", new Error("it is empty")).message).toBe(
            "Could not read the token edge of contoso: it is empty.",
        );
    });
});
