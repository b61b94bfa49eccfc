import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AzureSession } from "../../../local/clients/az";
import { type AzureCli, azureCli } from "../../../local/clients/azure-cli";
import { withHome } from "../../../local/clients/home";
import type { Outcome } from "../../../proofs/line";
import { graphAudience } from "../../../proofs/management";
import { localStackForTests } from "../../proofs/local-stack";

const stack = localStackForTests();
let directory: string;
let az: AzureCli | undefined;

beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "az-"));
    az = await azureCli((line) => process.stderr.write(`${line}\n`));
}, 900_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

const inSession = (context: { skip(note?: string): void }, work: (session: AzureSession) => Promise<Outcome>) => {
    const program = az;
    if (program === undefined) {
        context.skip("the Azure CLI could not be installed");
        return Promise.resolve(undefined);
    }
    return withHome(stack().cloud, directory, (home) => work(new AzureSession(program, home)));
};

describe("the Azure CLI", () => {
    it("logs a person in by a code that the person approves", async (context) => {
        const { cloud } = stack();
        const [ada] = cloud.users;
        const outcome = await inSession(context, (session) =>
            session.loginByDeviceCode(cloud.deployer.tenantId, (code) =>
                cloud.approveDeviceCode(code, ada?.userPrincipalName ?? ""),
            ),
        );
        // She is known, and has no subscription to see.
        expect(outcome?.evidence.message ?? "").toMatch(/No subscriptions found for ada@|^$/);
    });

    it.each([
        [
            "the subject that is trusted",
            "repo:contoso/app:environment:production",
            { actual: "allowed", code: undefined },
        ],
        ["another subject", "repo:contoso/app:pull_request", { actual: "refused", code: "AADSTS700213" }],
    ])("logs a pipeline in by the token of its job, for %s", async (_, subject, expected) => {
        const { cloud, http, caller, pusher } = stack();
        const url = `${graphAudience}/v1.0/applications/${pusher.applicationId}/federatedIdentityCredentials`;
        const authorization = `Bearer ${await caller(graphAudience)}`;
        const body = {
            name: `job-${expected.actual}`,
            issuer: "https://token.actions.githubusercontent.com",
            subject: `repo:contoso/app:environment:production`,
            audiences: ["api://AzureADTokenExchange"],
        };
        const reply = await http({ method: "POST", url, headers: { authorization }, body });
        expect([201, 400]).toContain(reply.status);
        const assertion = await cloud.issueFederatedToken({ subject });
        const outcome = await inSession({ skip: () => undefined }, (session) =>
            session.loginAsApplication({
                tenantId: cloud.deployer.tenantId,
                clientId: pusher.clientId,
                proof: { assertion },
            }),
        );
        expect({ actual: outcome?.actual, code: outcome?.evidence.code }).toEqual(expected);
    });
});
