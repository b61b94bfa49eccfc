import { describe, expect } from "vitest";
import { AzureSession } from "../../../local/clients/az";
import { azureCli } from "../../../local/clients/azure-cli";
import { withHome } from "../../../local/clients/home";
import type { Outcome } from "../../../proofs/check-result";
import { localStackTest } from "../../proofs/local-stack";
import { temporaryFolder } from "../../support/folder";

const it = localStackTest()
    .extend("folder", { scope: "file" }, temporaryFolder)
    .extend("az", { scope: "file" }, () => azureCli((line) => process.stderr.write(`${line}\n`)))
    /** Runs `work` in a fresh session; skips the test where the Azure CLI can't be had. */
    .extend("inSession", ({ stack, folder, az, skip }) => async (work: (session: AzureSession) => Promise<Outcome>) => {
        if (az === undefined) return skip("the Azure CLI could not be installed");
        const { actual, evidence } = await withHome(stack.emulator, folder, (home) => work(new AzureSession(az, home)));
        return [actual, evidence.code ?? evidence.message];
    });

// The Azure CLI may have to be installed first.
describe("the Azure CLI", { timeout: 900_000 }, () => {
    it("logs a person in by a code that the person approves", async ({ stack, inSession }) => {
        const { emulator, assign, main } = stack;
        const [ada] = emulator.users;
        const user = emulator.state.users.find(({ userPrincipalName }) => userPrincipalName === ada?.userPrincipalName);
        // Without any role she would see no subscription, and az would say so.
        await assign("Reader", main.resourceId, user?.id ?? "", "User");
        const outcome = await inSession((session) =>
            session.loginByDeviceCode(emulator.deployer.tenantId, (code) =>
                emulator.approveDeviceCode(code, ada?.userPrincipalName ?? ""),
            ),
        );
        expect(outcome).toEqual(["allowed", undefined]);
    });

    it("logs a managed identity in at its endpoint, with the header that the endpoint asks for", async ({
        stack,
        inSession,
    }) => {
        const { emulator, robot } = stack;
        const { identityEndpoint: url, identityHeader } = emulator;
        const logIn = (header: string) =>
            inSession((session) => session.loginAsManagedIdentity({ url, header }, robot));
        expect(await logIn(identityHeader)).toEqual(["allowed", undefined]);
        expect((await logIn("another"))?.[0]).toBe("error");
    });

    describe("with the token of a pipeline's job", () => {
        const trusted = "repo:contoso/app:environment:production";
        it.beforeAll(async ({ stack }) => {
            const { graph, pusher } = stack;
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
        ] as const)("%s", async ([, subject, expected], { stack, inSession }) => {
            const { emulator, pusher } = stack;
            const assertion = await emulator.issueFederatedToken({ subject });
            const { tenantId } = emulator.deployer;
            const login = { tenantId, clientId: pusher.identity.clientId, proof: { assertion } };
            expect(await inSession((session) => session.loginAsApplication(login))).toEqual(expected);
        });
    });
});
