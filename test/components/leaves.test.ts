import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { formatArmId, parseArmId } from "../../azure/arm-id";
import { dockerConfigJson } from "../../components/docker-config";
import { registryBaseName, registryNameProblems, tokenNameProblems } from "../../components/names";
import { roleAssignmentName } from "../../components/role-assignment-name";
import { ifPlain, refuse, under, ValidationError } from "../../components/validation";

describe("names", () => {
    it.each([
        ["shop", "shop"],
        ["Web-Shop_1", "webshop1"],
        ["x".repeat(60), "x".repeat(42)],
    ])("makes of %s the base %s", (name, base) => {
        expect(registryBaseName(name)).toBe(base);
    });

    it.each(["contoso", "CONTOSO99", "a".repeat(50)])("takes %s as a registry name", (name) => {
        expect(registryNameProblems("registryName", name)).toEqual([]);
    });

    it.each(["acr", "my-registry", "a".repeat(51), ""])("refuses %s as a registry name", (given) => {
        expect(registryNameProblems("registryName", given)).toEqual([
            {
                path: "registryName",
                problem: "is not a registry name",
                given,
                remedy: "Use 5 to 50 letters and digits, and no other characters.",
            },
        ]);
    });

    it.each(["edge", "edge_device", "é-token"])("refuses %s as a token name", (given) => {
        expect(tokenNameProblems("tokenName", given)).toHaveLength(1);
    });
});

describe("registry ids", () => {
    const parts = { subscriptionId: "s1", resourceGroupName: "rg", resourceName: "contoso" };
    const id = "/subscriptions/s1/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso";

    it("are written as ARM writes them and read in any case", () => {
        expect(formatArmId("registry", parts)).toBe(id);
        expect(parseArmId("registry", id)).toEqual(parts);
        expect(parseArmId("registry", id.replace("resourceGroups", "resourcegroups"))).toEqual(parts);
    });

    it.each(["", "contoso", `${id}/tokens/edge`, "/subscriptions/s1/resourceGroups/rg"])("are not %j", (text) => {
        expect(parseArmId("registry", text)).toBeUndefined();
    });
});

describe("roleAssignmentName", () => {
    it("is the same UUID whatever the case, and differs by scope, principal and role", () => {
        const name = roleAssignmentName("/subscriptions/S", "P", "R");
        expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(roleAssignmentName("/SUBSCRIPTIONS/s", "p", "r")).toBe(name);
        expect(
            new Set([name, roleAssignmentName("x", "P", "R"), roleAssignmentName("/subscriptions/S", "P", "x")]).size,
        ).toBe(3);
    });
});

describe("dockerConfigJson", () => {
    it("is what docker reads", () => {
        expect(
            JSON.parse(dockerConfigJson([{ loginServer: "contoso.azurecr.io", username: "edge", password: "p:w" }])),
        ).toEqual({
            auths: { "contoso.azurecr.io": { username: "edge", password: "p:w", auth: "ZWRnZTpwOnc=" } },
        });
    });
});

describe("validation", () => {
    it("reports all problems in one error, by path", () => {
        const problems = under("grants", [
            { path: "web.permission", problem: "is not a permission", given: "read", remedy: "Use pull." },
            { path: "api", problem: "is empty", remedy: "Fill it." },
        ]);
        const thrown = (() => {
            try {
                refuse('RegistryAccess "dev"', problems);
            } catch (error) {
                return error;
            }
        })();
        expect(thrown).toBeInstanceOf(ValidationError);
        expect((thrown as ValidationError).message).toBe(
            [
                'Invalid arguments for RegistryAccess "dev":',
                '  grants.web.permission: is not a permission (given: "read"). Use pull.',
                "  grants.api: is empty. Fill it.",
            ].join("\n"),
        );
        expect((thrown as ValidationError).errors).toEqual([
            { propertyPath: "grants.web.permission", reason: 'is not a permission (given: "read"). Use pull.' },
            { propertyPath: "grants.api", reason: "is empty. Fill it." },
        ]);
        expect(pulumi.InputPropertiesError.isInstance(thrown)).toBe(true);
        // Of which Pulumi shows nothing but the message.
        expect(pulumi.RunError.isInstance(thrown)).toBe(true);
    });

    it("says nothing of values that are known only later", () => {
        const always = () => [{ path: "p", problem: "is wrong", remedy: "Mend it." }];
        expect(ifPlain(pulumi.output("later"), always)).toEqual([]);
        expect(ifPlain(Promise.resolve("later"), always)).toEqual([]);
        expect(ifPlain<string>(undefined, always)).toEqual([]);
        expect(ifPlain("now", always)).toHaveLength(1);
    });
});
