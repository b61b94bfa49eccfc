import { describe, expect, it } from "vitest";
import type { ContainerRegistryArgs } from "../../../components";
import { isSecret } from "../../support/mocks";
import { declare, problems } from "./support";

describe("the webhooks of a registry", () => {
    it("are declared, with a secret address and secret headers, which the component does not record in plain text", async () => {
        const recorder = await declare({
            webhooks: {
                deploys: { serviceUri: "https://ci.example/t0ken", customHeaders: { authorization: "t0ken" } },
            },
        });
        const { customHeaders, serviceUri, ...inputs } = recorder.inputs(":Webhook", "shop-deploys");
        expect(inputs).toMatchObject({ webhookName: "deploys", actions: ["push"], status: "enabled" });
        expect(customHeaders).toMatchObject({ value: { authorization: "t0ken" } });
        expect(serviceUri).toMatchObject({ value: "https://ci.example/t0ken" });
        expect(isSecret(recorder.inputs("acr-auth:index:ContainerRegistry", "shop").webhooks)).toBe(true);
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
                "webhooks.a.serviceUri: does not begin with https://. Use an https:// URL.",
                "webhooks: has 3 entries, and a Basic registry takes at most 2. Leave some out, or choose a higher SKU.",
            ],
        ],
    ])("refuse %s", (_, args, expected) => {
        expect(problems(args)).toEqual(expected);
    });
});
