// Resources in ARM templates inside deployments.
import { describe, expect, it } from "vitest";
import { get, normalise, subject } from "../../../estate/resource";
import { UNKNOWN } from "../../../estate/value";
import { resource, secret, unknown } from "../../policies/support/resources";

const arm = (template: unknown, parameters?: unknown) =>
    normalise(resource("azure-native:resources:Deployment", "arm", { properties: { template, parameters } })).slice(1);
const registryOf = (name: string, more: Record<string, unknown> = {}) => ({
    type: "Microsoft.ContainerRegistry/registries",
    name,
    ...more,
});

describe("an ARM template", () => {
    it("shows its registries, tokens, scope maps and role assignments in the shape of azure-native", () => {
        const hidden = arm(
            {
                variables: { sku: "Premium" },
                resources: [
                    registryOf("[parameters('name')]", {
                        sku: { name: "[variables('sku')]" },
                        properties: { adminUserEnabled: true },
                        resources: [{ type: "tokens", name: "edge", properties: { status: "enabled" } }],
                    }),
                    { type: "Microsoft.Storage/storageAccounts", name: "other" },
                    {
                        type: "Microsoft.Authorization/roleAssignments",
                        name: "g",
                        scope: "[concat('a')]",
                        properties: { principalId: "p" },
                    },
                ],
            },
            { name: { value: "hidden" } },
        );
        expect(hidden.map((one) => [subject(one), one.kind, one.embedded])).toEqual([
            ["Container registry 'arm/hidden'", "registry", true],
            ["Repository token 'arm/edge'", "token", true],
            ["Role assignment 'arm/g'", "roleAssignment", true],
        ]);
        const [registry, token, assignment] = hidden;
        if (!registry || !token || !assignment) throw new Error("something is missing");
        expect([get(registry, "registryName"), get(registry, "sku.name"), get(registry, "adminUserEnabled")]).toEqual([
            "hidden",
            "Premium",
            true,
        ]);
        expect(get(token, "status")).toBe("enabled");
        expect([get(assignment, "principalId"), get(assignment, "scope")]).toEqual(["p", UNKNOWN]);
    });

    it.each([
        ["as text", JSON.stringify({ resources: [registryOf("a")] })],
        ["by symbolic names", { resources: { one: registryOf("a") } }],
        [
            "nested",
            {
                resources: [
                    {
                        type: "Microsoft.Resources/deployments",
                        name: "n",
                        properties: { template: { resources: [registryOf("a")] } },
                    },
                ],
            },
        ],
    ])("is read %s", (_, template) => {
        expect(arm(template).map(({ name }) => name)).toEqual(["arm/a"]);
    });

    it.each([
        ["that is not known", unknown],
        ["that is secret", secret],
        ["that is no JSON", "{"],
        ["without resources", {}],
    ])("%s shows nothing", (_, template) => {
        expect(arm(template)).toEqual([]);
    });

    it("uses defaults, takes every other expression for unknown, and [[ for text", () => {
        const [one] = arm({
            parameters: { admin: { defaultValue: true }, open: {} },
            resources: [
                registryOf("a", {
                    properties: {
                        adminUserEnabled: "[parameters('admin')]",
                        anonymousPullEnabled: "[parameters('open')]",
                        publicNetworkAccess: "[if(true, 'a', 'b')]",
                        networkRuleBypassOptions: "[[text]",
                    },
                }),
            ],
        });
        if (!one) throw new Error("nothing is hidden");
        expect(
            ["adminUserEnabled", "anonymousPullEnabled", "publicNetworkAccess", "networkRuleBypassOptions"].map(
                (path) => get(one, path),
            ),
        ).toEqual([true, UNKNOWN, UNKNOWN, "[[text]"]);
    });
});
