import { describe, expect, it } from "vitest";
import { grantedActions } from "../../proofs/registry";

const token = (claims: unknown) => `header.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
const access = (name: string, ...actions: string[]) => ({ type: "repository", name, actions });

describe("what a registry's token grants on team/app", () => {
    it.each<[string, string, string[] | undefined]>([
        ["what its entry lists", token({ access: [access("team/app", "pull", "push")] }), ["pull", "push"]],
        [
            "with the capitals that Azure writes",
            token({ access: [{ Type: "repository", Name: "team/app", Actions: ["metadata_read", "delete"] }] }),
            ["delete"],
        ],
        [
            "what several entries list",
            token({ access: [access("team/app", "push"), access("team/app", "pull")] }),
            ["pull", "push"],
        ],
        ["what is granted everywhere", token({ access: [access("*", "pull")] }), ["pull"]],
        ["everything for a star", token({ access: [access("team/app", "*")] }), ["pull", "push", "delete"]],
        ["nothing of another repository", token({ access: [access("team/app2", "pull")] }), []],
        ["nothing of the catalog", token({ access: [{ type: "registry", name: "team/app", actions: ["*"] }] }), []],
        ["nothing when it lists nothing", token({ access: null }), []],
        ["nothing when it has no list", token({}), []],
        ["unknown when it is no token", "opaque", undefined],
        ["unknown when the list is of another kind", token({ access: "pull" }), undefined],
    ])("is %s", (_, given, expected) => {
        const granted = grantedActions(given, "team/app");
        expect(granted && [...granted]).toEqual(expected);
    });
});
