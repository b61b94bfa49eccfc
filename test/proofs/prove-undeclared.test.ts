// What gives access to a declared registry beyond what is declared, made by hand on the emulator: each is wider, with the
// command that removes it, and what that command does makes the stack as declared again.
import { randomUUID } from "node:crypto";
import { describe, expect } from "vitest";
import { repositoryCondition } from "../../azure/conditions";
import { roles } from "../../azure/roles";
import { selfSigned } from "../../emulator/test/self-signed";
import { exitCode } from "../../proofs/judge";
import { type LocalStack, makePrincipal, makeRegistry } from "./local-stack";
import { differences, proveTest } from "./prove-stack";
import { access, registry } from "./states";

const version = "?api-version=2023-01-31";
const trust = { issuer: "https://token.actions.githubusercontent.com", audiences: ["api://AzureADTokenExchange"] };

const it = proveTest()
    // A registry in ABAC mode beside the others, with a grant for one prefix of it.
    .extend("abac", { scope: "file" }, async ({ stack }) => {
        const { arm, assign, group, emulator, state } = stack;
        const team = await makePrincipal(stack, "team");
        const target = await makeRegistry(arm, group, "proofabac", "abac");
        const reading = (...repositories: string[]) =>
            repositoryCondition(roles.RepositoryReader.actions, repositories);
        const assignment = await assign(
            "RepositoryReader",
            target.resourceId,
            team.identity.principalId,
            "ServicePrincipal",
            reading("team/*"),
        );
        const grants = { team: { registry: target, permission: "pull", repositories: ["team/*"] } };
        const inputs = { principalType: "ServicePrincipal" };
        const withAbac = structuredClone(state);
        withAbac.deployment.resources.push(
            ...registry("abac", target, { roleAssignmentMode: "abac" }),
            ...access("team", grants, team.identity.principalId, inputs),
        );
        const setCondition = (condition: string | undefined) => {
            const held = emulator.state.roleAssignments[assignment.toLowerCase()];
            const properties = { ...held, condition, conditionVersion: "2.0" };
            return arm.change("PUT", `${assignment}?api-version=2022-04-01`, { properties });
        };
        return { target, state: withAbac, reading, setCondition };
    });

/** Makes something undeclared. Answers the command that must be told, and what has its effect. */
type Change = (stack: LocalStack) => Promise<{ remedy: string; undo: () => Promise<unknown> }>;

