// The managed identity endpoint as App Service offers it to the code it runs: plain HTTP on loopback, guarded by a
// header that only that code knows.
import type { Reply, Service } from "../server/service";
import type { ArmResource } from "../state/azure-state";
import { findServicePrincipal, userAssignedIdentities } from "../state/directory";
import { sameText } from "../text";
import { audienceOf, issueAccessToken } from "./access-tokens";
import { EntraError } from "./errors";

/** A managed identity's tokens live a day, so that a change of its rights may take as long to show. */
const lifetimeSeconds = 86_400;

/** How a client names a user-assigned identity, by query parameter. */
const selectors: Record<string, (identity: ArmResource) => unknown> = {
    client_id: ({ properties }) => properties.clientId,
    object_id: ({ properties }) => properties.principalId,
    principal_id: ({ properties }) => properties.principalId,
    mi_res_id: ({ id }) => id,
};

const refuse = (statusCode: number, message: string): Reply => ({ status: statusCode, body: { statusCode, message } });

/** Serves whoever sends `identityHeader` as `X-IDENTITY-HEADER`. There is no system-assigned identity to fall back to. */
export const managedIdentity =
    (identityHeader: string): Service =>
    async ({ method, path, query, headers }, emulator) => {
        if (method !== "GET" || path !== "/msi/token") return refuse(404, "There is no such page.");
        if (headers["x-identity-header"] !== identityHeader)
            return refuse(401, "The X-IDENTITY-HEADER is missing or wrong.");
        const resource = query.get("resource");
        if (!resource || !query.get("api-version"))
            return refuse(400, "The parameters resource and api-version are required.");
        const [selector] = Object.entries(selectors).filter(([name]) => query.has(name));
        if (!selector)
            return refuse(400, "No system-assigned identity here: name one by client_id, object_id or mi_res_id.");
        const [name, property] = selector;
        const identity = userAssignedIdentities(emulator.state).find((candidate) =>
            sameText(String(property(candidate)), query.get(name) ?? ""),
        );
        const tenantId = String(identity?.properties.tenantId);
        const clientId = String(identity?.properties.clientId);
        const principal = findServicePrincipal(emulator, tenantId, clientId);
        if (!identity || !principal)
            return refuse(400, `No User Assigned or Delegated Managed Identity found for specified ${name}.`);
        try {
            const audience = audienceOf(resource, tenantId);
            const token = await issueAccessToken(
                emulator,
                { tenantId, objectId: principal.id, clientId, clientProof: "2", resourceId: identity.id },
                audience,
                lifetimeSeconds,
            );
            const expiresOn = Math.floor(Date.now() / 1000) + lifetimeSeconds;
            return {
                status: 200,
                body: {
                    access_token: token,
                    expires_on: String(expiresOn),
                    resource,
                    token_type: "Bearer",
                    client_id: clientId,
                },
            };
        } catch (error) {
            if (error instanceof EntraError) return refuse(400, `AADSTS${error.code}: ${error.message}`);
            throw error;
        }
    };
