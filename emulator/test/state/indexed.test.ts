// Records that keep their entries grouped.
import { describe, expect, it } from "vitest";
import { entriesWith, tracked } from "../../state/indexed";

interface Entry {
    colours: string[];
}

const coloursOf = ({ colours }: Entry) => colours;
const entry = (...colours: string[]): Entry => ({ colours });

describe("a tracked record", () => {
    it("finds what is added, replaced and removed after the first question", () => {
        const record = tracked<Entry>({ one: entry("red"), two: entry("red", "blue") });
        const { one, two } = record;
        expect(entriesWith(record, coloursOf, "red")).toEqual([one, two]);
        const three = entry("red");
        record.three = three;
        expect(entriesWith(record, coloursOf, "red")).toEqual([one, two, three]);
        const replaced = entry("red", "green");
        record.one = replaced;
        expect(entriesWith(record, coloursOf, "red")).toEqual([replaced, two, three]);
        expect(entriesWith(record, coloursOf, "green")).toEqual([replaced]);
        record.two = entry("blue");
        expect(entriesWith(record, coloursOf, "red")).toEqual([replaced, three]);
        delete record.one;
        expect(entriesWith(record, coloursOf, "red")).toEqual([three]);
        expect(entriesWith(record, coloursOf, "green")).toEqual([]);
        expect(Object.keys(record)).toEqual(["two", "three"]);
    });

    it("finds what a plain record finds", () => {
        const plain = { one: entry("red"), two: entry("blue") };
        expect(entriesWith(plain, coloursOf, "blue")).toEqual([plain.two]);
        expect(JSON.stringify(tracked<Entry>(plain))).toBe(JSON.stringify(plain));
    });
});
