// The query API of Log Analytics, for the one table of logins to registries. Kusto is a language of its own: of it one form is
// read, that of Azure's example, `ContainerRegistryLoginEvents | where TimeGenerated > ago(30d)`; any other is a syntax error here.
// Sources: https://learn.microsoft.com/rest/api/loganalytics/dataaccess/query/execute,
// https://learn.microsoft.com/azure/azure-monitor/logs/api/errors (the refusals, and the empty answers),
// https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerregistryloginevents
import { isAllowed } from "../authorization/access-control";
import { durationOf, hasPassed } from "../clock";
import { isAudience } from "../entra/audiences";
import { object, text } from "../json";
import { bearerToken, type Emulator, type Reply, type Service } from "../server/service";
import type { ArmResource, LoginEvent } from "../state/azure-state";
import { subscriptionOf } from "../state/resource-id";
import { resourcesOf, tenantOf } from "../state/resources";
import { sameText } from "../text";

const table = "ContainerRegistryLoginEvents";

const columns: [name: string, type: string, value: (event: LoginEvent, workspace: ArmResource) => unknown][] = [
    ["TenantId", "string", (_, { properties }) => properties.customerId],
    ["TimeGenerated", "datetime", ({ time }) => time],
    ["OperationName", "string", () => "Login"],
    ["ResultType", "string", () => "HttpStatusCode"],
    ["ResultDescription", "string", ({ status }) => String(status)],
    ["CorrelationId", "string", ({ correlationId }) => correlationId],
    ["LoginServer", "string", ({ loginServer }) => loginServer],
    ["Identity", "string", ({ identity }) => identity],
    ["CallerIpAddress", "string", () => "127.0.0.1"],
    ["JwtId", "string", ({ jwtId }) => jwtId],
    ["UserAgent", "string", ({ userAgent }) => userAgent],
    ["DurationMs", "string", () => "10"],
    ["Region", "string", ({ region }) => region],
    ["Category", "string", () => table],
    ["SourceSystem", "string", () => "Azure"],
    ["Type", "string", () => table],
    ["_ResourceId", "string", ({ registryId }) => registryId.toLowerCase()],
    ["_SubscriptionId", "string", ({ registryId }) => subscriptionOf(registryId)],
];

const error = (status: number, code: string, message: string, innererror?: object): Reply => ({
    status,
    body: { error: { message, code, ...(innererror && { innererror }) } },
});

const badArgument = (code: string, message: string): Reply =>
    error(400, "BadArgumentError", "The request had some invalid properties", { code, message });

const insufficient = (): Reply =>
    error(
        403,
        "InsufficientAccessError",
        "The provided credentials have insufficient access to perform the requested operation",
    );

const units: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

const execute = (emulator: Emulator, workspace: ArmResource, body: unknown): Reply => {
    const { state, clock, settings } = emulator;
    const { query, timespan } = object(body);
    const [, name, count, unit = ""] =
        /^\s*(\w+)\s*\|\s*where\s+TimeGenerated\s*>\s*ago\(\s*(\d+)([dhm])\s*\)\s*;?\s*$/.exec(text(query) ?? "") ?? [];
    if (name === undefined) return badArgument("SyntaxError", "Syntax Error");
    if (name !== table)
        return badArgument("SemanticError", `Failed to resolve table or column expression named '${name}'`);
    const within = timespan === undefined ? Number.POSITIVE_INFINITY : durationOf(text(timespan) ?? "");
    if (within === undefined) return badArgument("InvalidTimespan", "The timespan is invalid.");
    const kept = state.loginEvents.filter(
        ({ workspaceId, time }) =>
            sameText(workspaceId, workspace.id) && hasPassed(emulator, time, settings.logIngestionSeconds),
    );
    if (kept.length === 0) return { status: 204 };
    const age = Math.min(within, Number(count) * (units[unit] ?? 0));
    const rows = kept
        .filter(({ time }) => clock.now().getTime() - Date.parse(time) < age)
        .map((event) => columns.map(([, , value]) => value(event, workspace)));
    const shown = columns.map(([column, type]) => ({ name: column, type }));
    return { status: 200, body: { tables: [{ name: "PrimaryResult", columns: shown, rows }] } };
};

/** Whether somebody may query this table of a workspace, which is one of their own tenant. */
const mayQuery = ({ state }: Emulator, { tid, oid }: Record<string, unknown>, workspace: ArmResource): boolean => {
    const rights = ["query", `query/${table}`].map((right) => `${workspace.type}/${right}/read`);
    return (
        tid === tenantOf(state, workspace.id) &&
        rights.every((right) => isAllowed(state, String(oid), right, workspace.id))
    );
};

export const logAnalytics: Service = async (request, emulator) => {
    const bearer = bearerToken(request);
    if (bearer === undefined)
        return error(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
    const claims = await emulator.tokens.verify(bearer);
    if (claims === undefined || !isAudience("logs", claims.aud))
        return error(403, "InvalidAuthenticationToken", "The access token is invalid.");
    const [, customerId = ""] = /^\/v1\/workspaces\/([^/]+)\/query$/i.exec(request.path) ?? [];
    if (request.method !== "POST" || customerId === "")
        return error(404, "PathNotFoundError", "The requested path does not exist");
    const workspace = resourcesOf(emulator.state, "Microsoft.OperationalInsights/workspaces").find(({ properties }) =>
        sameText(String(properties.customerId), customerId),
    );
    if (workspace === undefined || !mayQuery(emulator, claims, workspace)) return insufficient();
    if (!request.headers["content-type"]?.startsWith("application/json")) return { status: 200 };
    return execute(emulator, workspace, await request.json());
};
