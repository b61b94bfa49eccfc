import { describe, expect } from "vitest";
import { NoCredentials } from "../../azure/login-failure";
import { makePrincipal } from "./local-stack";
import { differences, proveTest } from "./prove-stack";
import { crossTenantApplication, stateOf as written } from "./states";

const it = proveTest();

describe("checks of roles, passwords and the admin user", () => {
    it("finds an inherited role that nobody declared, with the command that removes it", async ({ stack, prove }) => {
        const { assign, unassign, group: scope, pusher } = stack;
        const assignment = await assign("Reader", scope, pusher.identity.principalId);
        try {
            const found = differences(await prove());
            expect(found.map(({ verdict, action, repository }) => `${verdict}: ${action} ${repository}`)).toEqual([
                // What the role gives on the registry beside it, where the principal has nothing.
                "wider: pull proofother.azurecr.io/acr-auth-proof",
                "wider: role Reader proofmain.azurecr.io",
                "wider: role Reader proofother.azurecr.io",
            ]);
            const since = stack.emulator.state.roleAssignments[assignment.toLowerCase()]?.createdOn ?? "";
            // On the first registry it may pull anyway, and here also because of what it may on others.
            expect(found[2]?.evidence).toEqual({
                identity: "pusher",
                code: "UNDECLARED_ROLE",
                message:
                    "no component declares this role: it allows pull on every repository; " +
                    `assigned at ${scope}; since ${since.slice(0, 10)}`,
                remedy: `az role assignment delete --ids ${assignment}`,
                since,
                access: { principalId: pusher.identity.principalId, scope },
            });
        } finally {
            await unassign(assignment);
        }
    });

    it("finds a password in Graph that the state does not know, with the command that removes it", async ({
        stack,
        prove,
    }) => {
        const { graph, pusher } = stack;
        const application = `applications/${pusher.applicationId}`;
        const passwordCredential = { displayName: "stray", endDateTime: "2027-01-01T00:00:00Z" };
        const { keyId } = await graph(`${application}/addPassword`, { passwordCredential });
        try {
            expect(differences(await prove())).toEqual([
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
                        code: "UNDECLARED_PASSWORD",
                        message: expect.stringMatching(
                            /^'stray', valid until 2027-01-01T00:00:00Z, is not in the state; since \d{4}-\d\d-\d\d$/,
                        ),
                        remedy: `az ad app credential delete --id ${pusher.applicationId} --key-id ${keyId}`,
                        since: expect.stringMatching(/^\d{4}-/),
                        access: { credential: keyId },
                    },
                },
            ]);
        } finally {
            await graph(`${application}/removePassword`, { keyId });
        }
    });

    it("finds a token's password that the state does not know, with the command that removes it", async ({
        stack,
        prove,
    }) => {
        const state = structuredClone(stack.state);
        const { resources } = state.deployment;
        resources.splice(
            resources.findIndex(({ urn }) => urn.endsWith("device-password1")),
            1,
        );
        const found = differences(await prove({}, state));
        expect(found.map(({ verdict, action, evidence }) => [verdict, action, evidence.remedy])).toEqual([
            ["wider", "password", "az acr token credential delete --registry proofmain --name device --password1"],
        ]);
        expect(found[0]?.evidence.message).toMatch(
            /^'password1', valid until 20\d\d-.*, is not in the state; since 20\d\d-.*$/,
        );
    });

    it("finds an admin user that is on and anonymous pull", async ({ stack, prove }) => {
        const { arm, main } = stack;
        const set = (on: boolean) =>
            arm.change("PATCH", main.resourceId, { properties: { adminUserEnabled: on, anonymousPullEnabled: on } });
        await set(true);
        try {
            const found = differences(await prove());
            expect(
                found.map(({ verdict, method, action, evidence }) => [verdict, method, action, evidence.remedy]),
            ).toEqual([
                // Public to all means to tokens of other repositories, too.
                ["wider", "repository token", "pull", undefined],
                ["wider", "anonymous pull", "pull", undefined],
                [
                    "wider",
                    "anonymous pull",
                    "anonymous pull setting",
                    "az acr update --name proofmain --anonymous-pull-enabled false",
                ],
                ["wider", "admin user", "list credentials", "az acr update --name proofmain --admin-enabled false"],
            ]);
        } finally {
            await set(false);
        }
    });

    it("skips what needs Azure credentials where there are none, with the reason", async ({ prove }) => {
        const results = await prove({ caller: () => Promise.reject(new NoCredentials("nobody is logged in")) });
        expect(
            differences(results).map(({ verdict, action, evidence }) => [verdict, action, evidence.message]),
        ).toEqual([
            ...["settings", "roles", "tokens", "settings", "roles", "tokens"].map((action) => [
                "not asked",
                action,
                "no Azure credentials for management.azure.com: nobody is logged in",
            ]),
            ["not asked", "federated credential", "no Azure credentials for management.azure.com: nobody is logged in"],
            ["not asked", "password", "no Azure credentials for graph.microsoft.com: nobody is logged in"],
            ["not asked", "password", "no Azure credentials for graph.microsoft.com: nobody is logged in"],
            ["not asked", "list credentials", "no Azure credentials for management.azure.com: nobody is logged in"],
            ["not asked", "list credentials", "no Azure credentials for management.azure.com: nobody is logged in"],
        ]);
    });

    it("names the right that is missing where the Azure credentials may not read", async ({ stack, prove }) => {
        const { emulator, main } = stack;
        const { caller } = await makePrincipal(stack, "auditor");
        const { subscriptionId } = emulator.deployer;
        const found = differences(await prove({ caller }));
        const missing = (right: string) => `the Azure credentials may not read this: they need ${right}`;
        const registries = main.resourceId.replace(/proofmain$/, "");
        const unseen = `subscription ${subscriptionId}: the Azure credentials have no role in it: give them Reader`;
        const graph = "applications, service principals (Microsoft Graph): not asked: needs Application.Read.All";
        expect(found.map(({ verdict, evidence }) => [verdict, evidence.status, evidence.message])).toEqual([
            ...Array.from({ length: 7 }, () => ["not asked", undefined, unseen]),
            ["not asked", undefined, graph],
            ["not asked", undefined, graph],
            ["not asked", 403, missing(`Microsoft.ContainerRegistry/registries/read at ${registries}proofmain`)],
            ["not asked", 403, missing(`Microsoft.ContainerRegistry/registries/read at ${registries}proofother`)],
        ]);
    });

    it("takes the registry's word for the admin user where it may not ask for its passwords", async ({
        stack,
        prove,
    }) => {
        const { assign, unassign, group } = stack;
        const { identity, caller } = await makePrincipal(stack, "reader");
        const assignment = await assign("Reader", group, identity.principalId);
        try {
            const results = await prove({ caller });
            const asked = results.filter(({ action }) => action === "list credentials");
            expect(asked.map(({ actual, evidence }) => [actual, evidence.code, evidence.message])).toEqual(
                ["proofmain", "proofother"].map((name) => [
                    "refused",
                    "ADMIN_USER_DISABLED",
                    "off; the Azure credentials may not ask for its passwords: they need " +
                        "Microsoft.ContainerRegistry/registries/listCredentials/action at " +
                        `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`,
                ]),
            );
        } finally {
            await unassign(assignment);
        }
    });

    it("skips the passwords of an application that only another tenant knows", async ({ stack, prove }) => {
        const { pusher, emulator } = stack;
        const { tenantId } = emulator.partnerDeployer;
        const state = written(...crossTenantApplication("partner", { ...pusher.identity, tenantId }, []));
        expect(await prove({}, state)).toEqual([
            {
                method: "AKS service principal",
                client: "acr-auth",
                action: "password",
                repository: "",
                expected: "allowed",
                actual: "skipped",
                evidence: {
                    identity: "partner",
                    message: `applications of tenant ${tenantId}: the Azure credentials are for tenant ${emulator.deployer.tenantId}; \`az login --tenant ${tenantId}\` adds those`,
                    skip: "not asked",
                },
            },
        ]);
    });
});
