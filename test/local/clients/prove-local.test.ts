import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { RunningEmulator } from "acr-emulator";
import { describe, expect } from "vitest";
import { findClients } from "../../../local/clients/find";
import { proveLocal } from "../../../local/prove-local";
import { verdict } from "../../../proofs/check-result";
import { withoutControl } from "../../../proofs/judge";
import { localStackTest, secretsOf } from "../../proofs/local-stack";
import { temporaryFolder } from "../../support/folder";

/** What the emulator holds that a proof must not change. */
const lasting = ({ state, clock }: RunningEmulator): string => {
    const { applications, servicePrincipals, roleAssignments, resources } = state;
    const tokens = Object.values(resources).map(({ id, properties }) => [
        id,
        properties.status,
        properties.adminUserEnabled,
    ]);
    const ahead = Math.round((clock.now().getTime() - Date.now()) / 60_000);
    return JSON.stringify({ applications, servicePrincipals, roleAssignments, tokens, ahead });
};

const it = localStackTest()
    .extend("folder", { scope: "file" }, temporaryFolder)
    /** The results of one proof, and what the emulator held before it. */
    .extend("proof", { scope: "file" }, async ({ stack: { emulator, state }, folder }) => {
        const before = lasting(emulator);
        const clients = await findClients((line) => process.stderr.write(`${line}\n`));
        const results = await proveLocal({ emulator, state, clients, directory: join(folder, "homes") });
        return { before, results, missing: Object.values(clients.missing) };
    })
    .extend("results", { scope: "file" }, ({ proof }) => proof.results);

// The clients may have to be installed first.
describe("real clients on the emulator", { timeout: 900_000 }, () => {
    it("find everything as declared, and skip nothing but what is missing", ({ proof: { missing }, results }) => {
        const different = results.filter((result) => verdict(result) !== "as declared");
        expect(different.filter(({ evidence }) => !missing.includes(String(evidence.message)))).toEqual([]);
    });

    it("have a control for each refusal: the same client and action, allowed", ({ results }) => {
        expect(withoutControl(results)).toEqual([]);
    });

    it.for([
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
    ])("are refused: %s", ([_, identity, client, action], { results }) => {
        const found = results.filter(
            (result) =>
                result.evidence.identity === identity &&
                result.client === client &&
                result.action === action &&
                result.actual === "refused",
        );
        expect(found).not.toEqual([]);
    });

    it("are let in again by a token that was disabled and enabled", ({ results }) => {
        const again = results.filter(({ evidence }) => evidence.identity === "device (enabled again)");
        expect(again.map(({ actual }) => actual)).not.toContain("refused");
        expect(again.length).toBeGreaterThan(0);
    });

    it("never show a secret", ({ stack, results }) => {
        const text = JSON.stringify(results);
        const secrets = secretsOf(stack);
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    });

    it("leave no home behind, and the emulator as it was", async ({ stack, folder, proof }) => {
        expect(await readdir(folder)).toEqual([]);
        expect(lasting(stack.emulator)).toBe(proof.before);
    });
});
