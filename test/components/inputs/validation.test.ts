import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ifPlain, refuse, under, ValidationError, whenKnown } from "../../../components/inputs/validation";

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

    it("does not repeat a secret that turns out to be wrong", async () => {
        const check = (given: string) => [{ path: "p", problem: "is wrong", given, remedy: "Mend it." }];
        const failure = async (input: pulumi.Input<string>) => {
            const output = whenKnown("X", input, check) as unknown as Record<
                string,
                (() => Promise<unknown>) | Promise<unknown>
            >;
            const results = [output.isKnown, output.isSecret, (output.promise as () => Promise<unknown>)()];
            const [settled] = (await Promise.allSettled(results)).slice(-1);
            return settled?.status === "rejected" ? String(settled.reason.message) : "";
        };
        expect(await failure("t0ken")).toContain('p: is wrong (given: "t0ken"). Mend it.');
        expect(await failure(pulumi.secret("t0ken"))).toContain("p: is wrong. Mend it.");
        expect(await failure(pulumi.secret("t0ken"))).not.toContain("t0ken");
    });
});
