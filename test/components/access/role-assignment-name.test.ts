import { describe, expect, it } from "vitest";
import { roleAssignmentName } from "../../../components/access/role-assignment-name";

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
