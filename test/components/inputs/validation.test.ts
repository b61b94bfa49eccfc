import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ifPlain, refuse, under, ValidationError } from "../../../components/inputs/validation";

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
