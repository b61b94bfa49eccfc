// What a proof leaves out, and why: what nobody can try from here, and what it was not given the means to ask. A login that
// was given and refused is neither.
import { describe, expect } from "vitest";
import { NoCredentials } from "../../azure/login-failure";
import type { Caller } from "../../proofs/management";
import { encryptedSecret } from "../support/pulumi-state";
import { differences, proveTest } from "./prove-stack";
import { access, crossTenantPull, servicePrincipal, stateOf } from "./states";

const it = proveTest();

const trusted = "repo:contoso/app:environment:production from https://token.actions.githubusercontent.com";
const said = (results: Parameters<typeof differences>[0]) => [
    ...new Set(differences(results).map(({ verdict, evidence }) => `${verdict}: ${evidence.message}`)),
];

describe("what is skipped", () => {
    it("is impossible outside Azure for a managed identity, and outside its job for a federated credential", async ({
        prove,
    }) => {
        const results = await prove({ identityEndpoint: undefined, jobToken: () => Promise.resolve(undefined) });
        expect(said(results)).toEqual([
            "impossible from here: a managed identity can log in only from inside Azure",
            `impossible from here: it needs a token for ${trusted}, which this run does not have`,
        ]);
    });

    it("is impossible for an identity that the code does not run as, and with another job's token", async ({
        stack,
        prove,
    }) => {
        const { emulator } = stack;
        const results = await prove({
            http: (request) =>
                stack.http({ ...request, url: request.url.replace(`object_id=${stack.robot}`, "object_id=other") }),
            jobToken: ({ audience }) =>
                emulator.issueFederatedToken({ audience, subject: "repo:contoso/app:pull_request" }),
        });
        expect(said(results)).toEqual([
            "impossible from here: this process does not run as the identity: " +
                "No User Assigned or Delegated Managed Identity found for specified object_id.",
            `impossible from here: it needs a token for ${trusted}, which this run does not have`,
        ]);
    });

    it("was not asked where the password is encrypted in the export", async ({ stack, prove }) => {
        const state = structuredClone(stack.state);
        for (const { outputs } of state.deployment.resources as { outputs: Record<string, unknown> }[]) {
            for (const key of ["value", "password"]) if (key in outputs) outputs[key] = encryptedSecret();
        }
        expect(said(await prove({}, state))).toEqual([
            "not asked: its password is encrypted in this export; export with --show-secrets, or use --stack",
        ]);
    });

    it("is impossible for a person and for a principal made elsewhere, and was not asked without its state", async ({
        stack,
        prove,
    }) => {
        const { main, pusher } = stack;
        const { principalId, clientId, tenantId } = pusher.identity;
        const pull = { main: { registry: main, permission: "pull" } };
        const state = stateOf(
            ...access("ada", pull, principalId, { principalType: "User" }),
            ...access("robot", pull, principalId, { principalType: "ServicePrincipal" }),
            ...servicePrincipal("forgotten", pull, pusher.identity, []),
            ...crossTenantPull("partner", pull, { clientId, principalId, tenantId }),
        );
        const skipped = differences(await prove({}, state)).filter(({ action }) => action === "pull");
        expect(skipped.map(({ verdict, evidence }) => `${evidence.identity}: ${verdict}`)).toEqual([
            "partner: not asked",
            "ada: impossible from here",
            "forgotten: not asked",
            "robot: impossible from here",
        ]);
    });

    it("was not asked without Azure credentials", async ({ prove }) => {
        const results = await prove({ caller: () => Promise.reject(new NoCredentials("nobody has logged in")) });
        expect(said(results)).toEqual([
            "not asked: no Azure credentials for management.azure.com: nobody has logged in",
            "not asked: no Azure credentials for graph.microsoft.com: nobody has logged in",
        ]);
    });
});

describe("what was given and refused", () => {
    it("is an error: a login for ARM and Graph", async ({ prove }) => {
        const refused = "AADSTS7000215: Invalid client secret provided. Trace ID: 1";
        const results = await prove({ caller: () => Promise.reject(new Error(refused)) });
        const found = differences(results);
        expect(found.length).toBeGreaterThan(0);
        expect(new Set(found.map(({ verdict, evidence }) => `${verdict}: ${evidence.code}`))).toEqual(
            new Set(["error: AADSTS7000215"]),
        );
        expect(said(results)).toContain(
            "error: the Azure credentials give no token for graph.microsoft.com: AADSTS7000215: Invalid client secret provided.",
        );
    });

    it("is an error: a token that ARM and Graph do not take", async ({ prove }) => {
        const caller: Caller = () => Promise.resolve("outdated");
        const found = differences(await prove({ caller }));
        expect(found.length).toBeGreaterThan(0);
        const statusOf = ({ status, message = "" }: (typeof found)[0]["evidence"]) =>
            status ?? Number(/answered (\d+) /.exec(message)?.[1]);
        expect(new Set(found.map(({ verdict, evidence }) => `${verdict}: ${statusOf(evidence)}`))).toEqual(
            new Set(["error: 401"]),
        );
    });

    it("is an error: the header for the endpoint of managed identities", async ({ stack, prove }) => {
        const endpoint = { url: stack.emulator.identityEndpoint, header: "wrong" };
        expect(said(await prove({ identityEndpoint: endpoint }))).toEqual([
            "error: The X-IDENTITY-HEADER is missing or wrong.",
        ]);
    });
});
