// The log of a registry's logins, kept for the workspaces that its diagnostic settings name. Without such a setting nothing is kept.
// Sources: https://learn.microsoft.com/azure/azure-monitor/reference/tables/containerregistryloginevents (the columns),
// https://learn.microsoft.com/azure/container-registry/monitor-service (that ResultDescription holds the status). What Identity holds
// is a guess: the user name of the admin user or of a token, the object id of everybody else.
import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { at, object, objects, text } from "../json";
import type { Reply } from "../server/service";
import type { ArmResource, AzureState } from "../state/azure-state";
import { hostOf } from "../state/resource-id";
import { resourcesOf } from "../state/resources";
import { sameText } from "../text";
import type { RegistryCall } from "./call";

const category = "ContainerRegistryLoginEvents";
const groups = ["audit", "allLogs"];

/** More are forgotten, oldest first. */
const maximum = 50_000;

/** The ids of the workspaces that a registry sends its logins to, in lower case. */
const workspacesOf = (state: AzureState, registry: ArmResource): string[] => {
    const settings = resourcesOf(state, "Microsoft.Insights/diagnosticSettings", registry.id).filter(
        ({ id, properties }) =>
            sameText(hostOf(id), registry.id) &&
            objects(properties.logs).some(
                (log) =>
                    log.enabled === true && (log.category === category || groups.includes(String(log.categoryGroup))),
            ),
    );
    return [...new Set(settings.flatMap(({ properties }) => text(properties.workspaceId)?.toLowerCase() ?? []))];
};

const claimsOf = (token: unknown) => (typeof token === "string" ? decodeJwt(token) : {});

const basicUser = (header: string | undefined): string => {
    const encoded = /^Basic (.+)$/i.exec(header ?? "")?.[1] ?? "";
    return Buffer.from(encoded, "base64").toString().split(":")[0] ?? "";
};

/** The reply to a login, after it was noted. */
export const noted = ({ request, emulator, registry }: RegistryCall, reply: Reply): Reply => {
    const { state, clock } = emulator;
    const workspaces = workspacesOf(state, registry);
    if (workspaces.length === 0) return reply;
    const body = object(reply.body);
    const { sub, jti } = claimsOf(at(body, "access_token") ?? at(body, "refresh_token"));
    for (const workspaceId of workspaces)
        state.loginEvents.push({
            workspaceId,
            registryId: registry.id,
            loginServer: String(registry.properties.loginServer),
            region: String(registry.location),
            time: clock.now().toISOString(),
            identity: sub ?? basicUser(request.headers.authorization),
            jwtId: jti ?? "",
            status: reply.status,
            userAgent: request.headers["user-agent"] ?? "",
            correlationId: randomUUID(),
        });
    state.loginEvents.splice(0, state.loginEvents.length - maximum);
    emulator.save();
    return reply;
};
