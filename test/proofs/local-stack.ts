// A stack on a local Azure without the engine: its resources are made by ARM and Graph, as the providers would make
// them, and its state is written in the form of an export. Two registries, a service principal that may push to the
// first, one that may only pull, and a token for one prefix of it.
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { Arm, callerOf, cloudHttp } from "../../local/clients/azure";
import { type RunningCloud, startCloud } from "../../local/cloud/cloud";
import { goTool } from "../../local/engine/go-tools";
import type { RegistryTarget } from "../../proofs/declared";
import { type Http, json } from "../../proofs/http";
import { type Caller, graphAudience } from "../../proofs/management";
import { clear, registry, type StateResource, servicePrincipal, stateOf, token } from "./states";

const acrPush = "8311e382-0749-4cb8-b61a-304f252e45ec";
const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

export interface LocalStack {
    cloud: RunningCloud;
    http: Http;
    caller: Caller;
    /** The first registry, to which everybody has access. */
    main: RegistryTarget;
    state: ReturnType<typeof stateOf>;
    /** Object and client id of the service principal that may push. */
    pusher: { principalId: string; clientId: string; applicationId: string };
    arm: Arm;
    roles: Arm;
}

/** The stack of the tests of this file; ask for it inside a test. */
export function localStackForTests(): () => LocalStack {
    let stack: LocalStack | undefined;
    let directory: string | undefined;
    beforeAll(async () => {
        directory = await mkdtemp(join(tmpdir(), "local-stack-"));
        const registryBinary = await goTool("registry", () => undefined);
        stack = await makeStack(await startCloud({ directory, registryBinary }));
    }, 300_000);
    afterAll(async () => {
        await stack?.cloud.close();
        if (directory !== undefined) await rm(directory, { recursive: true, force: true });
    });
    return () => {
        if (stack === undefined) throw new Error("The stack is made before the first test.");
        return stack;
    };
}

const daysFromNow = (cloud: RunningCloud, days: number): string =>
    new Date(cloud.clock.now().getTime() + days * 24 * 3_600_000).toISOString().replace(/\.\d+Z$/, "Z");

async function makeStack(cloud: RunningCloud): Promise<LocalStack> {
    const http = cloudHttp(cloud);
    const caller = callerOf(http, cloud.deployer);
    const arm = new Arm(http, caller, "2023-01-01-preview");
    const roles = new Arm(http, caller, "2022-04-01");
    const group = `/subscriptions/${cloud.deployer.subscriptionId}/resourceGroups/proofs`;
    await new Arm(http, caller, "2024-11-01").change("PUT", group, { location: "koreacentral" });

    const makeRegistry = async (name: string): Promise<RegistryTarget> => {
        const resourceId = `${group}/providers/Microsoft.ContainerRegistry/registries/${name}`;
        await arm.change("PUT", resourceId, { location: "koreacentral", sku: { name: "Standard" }, properties: {} });
        return { resourceId, loginServer: `${name}.azurecr.io`, roleAssignmentMode: "legacy" };
    };
    const main = await makeRegistry("proofmain");
    const other = await makeRegistry("proofother");

    const graph = async (path: string, body: unknown): Promise<Record<string, string>> => {
        const authorization = `Bearer ${await caller(graphAudience)}`;
        const reply = await http({
            method: "POST",
            url: `${graphAudience}/v1.0/${path}`,
            headers: { authorization },
            body,
        });
        if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${reply.text}`);
        return json(reply) as Record<string, string>;
    };
    const makePrincipal = async (displayName: string, role: string) => {
        const application = await graph("applications", { displayName, signInAudience: "AzureADMyOrg" });
        const principal = await graph("servicePrincipals", { appId: application.appId });
        const passwords = [];
        for (const [start, end] of [
            [-200, 165],
            [-20, 345],
        ] as const) {
            const expiresOn = daysFromNow(cloud, end);
            const passwordCredential = { startDateTime: daysFromNow(cloud, start), endDateTime: expiresOn };
            const made = await graph(`applications/${application.id}/addPassword`, { passwordCredential });
            passwords.push({ value: clear(made.secretText), expiresOn, keyId: made.keyId });
        }
        const definition = `/subscriptions/${cloud.deployer.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
        await roles.change(
            "PUT",
            `${main.resourceId}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
            {
                properties: {
                    roleDefinitionId: definition,
                    principalId: principal.id,
                    principalType: "ServicePrincipal",
                },
            },
        );
        const identity = {
            clientId: application.appId ?? "",
            principalId: principal.id ?? "",
            tenantId: cloud.deployer.tenantId,
        };
        return { identity, passwords, applicationId: application.id ?? "" };
    };
    const pusher = await makePrincipal("pusher", acrPush);
    const puller = await makePrincipal("puller", acrPull);

    const tokenState = await makeToken(cloud, arm, main);
    return {
        cloud,
        http,
        caller,
        main,
        arm,
        roles,
        pusher: { ...pusher.identity, applicationId: pusher.applicationId },
        state: stateOf(
            ...registry("main", main),
            ...registry("other", other),
            ...servicePrincipal(
                "pusher",
                { main: { registry: main, permission: "push" } },
                pusher.identity,
                pusher.passwords,
            ),
            ...servicePrincipal(
                "puller",
                { main: { registry: main, permission: "pull" } },
                puller.identity,
                puller.passwords,
            ),
            ...tokenState,
        ),
    };
}

async function makeToken(cloud: RunningCloud, arm: Arm, main: RegistryTarget): Promise<StateResource[]> {
    const scopeMap = `${main.resourceId}/scopeMaps/device-map`;
    const tokenId = `${main.resourceId}/tokens/device`;
    const actions = ["content/read", "content/write", "content/delete", "metadata/read", "metadata/write"];
    await arm.change("PUT", scopeMap, {
        properties: { actions: actions.map((action) => `repositories/team/*/${action}`) },
    });
    await arm.change("PUT", tokenId, { properties: { scopeMapId: scopeMap, status: "enabled" } });
    const passwords = [];
    for (const [name, days] of [
        ["password1", 165],
        ["password2", 345],
    ] as const) {
        const expiresOn = daysFromNow(cloud, days);
        const body = { tokenId, name, expiry: expiresOn };
        const made = (await arm.change("POST", `${main.resourceId}/generateCredentials`, body)) as {
            passwords: { name: string; value: string }[];
        };
        passwords.push({ value: clear(made.passwords.find((each) => each.name === name)?.value), expiresOn });
    }
    return token("device", main, { team: { repositories: ["team/*"], permission: "manage" } }, passwords);
}
