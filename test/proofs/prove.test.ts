import { describe, expect, it } from "vitest";
import { readState } from "../../estate/sources/pulumi";
import { type CheckResult, verdict } from "../../proofs/check-result";
import { type ProveOptions, prove } from "../../proofs/prove";
import { declaredIn } from "../../proofs/read-declared";
import { accessToken, exchange } from "../../proofs/registry";
import { renderTable } from "../../proofs/table";
import { encryptedSecret } from "../support/pulumi-state";
import { localStackForTests, secretsOf } from "./local-stack";
import { crossTenantApplication, stateOf as written } from "./states";

const stack = localStackForTests();

const proveStack = (changes: Partial<ProveOptions> = {}, state: unknown = stack().state): Promise<CheckResult[]> => {
    const { http, caller, emulator } = stack();
    return prove(declaredIn(readState(state)), {
        http,
        caller,
        identityEndpoint: { url: emulator.identityEndpoint, header: emulator.identityHeader },
        jobToken: (wanted) => emulator.issueFederatedToken({ subject: "", ...wanted }),
        now: emulator.clock.now(),
        wait: 0,
        sleep: () => Promise.reject(new Error("There was nothing to wait for.")),
        progress: () => undefined,
        ...changes,
    });
};

const differences = (results: CheckResult[]) =>
    results
        .filter((result) => verdict(result) !== "as declared")
        .map((result) => ({ verdict: verdict(result), ...result }));

