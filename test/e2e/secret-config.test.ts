// Stack config that was set with --secret, on the way into the state: it stands there in no input in plain text, nor in what
// the command prints.
import { describe, expect } from "vitest";
import { platformTest } from "./fixtures";
import { stackConfig } from "./support";

const it = platformTest("secret-config", stackConfig("2026-06-01", {}));

describe("secret stack config", () => {
    it("is encrypted in the state, and not printed", async ({ platform }) => {
        const sections = {
            location: "koreacentral",
            tags: { owner: "t0ken-owner" },
            registries: {
                main: {
                    sku: "Premium",
                    allowedIpRanges: ["203.0.113.77"],
                    webhooks: { deploys: { serviceUri: "https://hooks.example/t0ken-hook", scope: "t0ken-scope:*" } },
                    roleAssignmentMode: "abac",
                },
            },
            servicePrincipals: {
                ci: { grants: { main: { registry: "main", permission: "pull", repositories: ["t0ken/app"] } } },
            },
            repositoryTokens: {
                device: {
                    registry: "main",
                    grants: { app: { repositories: ["t0ken/device"], permission: "pull" } },
                },
            },
        };
        for (const [key, value] of Object.entries(sections)) {
            const text = typeof value === "string" ? value : JSON.stringify(value);
            expect((await platform.pulumi(["config", "set", "--secret", key, text])).code).toBe(0);
        }
        const { code, stdout, stderr } = await platform.pulumi(["up", "--yes", "--diff"]);
        expect(code, stderr).toBe(0);
        expect(`${stdout}${stderr}`).not.toMatch(/t0ken|203\.0\.113\.77/);

        const exported = await platform.pulumi(["stack", "export"]);
        // The control: with the secrets shown, the texts are there.
        expect(JSON.stringify(await platform.exportState())).toMatch(/t0ken-hook/);
        expect(exported.stdout.match(/.*(t0ken|203\.0\.113\.77).*/g)).toBeNull();
    });
});
