import { describe, expect, it } from "vitest";
import { serialized } from "./serialized-provider";

describe("the provider in the state", () => {
    it("only loads the package, in a text that is small and always the same", () => {
        const text = serialized("tokenPassword");
        expect(text.length).toBeLessThan(3000);
        expect(text).toMatchSnapshot();
        expect(serialized("tokenPassword")).toBe(text);
        expect(serialized("tokenStatus")).toBe(text.replaceAll("tokenPassword", "tokenStatus"));
    });
});