describe("proving a stack on the emulator", () => {
    it("finds everything as declared: each login, its near miss and another registry", async () => {
        const results = await proveStack();
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

    it("never shows a secret", async () => {
        const results = await proveStack();
        const text = JSON.stringify(results) + renderTable(results);
        const secrets = secretsOf(stack());
        expect(secrets).toHaveLength(6);
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    });

    it("finds an inherited role that nobody declared, with the command that removes it", async () => {
        const { assign, unassign, group: scope, pusher } = stack();
        const assignment = await assign("Reader", scope, pusher.identity.principalId);
        try {
            const found = differences(await proveStack());
            expect(found.map(({ verdict, action, repository }) => `${verdict}: ${action} ${repository}`)).toEqual([
                // What the role gives on the registry beside it, where the principal has nothing.
                "wider: pull proofother.azurecr.io/acr-auth-proof",
                "wider: role Reader proofmain.azurecr.io",
                "wider: role Reader proofother.azurecr.io",
            ]);
            expect(found[1]?.evidence).toEqual({
                identity: "pusher",
                status: 200,
                code: "UNDECLARED_ROLE",
                message: `no component declares this role; assigned at ${scope}`,
                remedy: `az role assignment delete --ids ${assignment}`,
            });
        } finally {
            await unassign(assignment);
        }
    });

    it("finds a password in Graph that the state does not know, with the command that removes it", async () => {
        const { graph, pusher } = stack();
        const application = `applications/${pusher.applicationId}`;
        const passwordCredential = { displayName: "stray", endDateTime: "2027-01-01T00:00:00Z" };
        const { keyId } = await graph(`${application}/addPassword`, { passwordCredential });
        try {
            expect(differences(await proveStack())).toEqual([
                {
                    verdict: "wider",
                    method: "service principal",
                    client: "acr-auth",
                    action: "password",
                    repository: "",
                    expected: "refused",
                    actual: "allowed",
                    evidence: {
                        identity: "pusher",
                        status: 200,
                        code: "UNDECLARED_PASSWORD",
                        message: "'stray', valid until 2027-01-01T00:00:00Z, is not in the state",
                        remedy: `az ad app credential delete --id ${pusher.applicationId} --key-id ${keyId}`,
                    },
                },
            ]);
        } finally {
            await graph(`${application}/removePassword`, { keyId });
        }
    });

    it("finds a token's password that the state does not know, with the command that removes it", async () => {
        const state = structuredClone(stack().state);
        const { resources } = state.deployment;
        resources.splice(
            resources.findIndex(({ urn }) => urn.endsWith("device-password1")),
            1,
        );
        const found = differences(await proveStack({}, state));
        expect(found.map(({ verdict, action, evidence }) => [verdict, action, evidence.remedy])).toEqual([
            ["wider", "password", "az acr token credential delete --registry proofmain --name device --password1"],
        ]);
        expect(found[0]?.evidence.message).toMatch(/^'password1', valid until 20\d\d-.*, is not in the state$/);
    });

    it("finds an admin user that is on and anonymous pull", async () => {
        const { arm, main } = stack();
        const set = (on: boolean) =>
            arm.change("PATCH", main.resourceId, { properties: { adminUserEnabled: on, anonymousPullEnabled: on } });
        await set(true);
        try {
            const found = differences(await proveStack());
            expect(
                found.map(({ verdict, method, action, evidence }) => [verdict, method, action, evidence.remedy]),
            ).toEqual([
                // Public to all means to tokens of other repositories, too.
                ["wider", "repository token", "pull", undefined],
                ["wider", "anonymous pull", "pull", undefined],
                ["wider", "admin user", "list credentials", "az acr update --name proofmain --admin-enabled false"],
            ]);
        } finally {
            await set(false);
        }
    });

    it("tries again what is narrower, and only that, until the grant has arrived", async () => {
        const { arm, main, http } = stack();
        const status = (value: string) =>
            arm.change("PATCH", `${main.resourceId}/tokens/device`, { properties: { status: value } });
        await status("disabled");
        const told: string[] = [];
        const sleeps: number[] = [];
        let sent = 0;
        const results = await proveStack({
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
        expect(told).toEqual(["2 of 23 checks are narrower than declared; next try in 15 s"]);
        expect(sent).toBe(2);
    });

    it("says what stays narrower when the time is up", async () => {
        const { arm, main } = stack();
        const status = (value: string) =>
            arm.change("PATCH", `${main.resourceId}/tokens/device`, { properties: { status: value } });
        await status("disabled");
        try {
            const sleeps: number[] = [];
            const results = await proveStack({ wait: 20_000, sleep: async (time) => void sleeps.push(time) });
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
            ]);
        } finally {
            await status("enabled");
        }
    });

    it.each([
        ["a server error", { status: 500, body: { error: "oops" } }, "HTTP_500"],
        ["throttling", { status: 429, headers: { "retry-after": "1" } }, "HTTP_429"],
        ["a gateway's page", { status: 403, body: "<html>" }, "HTTP_403"],
        ["a connection that breaks", "drop" as const, "ECONNRESET"],
    ])("calls %s an error and not a refusal", async (_, effect, code) => {
        const { emulator } = stack();
        emulator.faults.push({ host: /^proofmain/, path: /token|exchange/, times: 1000, effect });
        try {
            const found = differences(await proveStack()).filter(({ repository }) =>
                repository.startsWith("proofmain"),
            );
            expect(found.length).toBeGreaterThan(0);
            expect(new Set(found.map(({ actual, evidence }) => `${actual} ${evidence.code}`))).toEqual(
                new Set([`error ${code}`]),
            );
        } finally {
            emulator.faults.length = 0;
        }
    });

    it("skips a managed identity outside Azure, and a federated credential outside its job", async () => {
        const results = await proveStack({ identityEndpoint: undefined, jobToken: () => Promise.resolve(undefined) });
        const reasons = new Set(
            differences(results).map(({ evidence }) => `${evidence.identity}: ${evidence.message}`),
        );
        expect([...reasons]).toEqual([
            "robot (managed identity): a managed identity can log in only from inside Azure",
            "robot (federated production): it needs a token for repo:contoso/app:environment:production from https://token.actions.githubusercontent.com, which this run does not have",
        ]);
    });

    it("skips an identity that the code does not run as, and another job's token", async () => {
        const { emulator } = stack();
        const results = await proveStack({
            identityEndpoint: { url: emulator.identityEndpoint, header: "wrong" },
            jobToken: ({ audience }) =>
                emulator.issueFederatedToken({ audience, subject: "repo:contoso/app:pull_request" }),
        });
        const reasons = new Set(differences(results).map(({ evidence }) => evidence.message));
        expect([...reasons]).toEqual([
            "this process does not run as the identity: The X-IDENTITY-HEADER is missing or wrong.",
            "it needs a token for repo:contoso/app:environment:production from https://token.actions.githubusercontent.com, which this run does not have",
        ]);
    });

    it("skips what needs Azure credentials where there are none, with the reason", async () => {
        const results = await proveStack({ caller: () => Promise.reject(new Error("nobody is logged in")) });
        expect(
            differences(results).map(({ verdict, action, evidence }) => [verdict, action, evidence.message]),
        ).toEqual([
            ["skipped", "role", "no Azure credentials for management.azure.com: nobody is logged in"],
            ["skipped", "role", "no Azure credentials for management.azure.com: nobody is logged in"],
            ["skipped", "role", "no Azure credentials for management.azure.com: nobody is logged in"],
            ["skipped", "password", "no Azure credentials for management.azure.com: nobody is logged in"],
            ["skipped", "password", "no Azure credentials for graph.microsoft.com: nobody is logged in"],
            ["skipped", "password", "no Azure credentials for graph.microsoft.com: nobody is logged in"],
            ["skipped", "list credentials", "no Azure credentials for management.azure.com: nobody is logged in"],
            ["skipped", "list credentials", "no Azure credentials for management.azure.com: nobody is logged in"],
        ]);
    });

    it("skips the passwords of an application that only another tenant knows", async () => {
        const { pusher, emulator } = stack();
        const { tenantId } = emulator.partnerDeployer;
        const state = written(...crossTenantApplication("partner", { ...pusher.identity, tenantId }, []));
        expect(await proveStack({}, state)).toEqual([
            {
                method: "AKS service principal",
                client: "acr-auth",
                action: "password",
                repository: "",
                expected: "allowed",
                actual: "skipped",
                evidence: {
                    identity: "partner",
                    message: `the Azure credentials are for tenant ${emulator.deployer.tenantId}, but this must be read from tenant ${tenantId}`,
                },
            },
        ]);
    });

    it("skips a credential whose password is encrypted in the export", async () => {
        const state = structuredClone(stack().state);
        for (const { outputs } of state.deployment.resources as { outputs: Record<string, unknown> }[]) {
            for (const key of ["value", "password"]) if (key in outputs) outputs[key] = encryptedSecret();
        }
        const skipped = differences(await proveStack({}, state));
        expect(new Set(skipped.map(({ verdict, evidence }) => `${verdict}: ${evidence.message}`))).toEqual(
            new Set(["skipped: its password is encrypted in this export; export with --show-secrets, or use --stack"]),
        );
    });

    it("writes only when asked, and leaves nothing behind", async () => {
        const results = await proveStack({ writeTag: "written" });
        expect(differences(results)).toEqual([]);
        const written = results.filter(({ client }) => client === "oci");
        expect(written.map(({ actual, action, evidence }) => `${evidence.identity}: ${action} ${actual}`)).toEqual([
            "robot (managed identity): push refused",
            "robot (managed identity): push refused",
            "device (current): push allowed",
            "device (current): pull allowed",
            "device (current): delete allowed",
            "device (current): push refused",
            "device (current): push refused",
            "puller (current): push refused",
            "puller (current): push refused",
            "pusher (current): push allowed",
            "pusher (current): pull allowed",
            "pusher (current): delete refused",
            "pusher (current): push refused",
        ]);
        expect(await manifestStatus("acr-auth-proof", "written")).toBe(404);
        expect(await manifestStatus("team/acr-auth-proof", "written")).toBe(404);
    });
});

async function manifestStatus(repository: string, tag: string): Promise<number> {
    const { http, caller, main } = stack();
    const refresh = await exchange(http, main.loginServer, await caller("https://containerregistry.azure.net"));
    if ("outcome" in refresh) throw new Error("The deployer can't log in.");
    const login = { kind: "refreshToken", refreshToken: refresh.value } as const;
    const token = await accessToken(http, main.loginServer, login, `repository:${repository}:pull`);
    if ("outcome" in token) throw new Error("The deployer can't pull.");
    const url = `https://${main.loginServer}/v2/${repository}/manifests/${tag}`;
    return (await http({ method: "GET", url, headers: { authorization: `Bearer ${token.value}` } })).status;
}
