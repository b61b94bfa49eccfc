// A stack on the emulator without the engine: its resources are made by ARM and Graph, as the providers would make
// them, and its state is written in the form of an export. Two registries, a service principal that may push to the
// first, one that may only pull, a managed identity that trusts a pipeline, and a token for one prefix of it.
import { randomUUID } from "node:crypto";
import { type RunningEmulator, startEmulator } from "acr-emulator";
import { test } from "vitest";
import { readState } from "../../estate/sources/pulumi";
import { Arm, callerOf, emulatorHttp } from "../../local/clients/azure";
import { goTool } from "../../local/engine/go-tools";
import type { RegistryTarget } from "../../proofs/declared";
import { type Http, json } from "../../proofs/http";
import { type Caller, graphAudience } from "../../proofs/management";
import { declaredIn } from "../../proofs/read-declared";
import { temporaryFolder } from "../support/folder";
import { plaintextSecret, type ResourceState, stack } from "../support/pulumi-state";
import { managedIdentity, type PasswordState, registry, servicePrincipal, stateOf, token } from "./states";

/** Built-in roles by name. */
export const roles = {
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    AcrPush: "8311e382-0749-4cb8-b61a-304f252e45ec",
    Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    RepositoryReader: "b93aa761-3e63-49ed-ac28-beffa264f7ac",
    SecretsOfficer: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    SecretsUser: "4633458b-17de-408a-b874-0445c86b69e6",
} as const;

/** The emulator as its deployer changes it. */
export interface Deploying {
    emulator: RunningEmulator;
    http: Http;
    caller: Caller;
    /** Sends to Azure Resource Manager, with the version of the registries. */
    arm: Arm;
    /** Sends to Graph, a POST unless told, and answers the body. */
    graph(path: string, body?: unknown, method?: "POST" | "PATCH" | "DELETE"): Promise<Record<string, string>>;
    /** Answers the ARM id of the assignment. */
    assign(
        role: keyof typeof roles,
        scope: string,
        principalId: string,
        principalType?: string,
        condition?: string,
    ): Promise<string>;
    unassign(assignment: string): Promise<unknown>;
}

export interface LocalStack extends Deploying {
    /** The first registry, to which everybody has access. */
    main: RegistryTarget;
    group: string;
    state: ReturnType<typeof stateOf>;
    /** The service principal that may push. */
    pusher: Principal;
    /** Object id of the managed identity. */
    robot: string;
}

interface Principal {
    identity: { clientId: string; principalId: string; tenantId: string };
    /** Object id of the application. */
    applicationId: string;
    passwords: PasswordState[];
    /** The emulator as this principal asks it. */
    caller: Caller;
}

/** For tests of the stack above, made after `prepare` has had the emulator. */
export const localStackTest = (prepare: (emulator: RunningEmulator) => void = () => undefined) =>
    stackTest((emulator) => {
        prepare(emulator);
        return makeStack(deploying(emulator));
    });

/** For tests of the `stack` that `make` makes on an emulator of its own, which they share in their file. */
export function stackTest<T>(make: (emulator: RunningEmulator) => Promise<T>) {
    const it = test
        .extend("emulatorFolder", { scope: "file" }, temporaryFolder)
        .extend("stack", { scope: "file" }, async ({ emulatorFolder: directory }, { onCleanup }) => {
            const registryBinary = await goTool("registry", () => undefined);
            const emulator = await startEmulator({ directory, registryBinary });
            onCleanup(() => emulator.close());
            return make(emulator);
        });
    // Not in the time of the first test: the registry may have to be built.
    it.beforeAll(({ stack: _ }) => undefined, 300_000);
    return it;
}

/** Every password in a stack's state. */
export const secretsOf = ({ state }: LocalStack): string[] =>
    declaredIn(readState(state)).access.flatMap(({ credentials }) =>
        credentials.flatMap((each) => (each.kind === "password" ? [String(each.secret)] : [])),
    );

