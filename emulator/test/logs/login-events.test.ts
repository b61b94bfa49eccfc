// Logins to a registry in the workspace that its diagnostic setting names, and who may ask for them.
import { describe, expect } from "vitest";
import { logAnalytics } from "../../logs/service";
import { later, it as withRegistry } from "../registry/logins";
import { type Answer, role, send, type TestEmulator } from "../services";

const table = "ContainerRegistryLoginEvents";
const query = `${table} | where TimeGenerated > ago(30d)`;
const workspace = (azure: TestEmulator) => azure.resource("Microsoft.OperationalInsights/workspaces", "logs");

const createLogs = (azure: TestEmulator) => ({
    async ask(
        body: unknown,
        { as = azure.deployerId, aud = "https://api.loganalytics.io", headers = json, at = "" } = {},
    ) {
        const { properties } = (await azure.call("GET", workspace(azure))).body;
        const url = `https://api.loganalytics.io/v1/workspaces/${at || properties.customerId}/query`;
        return send(logAnalytics, azure.emulator, url, { body, headers, bearer: await azure.tokenOf(as, { aud }) });
    },
    connect: (logs: object[]) =>
        azure.call("PUT", `${azure.registryId()}/providers/Microsoft.Insights/diagnosticSettings/logins`, {
            properties: { workspaceId: workspace(azure), logs },
        }),
});
const json = { "content-type": "application/json" };

/** `logs`: the workspace of the registry contoso, which has an admin user. */
const it = withRegistry.extend<{ logs: ReturnType<typeof createLogs> }>({
    logs: async ({ azure }, use) => {
        await azure.addRegistry({ adminUserEnabled: true });
        await azure.call("PUT", workspace(azure), { location: "westeurope" });
        await use(createLogs(azure));
    },
});

/** The rows of an answer, by column. */
const rows = ({ body }: Answer): Record<string, unknown>[] =>
    body.tables[0].rows.map((row: unknown[]) =>
        Object.fromEntries(row.map((value, index) => [body.tables[0].columns[index].name, value])),
    );

const adminPassword = async (azure: TestEmulator): Promise<string> =>
    (await azure.call("POST", `${azure.registryId()}/listCredentials`)).body.passwords[0].value;

const refusal = ({ status, body }: Answer) => [status, body.error.code, body.error.innererror?.code];

describe("a login", () => {
    it("is found in the workspace once a setting sends it there, refused ones as well", async ({
        azure,
        registry,
        logs,
    }) => {
        const password = await adminPassword(azure);
        await registry.login("contoso", password);
        expect((await logs.ask({ query })).status).toBe(204);
        await logs.connect([{ category: table, enabled: true }]);
        const { id } = await registry.principal("acrPull");
        await registry.login("contoso", password);
        await registry.login("contoso", "wrong");
        await registry.exchange(id);
        const found = rows(await logs.ask({ query }));
        expect(found.map(({ Identity, ResultDescription }) => [Identity, ResultDescription])).toEqual([
            ["contoso", "200"],
            ["contoso", "401"],
            [id, "200"],
        ]);
        expect(found[0]).toMatchObject({
            TimeGenerated: "2027-01-04T00:00:00.000Z",
            LoginServer: "contoso.azurecr.io",
            CallerIpAddress: "127.0.0.1",
            JwtId: expect.stringMatching(/^[0-9a-f-]{36}$/),
            _ResourceId: azure.registryId().toLowerCase(),
        });
        expect(JSON.stringify(azure.state.loginEvents)).not.toContain(password);
    });

    it.for<[object, number]>([
        [{ categoryGroup: "audit", enabled: true }, 200],
        [{ category: table, enabled: false }, 204],
        [{ category: "ContainerRegistryRepositoryEvents", enabled: true }, 204],
    ])("with the log %j is answered %i", async ([log, status], { azure, registry, logs }) => {
        await logs.connect([log]);
        await registry.login("contoso", await adminPassword(azure));
        expect((await logs.ask({ query })).status).toBe(status);
    });

    it("is found for as long as the query reaches back, and after it has arrived", async ({
        azure,
        registry,
        logs,
    }) => {
        await logs.connect([{ category: table, enabled: true }]);
        azure.emulator.settings.logIngestionSeconds = 60;
        await registry.login("contoso", await adminPassword(azure));
        expect((await logs.ask({ query })).status).toBe(204);
        later(azure, 60);
        expect(rows(await logs.ask({ query }))).toHaveLength(1);
        later(azure, 2 * 86_400);
        const count = async (back: string, timespan?: string) =>
            rows(await logs.ask({ query: `${table}\n| where TimeGenerated > ago(${back})`, timespan })).length;
        expect([await count("3d"), await count("1d"), await count("49h"), await count("3d", "P1D")]).toEqual([
            1, 0, 1, 0,
        ]);
    });
});

describe("a query", () => {
    it.for<[string, string]>([
        [`${table} | summarize count() by Identity`, "SyntaxError"],
        [table, "SyntaxError"],
        [`${query} | take 1`, "SyntaxError"],
        ["SigninLogs | where TimeGenerated > ago(1d)", "SemanticError"],
    ])("%s is refused: %s", async ([text, code], { logs }) => {
        expect(refusal(await logs.ask({ query: text }))).toEqual([400, "BadArgumentError", code]);
    });

    it("is answered to those who may ask", async ({ azure, logs }) => {
        const { id: as } = azure.addServicePrincipal();
        const denied = [403, "InsufficientAccessError", undefined];
        expect(refusal(await logs.ask({ query }, { as }))).toEqual(denied);
        await azure.assign(workspace(azure), as, role.reader);
        expect((await logs.ask({ query }, { as })).status).toBe(204);
        expect(refusal(await logs.ask({ query }, { at: "00000000-0000-4000-8000-000000000000" }))).toEqual(denied);
        expect(refusal(await logs.ask({ query }, { aud: "https://management.azure.com" }))).toEqual([
            403,
            "InvalidAuthenticationToken",
            undefined,
        ]);
    });

    it("that is no JSON is answered with nothing", async ({ logs }) => {
        expect(await logs.ask({ query }, { headers: { "content-type": "text/plain" } })).toMatchObject({
            status: 200,
            body: undefined,
        });
    });
});
