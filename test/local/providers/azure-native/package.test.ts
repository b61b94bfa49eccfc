import { describe, expect, test } from "vitest";
import { parameterizedPackage, resolveType } from "../../../../local/providers/azure-native/package";

describe("packages", () => {
    const recorded = Buffer.from(
        Buffer.from('{"module":"containerregistry","version":"v20251101"}').toString("base64"),
    );
    test.each<[string, string[] | Uint8Array, string]>([
        [
            "a command line",
            ["containerregistry", "v20250601preview"],
            "azure-native_containerregistry_v20250601preview",
        ],
        ["an SDK", recorded, "azure-native_containerregistry_v20251101"],
    ])("named by %s", (_, parameter, name) => {
        expect(parameterizedPackage(parameter)).toBe(name);
    });

    test("anything else is an error", () => {
        expect(() => parameterizedPackage(["containerregistry", "2025-11-01"])).toThrow(
            new Error(
                '"containerregistry 2025-11-01" is not a module and an API version such as containerregistry v20251101.',
            ),
        );
    });

    test.each(["azure-native:containerregistry:Task", "other:containerregistry:Registry", "azure-native"])(
        "the type %s names the table to extend",
        (token) => {
            expect(() => resolveType(token)).toThrow(
                new Error(
                    `The fake azure-native provider does not know ${token}; add it to local/providers/azure-native/types.ts.`,
                ),
            );
        },
    );
});
