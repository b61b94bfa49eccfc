import { describe, expect } from "vitest";
import { renderTable } from "../../proofs/table";
import { secretsOf } from "./local-stack";
import { differences, proveTest } from "./prove-stack";

const it = proveTest();

describe("proving a stack on the emulator", () => {
    it("finds everything as declared: each login, its near miss and another registry", async ({ prove }) => {
        const results = await prove();
        expect(differences(results)).toEqual([]);
        const device = results.filter(({ evidence }) => evidence.identity === "device (current)");
        expect(device.map(({ repository, action, actual }) => `${actual}: ${action} ${repository}`)).toEqual([
            "allowed: pull proofmain.azurecr.io/team/acr-auth-proof",
            "allowed: push proofmain.azurecr.io/team/acr-auth-proof",
            "allowed: delete proofmain.azurecr.io/team/acr-auth-proof",
            "refused: pull proofmain.azurecr.io/team-acr-auth-proof",
            "refused: push proofmain.azurecr.io/team-acr-auth-proof",
            "refused: delete proofmain.azurecr.io/team-acr-auth-proof",
            "refused: pull proofother.azurecr.io/acr-auth-proof",
            "refused: push proofother.azurecr.io/acr-auth-proof",
            "refused: delete proofother.azurecr.io/acr-auth-proof",
        ]);
    });

    it("never shows a secret", async ({ stack, prove }) => {
        const results = await prove();
        const text = JSON.stringify(results) + renderTable(results);
        const secrets = secretsOf(stack);
        expect(secrets).toHaveLength(6);
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    });

    it("tries again what is narrower, and only that, until the grant has arrived", async ({ stack, prove }) => {
        const { arm, main, http } = stack;
        const status = (value: string) =>
            arm.change("PATCH", `${main.resourceId}/tokens/device`, { properties: { status: value } });
        await status("disabled");
        const told: string[] = [];
        const sleeps: number[] = [];
        let sent = 0;
        const results = await prove({
            http: (request) => {
                sent++;
                return http(request);
            },
            wait: 60_000,
            sleep: async (time) => {
                sleeps.push(time);
                await status("enabled");
                sent = 0;
            },
            progress: (text) => told.push(text),
        });
        expect(differences(results)).toEqual([]);
        expect(sleeps).toEqual([15_000]);
        expect(told).toEqual(["3 of 18 checks are narrower than declared; next try in 15 s"]);
        expect(sent).toBe(2);
    });

    it("says what stays narrower when the time is up", async ({ stack, prove }) => {
        const { arm, main } = stack;
        const status = (value: string) =>
            arm.change("PATCH", `${main.resourceId}/tokens/device`, { properties: { status: value } });
        await status("disabled");
        try {
            const sleeps: number[] = [];
            const results = await prove({ wait: 20_000, sleep: async (time) => void sleeps.push(time) });
            expect(sleeps).toEqual([15_000, 5_000]);
            expect(
                differences(results).map(({ verdict, action, evidence }) => [verdict, action, evidence.status]),
            ).toEqual([
                ["narrower", "pull", 401],
                ["narrower", "push", 401],
                ["narrower", "delete", 401],
                ["narrower", "pull", 401],
                ["narrower", "push", 401],
                ["narrower", "delete", 401],
                ["narrower", "token", undefined],
            ]);
        } finally {
            await status("enabled");
        }
    });

    it.for([
        ["a server error", { status: 500, body: { error: "oops" } }, "HTTP_500"],
        ["throttling", { status: 429, headers: { "retry-after": "1" } }, "HTTP_429"],
        ["a gateway's page", { status: 403, body: "<html>" }, "HTTP_403"],
        ["a connection that breaks", "drop", "ECONNRESET"],
    ] as const)("calls %s an error and not a refusal", async ([_, effect, code], { stack, prove }) => {
        const { emulator } = stack;
        emulator.faults.push({ host: /^proofmain/, path: /token|exchange/, times: 1000, effect });
        try {
            const found = differences(await prove()).filter(({ repository }) => repository.startsWith("proofmain"));
            expect(found.length).toBeGreaterThan(0);
            expect(new Set(found.map(({ actual, evidence }) => `${actual} ${evidence.code}`))).toEqual(
                new Set([`error ${code}`]),
            );
        } finally {
            emulator.faults.length = 0;
        }
    });
});
