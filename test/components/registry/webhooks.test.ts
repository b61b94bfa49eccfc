import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { declare, problems } from "./support";

describe("the webhooks of a registry", () => {
    it("are declared, with secret headers", async () => {
        const recorder = await declare({
            webhooks: { deploys: { serviceUri: "https://ci.example/hook", customHeaders: { authorization: "token" } } },
        });
        const { customHeaders, ...inputs } = recorder.inputs(":Webhook", "shop-deploys");
        expect(inputs).toMatchObject({ webhookName: "deploys", actions: ["push"], status: "enabled" });
        expect(customHeaders).toMatchObject({ value: { authorization: "token" } });
    });

    it.each<[string, Partial<ContainerRegistryArgs>, string[]]>([
        [
            "webhooks by http, badly named and too many",
            {
                sku: "Basic",
                webhooks: {
                    a: { serviceUri: "http://ci.example?token=secret" },
                    second: { serviceUri: "https://x" },
                    third: { serviceUri: "https://x" },
                },
            },
            [
                "webhooks.a: is not the name of a webhook. Use 5 to 50 letters and digits, and no other characters.",
                "webhooks.a.serviceUri: does not begin with https://. Call the service by https.",
                "webhooks: has 3 entries, and a Basic registry takes at most 2. Leave some out, or choose a higher SKU.",
            ],
        ],
    ])("refuse %s", (_, args, expected) => {
        expect(problems(args)).toEqual(expected);
    });
});
