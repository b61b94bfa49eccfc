import { describe, expect, it } from "vitest";
import {
    registryBaseName,
    registryNameProblems,
    scopeMapNameProblems,
    tokenNameProblems,
} from "../../../components/inputs/names";

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

    it.each([
        ["devices_map", 0],
        ["Edge-device", 0],
        ["map", 1],
        ["_repositories_pull", 1],
    ])("finds in %s as the name of a scope map %i problems", (given, count) => {
        expect(scopeMapNameProblems("scopeMapName", given)).toHaveLength(count);
    });
});
