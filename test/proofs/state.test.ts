import { describe, expect, it } from "vitest";
import { encrypted, parseState, reveal, UnusableState } from "../../proofs/state";
import { ciphertext, clear, stateOf, token } from "./states";

const target = { resourceId: "/r", loginServer: "contoso.azurecr.io", roleAssignmentMode: "legacy" } as const;
const kind = "not a Pulumi state: expected what `pulumi stack export` writes, found ";

describe("a state", () => {
    it.each([
        ["", "empty, where the JSON of `pulumi stack export` was expected"],
        [" \n", "empty, where the JSON of `pulumi stack export` was expected"],
        ["not json", "not JSON"],
        ['{"version": 3, "deployment": {"resources": [{"urn"', "JSON that is cut off before its end"],
        ["[]", `${kind}a list`],
        ["7", `${kind}a number`],
        ["null", `${kind}a null`],
        ["{}", `${kind}an empty object`],
        ['{"name": "x", "version": 1}', `${kind}an object with name, version`],
        ['{"version": 3, "deployment": {"resources": {}}}', `${kind}a 'deployment' of another shape`],
    ])("%j is refused in one line", (text, message) => {
        expect(() => parseState(text)).toThrow(new UnusableState(message));
    });

    it("may begin with a byte order mark and hold no resources", () => {
        expect(parseState('\uFEFF{"version": 3, "deployment": {}}')).toEqual({ resources: [], clearSecrets: false });
    });

    it.each([
        ["in clear", clear("secret"), true],
        ["encrypted", ciphertext(), false],
    ])("tells whether it holds secrets %s", (_, value, expected) => {
        const text = JSON.stringify(stateOf(...token("t", target, {}, [{ value, expiresOn: "2026-12-01" }])));
        expect(parseState(text).clearSecrets).toBe(expected);
    });

    it("reveals secrets at any depth", () => {
        expect(reveal({ a: [clear({ b: clear("c") })], d: ciphertext(), e: null, f: 1 })).toEqual({
            a: [{ b: "c" }],
            d: encrypted,
            e: null,
            f: 1,
        });
    });
});
