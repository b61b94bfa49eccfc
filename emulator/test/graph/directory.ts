// Tests that ask Microsoft Graph as applications with chosen permissions, on an emulator in memory.
import { test } from "vitest";
import { graph } from "../../graph/service";
import type { Application, Group } from "../../state/azure-state";
import { type Answer, createTestEmulator, type Sent, send, type TestEmulator } from "../services";

export interface Directory extends Omit<TestEmulator, "addGroup"> {
    /** One request as an application that has these permissions of Graph. */
    ask(permissions: string[], path: string, options?: Sent): Promise<Answer>;
    addApplication(displayName: string, more?: Partial<Application>): Application;
    addGroup(members: string[]): Group;
}

const createDirectory = (): Directory => {
    const azure = createTestEmulator();
    const { state, tenantId } = azure;
    let made = 0;
    const id = () => {
        made += 1;
        return `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`;
    };
    return {
        ...azure,
        async ask(graphRoles, path, options = {}) {
            const caller = azure.addServicePrincipal();
            state.servicePrincipals.splice(-1, 1, { ...caller, graphRoles });
            const bearer = await azure.tokenOf(caller.id, { aud: "https://graph.microsoft.com" });
            return send(graph, azure.emulator, `https://graph.microsoft.com/v1.0${path}`, { bearer, ...options });
        },
        addApplication(displayName, more = {}) {
            const application: Application = {
                id: id(),
                appId: id(),
                tenantId,
                displayName,
                createdDateTime: "2026-01-01T00:00:00Z",
                signInAudience: "AzureADMyOrg",
                passwordCredentials: [],
                keyCredentials: [],
                federatedCredentials: [],
                properties: {},
                ...more,
            };
            state.applications.push(application);
            return application;
        },
        addGroup(members) {
            const group: Group = {
                id: id(),
                tenantId,
                displayName: `group ${made}`,
                mailNickname: `group-${made}`,
                securityEnabled: true,
                members,
                properties: {},
            };
            state.groups.push(group);
            return group;
        },
    };
};

export const it = test.extend<{ directory: Directory }>({
    directory: async ({ task: _ }, use) => use(createDirectory()),
});

export const denied = [403, "Authorization_RequestDenied"];

/** Status and code of a refusal. */
export const refusal = ({ status, body }: Answer): unknown[] => [status, body.error?.code];
