// What a registry's body may hold: names, types and values that are refused, each beside one that is taken.
import { describe, expect } from "vitest";
import { it } from "./azure";

const body = (properties: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
    location: "westeurope",
    sku: { name: "Premium" },
    properties,
    ...more,
});

describe("the body of a registry", () => {
    it.for<[string, Record<string, unknown>]>([
        ["nothing but what it must", body()],
        ["what another answer held", body({ provisioningState: "Succeeded", loginServer: "x" }, { id: "x", tags: {} })],
        ["names in any case", body({ AdminUserEnabled: true })],
        ["null for what is left out", body({ adminUserEnabled: null })],
        [
            "an address and a range",
            body({ networkRuleSet: { ipRules: [{ value: "192.0.2.1" }, { value: "192.0.2.0/24" }] } }),
        ],
    ])("may hold %s", async ([_, sent], { azure }) => {
        expect((await azure.call("PUT", azure.registryId(), sent)).status).toBe(201);
    });

    it.for<[string, Record<string, unknown>, string]>([
        ["a misspelt property", body({ adminUserEnable: true }), "InvalidRequestContent"],
        ["a misspelt policy", body({ policies: { retention: { days: 7 } } }), "InvalidRequestContent"],
        ["a property of nothing", body({}, { skuName: "Premium" }), "InvalidRequestContent"],
        ["a text for a boolean", body({ adminUserEnabled: "yes" }), "InvalidRequestContent"],
        ["a text for a number", body({ policies: { retentionPolicy: { days: "7" } } }), "InvalidRequestContent"],
        ["an object for a list", body({ networkRuleSet: { ipRules: {} } }), "InvalidRequestContent"],
        ["a text for the SKU", body({}, { sku: "Premium" }), "InvalidRequestContent"],
        ["an unknown SKU", body({}, { sku: { name: "Gold" } }), "InvalidSku"],
        ["a status that is none", body({ policies: { trustPolicy: { status: "on" } } }), "InvalidParameter"],
        [
            "an IP rule that is none",
            body({ networkRuleSet: { ipRules: [{ value: "office" }] } }),
            "NetworkRuleValidationError",
        ],
        [
            "a range too long",
            body({ networkRuleSet: { ipRules: [{ value: "192.0.2.0/33" }] } }),
            "NetworkRuleValidationError",
        ],
        [
            "an IPv6 rule",
            body({ networkRuleSet: { ipRules: [{ value: "2001:db8::1" }] } }),
            "NetworkRuleValidationError",
        ],
    ])("is refused with %s", async ([_, sent, code], { azure }) => {
        const answer = await azure.call("PUT", azure.registryId(), sent);
        expect({ status: answer.status, code: answer.body.error.code, state: answer.body.status }).toEqual({
            status: 400,
            code,
            state: "Failed",
        });
        expect((await azure.call("GET", azure.registryId())).status).toBe(404);
    });

    it("is checked in a PATCH as well", async ({ azure }) => {
        await azure.addRegistry();
        const patch = (properties: Record<string, unknown>) => azure.call("PATCH", azure.registryId(), { properties });
        expect((await patch({ adminUserEnabled: "yes" })).status).toBe(400);
        expect((await patch({ adminUserEnabled: true })).status).toBe(201);
    });
});