/** The emulator as one of its deployers changes it; the first unless given. */
export function deploying(emulator: RunningEmulator, deployer = emulator.deployer): Deploying {
    const http = emulatorHttp(emulator);
    const caller = callerOf(http, deployer);
    const authorization = new Arm(http, caller, "2022-04-01");
    const definitions = `/subscriptions/${deployer.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
    return {
        emulator,
        http,
        caller,
        arm: new Arm(http, caller, "2023-01-01-preview"),
        async graph(path, body, method = "POST") {
            const headers = { authorization: `Bearer ${await caller(graphAudience)}` };
            const reply = await http({ method, url: `${graphAudience}/v1.0/${path}`, headers, body });
            if (reply.status >= 300) throw new Error(`${path}: HTTP ${reply.status} ${reply.text}`);
            return (json(reply) ?? {}) as Record<string, string>;
        },
        async assign(role, scope, principalId, principalType = "ServicePrincipal", condition) {
            const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
            const roleDefinitionId = `${definitions}/${roles[role]}`;
            const conditionVersion = condition === undefined ? undefined : "2.0";
            const properties = { roleDefinitionId, principalId, principalType, condition, conditionVersion };
            await authorization.change("PUT", id, { properties });
            return id;
        },
        unassign: (assignment) => authorization.change("DELETE", assignment),
    };
}

async function makeStack(azure: Deploying): Promise<LocalStack> {
    const { emulator, arm } = azure;
    const group = await makeGroup(azure, emulator.deployer.subscriptionId);
    const [main, other] = [await makeRegistry(arm, group, "proofmain"), await makeRegistry(arm, group, "proofother")];
    const pusher = await makePrincipal(azure, "pusher");
    const puller = await makePrincipal(azure, "puller");
    await azure.assign("AcrPush", main.resourceId, pusher.identity.principalId);
    await azure.assign("AcrPull", main.resourceId, puller.identity.principalId);
    const robot = await makeIdentity(azure, group);
    await azure.assign("AcrPull", main.resourceId, robot.identity.principalId);
    const push = { main: { registry: main, permission: "push" } };
    const pull = { main: { registry: main, permission: "pull" } };
    const state = stateOf(
        ...registry("main", main),
        ...registry("other", other),
        ...servicePrincipal("pusher", push, pusher.identity, pusher.passwords),
        ...servicePrincipal("puller", pull, puller.identity, puller.passwords),
        ...managedIdentity("robot", pull, robot.identity, { production: robot.trust }),
        ...(await makeToken(azure, main)),
        roleOf(emulator, emulator.deployer),
    );
    return { ...azure, main, group, pusher, robot: robot.identity.principalId, state };
}

/** The role that a deployer holds, as a role assignment of the stack's own program, so that it is declared. */
export function roleOf({ state }: RunningEmulator, { objectId }: { objectId: string }): ResourceState {
    const held = Object.values(state.roleAssignments).find(({ principalId }) => principalId === objectId);
    const { id = "", scope, roleDefinitionId, principalId } = held ?? {};
    return stack("acr-auth", "local").resource("azure-native:authorization:RoleAssignment", "deployer", {
        id,
        inputs: { scope, roleDefinitionId, principalId },
    });
}

export async function makeGroup({ http, caller }: Deploying, subscriptionId: string): Promise<string> {
    const group = `/subscriptions/${subscriptionId}/resourceGroups/proofs`;
    await new Arm(http, caller, "2024-11-01").change("PUT", group, { location: "koreacentral" });
    return group;
}

export async function makeRegistry(
    arm: Arm,
    group: string,
    name: string,
    roleAssignmentMode: RegistryTarget["roleAssignmentMode"] = "legacy",
): Promise<RegistryTarget> {
    const resourceId = `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;
    const properties = {
        policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } },
        ...(roleAssignmentMode === "abac" ? { roleAssignmentMode: "AbacRepositoryPermissions" } : {}),
    };
    const body = { location: "koreacentral", sku: { name: "Standard" }, properties };
    await arm.change("PUT", `${resourceId}?api-version=2025-06-01-preview`, body);
    return { resourceId, loginServer: `${name}.azurecr.io`, roleAssignmentMode };
}

const daysFromNow = ({ clock }: RunningEmulator, days: number): string =>
    new Date(clock.now().getTime() + days * 24 * 3_600_000).toISOString().replace(/\.\d+Z$/, "Z");

/** The ends of the two live generations, in days from now. */
const generations = [165, 345];

export async function makePrincipal(
    { emulator, http, graph }: Deploying,
    displayName: string,
    signInAudience = "AzureADMyOrg",
): Promise<Principal> {
    const application = await graph("applications", { displayName, signInAudience });
    const principal = await graph("servicePrincipals", { appId: application.appId });
    const passwords: PasswordState[] = [];
    let clientSecret = "";
    for (const end of generations) {
        const expiresOn = daysFromNow(emulator, end);
        const passwordCredential = { endDateTime: expiresOn };
        const made = await graph(`applications/${application.id}/addPassword`, { passwordCredential });
        clientSecret = made.secretText ?? "";
        passwords.push({ value: plaintextSecret(clientSecret), expiresOn, keyId: made.keyId });
    }
    const { tenantId } = emulator.deployer;
    const identity = { clientId: application.appId ?? "", principalId: principal.id ?? "", tenantId };
    const caller = callerOf(http, { ...emulator.deployer, clientId: identity.clientId, clientSecret });
    return { identity, applicationId: application.id ?? "", passwords, caller };
}

async function makeIdentity({ emulator, arm }: Deploying, group: string) {
    const id = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/robot`;
    const version = "?api-version=2023-01-31";
    const made = (await arm.change("PUT", `${id}${version}`, { location: "koreacentral" })) as {
        properties: { clientId: string; principalId: string };
    };
    const trust = {
        issuer: "https://token.actions.githubusercontent.com",
        subject: "repo:contoso/app:environment:production",
        audiences: ["api://AzureADTokenExchange"],
    };
    await arm.change("PUT", `${id}/federatedIdentityCredentials/production${version}`, { properties: trust });
    return { identity: { ...made.properties, tenantId: emulator.deployer.tenantId }, trust };
}

async function makeToken({ emulator, arm }: Deploying, main: RegistryTarget): Promise<ResourceState[]> {
    const scopeMapId = `${main.resourceId}/scopeMaps/device`;
    const tokenId = `${main.resourceId}/tokens/device`;
    const actions = ["content/read", "content/write", "content/delete", "metadata/read", "metadata/write"];
    const properties = { actions: actions.map((action) => `repositories/team/*/${action}`) };
    await arm.change("PUT", scopeMapId, { properties });
    await arm.change("PUT", tokenId, { properties: { scopeMapId, status: "enabled" } });
    const passwords: PasswordState[] = [];
    for (const [index, end] of generations.entries()) {
        const [name, expiry] = [`password${index + 1}`, daysFromNow(emulator, end)];
        const made = (await arm.change("POST", `${main.resourceId}/generateCredentials`, {
            tokenId,
            name,
            expiry,
        })) as {
            passwords: { name: string; value: string }[];
        };
        const value = made.passwords.find((each) => each.name === name)?.value;
        passwords.push({ value: plaintextSecret(value), expiresOn: expiry });
    }
    return token("device", main, { team: { repositories: ["team/*"], permission: "manage" } }, passwords);
}
