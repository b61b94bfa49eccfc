// Asks the Log Analytics workspaces of registries who logged in as their admin user: a workspace is asked once, and
// none for registries whose admin user is off.
// Source: https://learn.microsoft.com/rest/api/loganalytics/dataaccess/query/execute
import type { Agent } from "node:https";
import type { AccessTokens } from "../../../azure/access-tokens";
import { type AdminLogins, adminLoginsIn, loginQuery } from "../../admin-logins";
import { gapsFor } from "../../gap";
import type { Graph } from "../../graph/graph";
import { get, type Resource } from "../../resource";
import { items, read, text } from "../../value";
import { type Answer, type Client, createClient } from "./client";

export interface AdminLoginRequest {
    graph: Graph;
    accessTokens: AccessTokens;
    /** As in a request for the estate. */
    agent?: Agent;
}

export async function readAdminLogins({ graph, ...options }: AdminLoginRequest): Promise<AdminLogins> {
    const client = createClient(options);
    const asked = new Map<string, Promise<Answer>>();
    const logins = graph.registries
        .filter(({ resource }) => get(resource, "adminUserEnabled") === true)
        .map(async ({ resource }) => {
            const id = resource.id ?? resource.urn;
            const workspace = workspaceOf(graph, id);
            if (typeof workspace !== "string") return [id.toLowerCase(), workspace] as const;
            const answer = asked.get(workspace.toLowerCase()) ?? query(client, workspace);
            asked.set(workspace.toLowerCase(), answer);
            return [id.toLowerCase(), loginsIn(await answer, resource)] as const;
        });
    return new Map(await Promise.all(logins));
}

const table = "ContainerRegistryLoginEvents";
const groups: readonly unknown[] = ["audit", "allLogs"];

/** ARM id of the workspace that a registry sends its logins to, or why none is known. */
function workspaceOf(graph: Graph, registryId: string): string | { unknown: string } {
    const [found] = graph
        .ofKind("diagnosticSetting")
        .filter((setting) => text(get(setting, "resourceUri"))?.toLowerCase() === registryId.toLowerCase())
        .filter((setting) =>
            (items(get(setting, "logs")) ?? []).some(
                (log) =>
                    read(log, "enabled") === true &&
                    (read(log, "category") === table || groups.includes(read(log, "categoryGroup"))),
            ),
        )
        .flatMap((setting) => text(get(setting, "workspaceId")) ?? []);
    const [gap] = gapsFor(graph.gaps, "diagnosticSetting", registryId);
    if (found !== undefined) return found;
    return {
        unknown:
            gap === undefined
                ? "no diagnostic setting of the registry sends its logins to a workspace"
                : `its diagnostic settings were not read (${gap.why})`,
    };
}

async function query(client: Client, workspaceId: string): Promise<Answer> {
    const workspace = await client.get("management.azure.com", `${workspaceId}?api-version=2022-10-01`);
    if ("failure" in workspace) return workspace;
    const customerId = text(read(workspace.body, "properties.customerId")) ?? "";
    const path = `/v1/workspaces/${encodeURIComponent(customerId)}/query`;
    return client.post("api.loganalytics.io", path, { query: loginQuery });
}

function loginsIn(answer: Answer, registry: Resource) {
    // A workspace that holds no table yet answers without content.
    if ("failure" in answer && answer.failure.status === 204) return [];
    if ("failure" in answer) return { unknown: `its workspace was not read (${answer.failure.why})` };
    const partial = text(read(answer.body, "error.message"));
    return partial === undefined
        ? adminLoginsIn(answer.body, registry.id ?? registry.urn, registry.name)
        : { unknown: `its workspace answered a part of the log alone (${partial})` };
}
