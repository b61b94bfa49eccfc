import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findClients } from "../../../local/clients/find";
import { proveLocal } from "../../../local/prove-local";
import { type CheckResult, verdict } from "../../../proofs/check-result";
import { withoutControl } from "../../../proofs/judge";
import { localStackForTests, secretsOf } from "../../proofs/local-stack";

const stack = localStackForTests();
let directory: string;
let before: string;
let results: CheckResult[];

/** What the emulator holds that a proof must not change. */
const lasting = (): string => {
    const { state, clock } = stack().emulator;
    const { applications, servicePrincipals, roleAssignments, resources } = state;
    const tokens = Object.values(resources).map(({ id, properties }) => [
        id,
        properties.status,
        properties.adminUserEnabled,
    ]);
    const ahead = Math.round((clock.now().getTime() - Date.now()) / 60_000);
    return JSON.stringify({ applications, servicePrincipals, roleAssignments, tokens, ahead });
};

beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "prove-local-"));
    const { emulator, state } = stack();
    before = lasting();
    const clients = await findClients((line) => process.stderr.write(`${line}\n`));
    results = await proveLocal({ emulator, state, clients, directory: join(directory, "homes") });
}, 900_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe("real clients on the emulator", () => {
    it("find everything as declared, and skip nothing but what is missing", () => {
        expect(results.filter((result) => verdict(result) !== "as declared" && verdict(result) !== "skipped")).toEqual(
            [],
        );
    });

    it("have a control for each refusal: the same client and action, allowed", () => {
        expect(withoutControl(results)).toEqual([]);
    });

    it.each([
        ["a principal that may only pull can't push", "puller (current)", "crane", "push"],
        ["a token can't leave its repositories", "device (current)", "docker", "pull"],
        ["an expired token", "device (expired)", "docker", "login"],
        ["a disabled token", "device (disabled)", "docker", "login"],
        ["an expired secret", "puller (expired)", "docker", "login"],
        ["a wrong password of a service principal", "pusher (wrong password)", "helm", "login"],
        ["a wrong password of a token", "device (wrong password)", "oras", "login"],
        ["the admin user while it is off", "admin user (off)", "docker", "login"],
        ["a token of another subject", "robot (federated production, another subject)", "acr-auth", "login"],
        ["what az acr login got, after its end", "puller (current), exposed token after its end", "docker", "login"],
        ["a managed identity that may only pull", "robot (az login --identity), exposed token", "helm", "push"],
        ["nobody", "anonymous at main", "docker", "pull"],
    ])("are refused: %s", (_, identity, client, action) => {
        const found = results.filter(
            (result) =>
                result.evidence.identity === identity &&
                result.client === client &&
                result.action === action &&
                result.actual === "refused",
        );
        expect(found).not.toEqual([]);
    });

    it("are let in again by a token that was disabled and enabled", () => {
        const again = results.filter(({ evidence }) => evidence.identity === "device (enabled again)");
        expect(again.map(({ actual }) => actual)).not.toContain("refused");
        expect(again.length).toBeGreaterThan(0);
    });

    it("never show a secret", () => {
        const text = JSON.stringify(results);
        const secrets = secretsOf(stack());
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    });

    it("leave no home behind, and the emulator as it was", async () => {
        expect(await readdir(directory)).toEqual([]);
        expect(lasting()).toBe(before);
    });
});