const cases: [string, string[], Change][] = [
    [
        "a role for a person that no stack declares",
        ["role AcrPull of user Ada Lovelace"],
        async ({ emulator, assign, unassign, main }) => {
            const ada = emulator.state.users.find(({ displayName }) => displayName === "Ada Lovelace");
            const id = await assign("AcrPull", main.resourceId, ada?.id ?? "", "User");
            return { remedy: `az role assignment delete --ids ${id}`, undo: () => unassign(id) };
        },
    ],
    [
        "a role for a new service principal",
        ["role AcrPush of service principal stranger"],
        async (stack) => {
            const { identity } = await makePrincipal(stack, "stranger");
            const id = await stack.assign("AcrPush", stack.main.resourceId, identity.principalId);
            return { remedy: `az role assignment delete --ids ${id}`, undo: () => stack.unassign(id) };
        },
    ],
    [
        "a role that a person may activate",
        ["role AcrPush (eligible) of user Ada Lovelace"],
        async ({ emulator, arm, main }) => {
            const ada = emulator.state.users.find(({ displayName }) => displayName === "Ada Lovelace");
            const subscription = `/subscriptions/${emulator.deployer.subscriptionId}`;
            const principalId = ada?.id;
            const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles.AcrPush.id}`;
            const requests = `${main.resourceId}/providers/Microsoft.Authorization/roleEligibilityScheduleRequests`;
            const ask = (properties: object) =>
                arm.change("PUT", `${requests}/${randomUUID()}?api-version=2020-10-01`, {
                    properties: { principalId, roleDefinitionId, ...properties },
                });
            const scheduleInfo = { startDateTime: emulator.clock.now(), expiration: { type: "NoExpiration" } };
            await ask({ requestType: "AdminAssign", scheduleInfo });
            const url = `https://management.azure.com${requests}/$(uuidgen)?api-version=2020-10-01`;
            const removal = { requestType: "AdminRemove", scheduleInfo: { expiration: { type: "NoExpiration" } } };
            const body = JSON.stringify({ properties: { principalId, roleDefinitionId, ...removal } });
            return {
                remedy: `az rest --method PUT --url "${url}" --body '${body}'`,
                undo: () => ask(removal),
            };
        },
    ],
    [
        "a token with _repositories_admin",
        ["token of token intruder"],
        async ({ arm, main }) => {
            const tokenId = `${main.resourceId}/tokens/intruder`;
            const scopeMapId = `${main.resourceId}/scopeMaps/_repositories_admin`;
            await arm.change("PUT", tokenId, { properties: { scopeMapId, status: "enabled" } });
            await arm.change("POST", `${main.resourceId}/generateCredentials`, { tokenId });
            return {
                remedy: "az acr token delete --registry proofmain --name intruder --yes",
                undo: () => arm.change("DELETE", tokenId),
            };
        },
    ],
    [
        "a scope map that was widened",
        ["scope map of device"],
        async ({ arm, main }) => {
            const id = `${main.resourceId}/scopeMaps/device`;
            const all = ["content/read", "content/write", "content/delete", "metadata/read", "metadata/write"];
            const actions = all.map((action) => `repositories/team/*/${action}`);
            const set = (given: string[]) => arm.change("PATCH", id, { properties: { actions: given } });
            await set([...actions, "repositories/secret/content/read"]);
            return {
                remedy: "az acr scope-map update --registry proofmain --name device --remove-repository secret content/read",
                undo: () => set(actions),
            };
        },
    ],
    [
        "a foreign federated credential on a declared identity",
        ["federated credential of robot"],
        async ({ arm, group }) => {
            const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/robot`;
            const id = `${identity}/federatedIdentityCredentials/foreign${version}`;
            await arm.change("PUT", id, { properties: { ...trust, subject: "repo:stranger/app:ref:refs/heads/main" } });
            return {
                remedy: "az identity federated-credential delete --resource-group proofs --identity-name robot --name foreign --yes",
                undo: () => arm.change("DELETE", id),
            };
        },
    ],
    [
        "a foreign federated credential on a declared application",
        ["federated credential of pusher"],
        async ({ graph, pusher }) => {
            const path = `applications/${pusher.applicationId}/federatedIdentityCredentials`;
            const { id } = await graph(path, { name: "foreign", ...trust, subject: "repo:stranger/app:pull_request" });
            return {
                remedy: `az ad app federated-credential delete --id ${pusher.applicationId} --federated-credential-id ${id}`,
                undo: () => graph(`${path}/${id}`, undefined, "DELETE"),
            };
        },
    ],
    [
        "a certificate on a declared application",
        ["certificate of pusher"],
        async ({ emulator, graph, pusher }) => {
            const path = `applications/${pusher.applicationId}`;
            const key = (await selfSigned()).certificate.raw.toString("base64");
            await graph(path, { keyCredentials: [{ type: "AsymmetricX509Cert", usage: "Verify", key }] }, "PATCH");
            const [made] =
                emulator.state.applications.find(({ id }) => id === pusher.applicationId)?.keyCredentials ?? [];
            return {
                remedy: `az ad app credential delete --id ${pusher.applicationId} --key-id ${made?.keyId} --cert`,
                undo: () => graph(path, { keyCredentials: [] }, "PATCH"),
            };
        },
    ],
    [
        "ARM-audience tokens switched on again",
        ["tokens for Azure Resource Manager of registry main"],
        async ({ arm, main }) => {
            const set = (status: string) =>
                arm.change("PATCH", main.resourceId, {
                    properties: { policies: { azureADAuthenticationAsArmPolicy: { status } } },
                });
            await set("enabled");
            return {
                remedy: "az acr config authentication-as-arm update --registry proofmain --status disabled",
                undo: () => set("disabled"),
            };
        },
    ],
];

const told = (found: ReturnType<typeof differences>) =>
    found.map(({ verdict, action, evidence }) => {
        const who = evidence.identity?.replace(/ \([0-9a-f-]{36}\)$/, "");
        return `${verdict}: ${action} of ${who}`;
    });

describe("what reaches a registry beyond what is declared", () => {
    it("is nothing, as the stack was made", async ({ prove }) => {
        expect(told(differences(await prove()))).toEqual([]);
    });

    it.for(cases)("is found: %s", async ([, expected, change], { stack, prove }) => {
        const { remedy, undo } = await change(stack);
        try {
            const results = await prove();
            const found = differences(results);
            expect(told(found)).toEqual(expected.map((each) => `wider: ${each}`));
            expect(found.map(({ evidence }) => evidence.remedy)).toEqual([remedy]);
            expect(exitCode(results, { strict: false })).toBe(1);
        } finally {
            await undo();
        }
        expect(told(differences(await prove()))).toEqual([]);
    });

    it("is not a role of another service, whose actions are read to know", async ({ stack, prove }) => {
        const { emulator, assign, unassign, group } = stack;
        const ada = emulator.state.users.find(({ displayName }) => displayName === "Ada Lovelace");
        const id = await assign("SecretsOfficer", group, ada?.id ?? "", "User");
        try {
            expect(told(differences(await prove()))).toEqual([]);
        } finally {
            await unassign(id);
        }
    });

    it("is found: a widened condition, and not one that is only written in another way", async ({ abac, prove }) => {
        const { state, reading, setCondition } = abac;
        const found = async () =>
            differences(await prove({}, state)).filter(({ evidence }) => evidence.skip !== "impossible from here");
        expect(told(await found())).toEqual([]);
        await setCondition(reading("team/*", "secret"));
        const wide = await found();
        expect(told(wide)).toEqual([`wider: role ${roles.RepositoryReader.displayName} of team`]);
        expect(wide.map(({ evidence }) => evidence.remedy)).toEqual(["pulumi up --refresh"]);
        await setCondition(`(${reading("team/*", "team/app")})`);
        expect(told(await found())).toEqual([]);
    });
});
