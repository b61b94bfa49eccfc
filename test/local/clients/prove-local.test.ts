import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findClients } from "../../../local/clients/find";
import { proveLocal } from "../../../local/prove-local";
import { withoutControl } from "../../../proofs/judge";
import { type ProofLine, verdict } from "../../../proofs/line";
import { renderTable } from "../../../proofs/table";
import { localStackForTests } from "../../proofs/local-stack";

const stack = localStackForTests();
let lines: ProofLine[];
let directory: string;

beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "prove-local-"));
    const { cloud, state } = stack();
    const t = Date.now();
    lines = await proveLocal({
        cloud,
        state,
        clients: await findClients(() => undefined),
        directory: join(directory, "homes"),
    });
    console.log(renderTable(lines), Date.now() - t);
}, 600_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe("real clients on the local Azure", () => {
    it("find everything as declared, and skip nothing but what is missing", () => {
        expect(lines.filter((line) => !["as declared", "skipped"].includes(verdict(line)))).toEqual([]);
    });

    it("have a control for each refusal", () => {
        expect(withoutControl(lines)).toEqual([]);
    });

    it("leave no home behind", async () => {
        expect(await readdir(directory)).toEqual([]);
    });
});
