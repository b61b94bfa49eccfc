import { describe, expect, it } from "vitest";
import { declaredIn } from "../../proofs/declared";
import { type ProofLine, verdict } from "../../proofs/line";
import { type ProveOptions, prove } from "../../proofs/prove";
import { stateOf } from "../../proofs/state";
import { localStackForTests } from "./local-stack";

const stack = localStackForTests();

const proveStack = (changes: Partial<ProveOptions> = {}): Promise<ProofLine[]> => {
    const { http, caller, state } = stack();
    return prove(declaredIn(stateOf(state)), {
        http,
        caller,
        today: "2026-11-23",
        wait: 0,
        sleep: () => Promise.resolve(),
        progress: () => undefined,
        ...changes,
    });
};

describe("proving a stack on the local Azure", () => {
    it("finds everything as declared", async () => {
        const lines = await proveStack();
        console.log(lines.map((l) => JSON.stringify(l)).join("\n"));
        expect(lines.filter((line) => verdict(line) !== "as declared")).toEqual([]);
    });
});
