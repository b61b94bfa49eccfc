import { describe, expect, it } from "vitest";
import { declare, registryId } from "./support";

describe("the log of a registry", () => {
    it("has logins, and what was done", async () => {
        const recorder = await declare({ logWorkspaceResourceId: "/workspace" });
        expect(recorder.inputs(":DiagnosticSetting", "shop-diagnostics")).toEqual({
            name: "shop",
            resourceUri: registryId,
            workspaceId: "/workspace",
            logs: [
                { category: "ContainerRegistryLoginEvents", enabled: true },
                { category: "ContainerRegistryRepositoryEvents", enabled: true },
            ],
        });
    });
});
