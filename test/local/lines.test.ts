import { describe, expect, it } from "vitest";
import { lineWriter } from "../../local/lines";

describe("a line that is printed", () => {
    it("comes in pieces of any size", () => {
        const written: string[] = [];
        const writer = lineWriter((text) => written.push(text));
        for (const piece of ["a", "b\nc", "\n\nd"]) writer.write(piece);
        expect(written).toEqual(["ab\n", "c\n", "\n"]);
        writer.end();
        writer.end();
        expect(written).toEqual(["ab\n", "c\n", "\n", "d\n"]);
    });
});
