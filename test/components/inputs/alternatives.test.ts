import { expect, it } from "vitest";
import { exactlyOne } from "../../../components/inputs/alternatives";
import { problemText } from "../../../components/inputs/validation";

it.each<[Record<string, unknown>, string[]]>([
    [{ cluster: "x", identity: undefined }, []],
    [
        { cluster: undefined, identity: undefined },
        ["cluster: is missing, and so are its alternatives. Give exactly one of cluster, identity."],
    ],
    [
        { cluster: "x", identity: "y" },
        ["cluster: is one of several alternatives: cluster, identity. Give exactly one of cluster, identity."],
    ],
])("finds in %j: %j", (alternatives, problems) => {
    expect(exactlyOne("cluster", alternatives).map(problemText)).toEqual(problems);
});
