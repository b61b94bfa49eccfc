import { describe, expect, it } from "vitest";
import { z } from "zod";
import { keysAt, pathText, valueAt, valuesOf } from "../../platform/schema-paths";

const port = z.string();
const schema = z.strictObject({
    main: port.optional(),
    ships: z.record(z.string(), z.strictObject({ name: z.string(), calls: z.array(port).optional() })).optional(),
});
const value = { main: "Busan", ships: { one: { name: "Busan", calls: ["Incheon", "Ulsan"] }, two: { name: "Ulsan" } } };

describe("pathText", () => {
    it("joins keys with dots, and indexes in brackets", () => {
        expect(pathText(["ships", "one", "calls", 1])).toBe("ships.one.calls[1]");
        expect(pathText([])).toBe("");
    });
});

describe("valueAt", () => {
    it.each<[PropertyKey[], unknown]>([
        [["ships", "one", "calls", 1], "Ulsan"],
        [["ships", "three", "calls"], undefined],
        [["main", "length"], undefined],
        [[], value],
    ])("%j is %j", (path, found) => {
        expect(valueAt(value, path)).toEqual(found);
    });
});

describe("keysAt", () => {
    it.each<[PropertyKey[], string[]]>([
        [[], ["main", "ships"]],
        [
            ["ships", "any"],
            ["name", "calls"],
        ],
        [["ships"], []],
        [["unknown", "any"], []],
    ])("of %j are %j", (path, keys) => {
        expect(keysAt(schema, path)).toEqual(keys);
    });
});

describe("valuesOf", () => {
    it("finds the values of exactly that schema, with their paths", () => {
        expect(valuesOf(port, schema, value)).toEqual([
            { path: "main", value: "Busan" },
            { path: "ships.one.calls[0]", value: "Incheon" },
            { path: "ships.one.calls[1]", value: "Ulsan" },
        ]);
    });

    it("finds nothing in what is not there", () => {
        expect(valuesOf(port, schema, {})).toEqual([]);
        expect(valuesOf(port, schema, undefined)).toEqual([]);
    });
});
