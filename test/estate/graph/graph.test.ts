// The whole graph, and every rule on it, for resources with any properties.
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { judge } from "../../../policies/lib/judge";
import { rules } from "../../../policies/rules";
import { cases } from "../../policies/cases";
import { unknown } from "../../policies/support/resources";
import { today } from "../../policies/support/rule-cases";
import { stack } from "../../support/pulumi-state";
import { graphOf } from "./graph-of";

it("takes any input without a rule failing on it", () => {
    const known = Object.values(cases).flatMap(({ violating }) => violating.resources);
    const types = [...new Set(known.map(({ type }) => type))];
    const keys = [...new Set(known.flatMap(({ inputs }) => Object.keys(inputs)))];
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom<unknown>(unknown, "[secret]"));
    const properties = fc.dictionary(fc.constantFrom(...keys), anything, { maxKeys: 4 });
    const one = fc.record({ type: fc.constantFrom(...types), inputs: properties, outputs: properties });
    fc.assert(
        fc.property(fc.array(one, { maxLength: 6 }), (resources) => {
            const raw = resources.map((item, index) => ({
                ...item,
                urn: stack("b", "a").urn(item.type, `r${index}`),
            }));
            const { findings } = judge(graphOf(...raw), rules, new Map(), today);
            for (const { message } of findings) expect(message).not.toContain("undefined");
        }),
        { numRuns: 300 },
    );
});
