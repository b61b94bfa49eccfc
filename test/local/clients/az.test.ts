import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { AzureSession } from "../../../local/clients/az";
import { type AzureCli, azureCli } from "../../../local/clients/azure-cli";
import { withHome } from "../../../local/clients/home";
import type { Outcome } from "../../../proofs/check-result";
import { localStackForTests } from "../../proofs/local-stack";

const stack = localStackForTests();
let directory: string;
let az: AzureCli | undefined;

beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "az-"));
    az = await azureCli((line) => process.stderr.write(`${line}\n`));
}, 900_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Runs `work` in a fresh session; skips the test where the Azure CLI can't be had. */
async function inSession(context: TestContext, work: (session: AzureSession) => Promise<Outcome>) {
    const program = az;
    if (program === undefined) return context.skip("the Azure CLI could not be installed");
    const { actual, evidence } = await withHome(stack().emulator, directory, (home) =>
        work(new AzureSession(program, home)),
    );
    return [actual, evidence.code ?? evidence.message];
}

describe("the Azure CLI", () => {
    it("logs a person in by a code that the person approves", async (context) => {
        const { emulator, assign, main } = stack();
        const [ada] = emulator.users;
        const user = emulator.state.users.find(({ userPrincipalName }) => userPrincipalName === ada?.userPrincipalName);
        // Without any role she would see no subscription, and az would say so.
        await assign("Reader", main.resourceId, user?.id ?? "", "User");
        const outcome = await inSession(context, (session) =>
            session.loginByDeviceCode(emulator.deployer.tenantId, (code) =>
                emulator.approveDeviceCode(code, ada?.userPrincipalName ?? ""),
            ),
        );
        expect(outcome).toEqual(["allowed", undefined]);
    });

    it("logs a managed identity in at its endpoint, with the header that the endpoint asks for", async (context) => {
        const { emulator, robot } = stack();
        const { identityEndpoint: url, identityHeader } = emulator;
        const logIn = (header: string) =>
            inSession(context, (session) => session.loginAsManagedIdentity({ url, header }, robot));
        expect(await logIn(identityHeader)).toEqual(["allowed", undefined]);
        expect((await logIn("another"))?.[0]).toBe("error");
    });

    describe("with the token of a pipeline's job", () => {
        const trusted = "repo:contoso/app:environment:production";
        beforeAll(async () => {
            const { graph, pusher } = stack();
            await graph(`applications/${pusher.applicationId}/federatedIdentityCredentials`, {
                name: "production",
                issuer: "https://token.actions.githubusercontent.com",
                subject: trusted,
                audiences: ["api://AzureADTokenExchange"],
            });
        });

        it.for([
            ["logs in from the environment that is trusted", trusted, ["allowed", undefined]],
            ["is refused from a pull request", "repo:contoso/app:pull_request", ["refused", "AADSTS700213"]],
        ] as const)("%s", async ([, subject, expected], context) => {
            const { emulator, pusher } = stack();
            const assertion = await emulator.issueFederatedToken({ subject });
            const { tenantId } = emulator.deployer;
            const login = { tenantId, clientId: pusher.identity.clientId, proof: { assertion } };
            expect(await inSession(context, (session) => session.loginAsApplication(login))).toEqual(expected);
        });
    });
});
