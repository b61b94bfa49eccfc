// Microsoft Graph, v1.0: who calls, whether they may, and which operation it is. The operations are in graph/.
import { isAudience } from "../entra/audiences";
import { isObject, type Json } from "../json";
import { bearerToken, type Emulator, type Reply, type Request, type Service } from "../server/service";
import { appRoleOperations } from "./app-roles";
import { applicationOperations } from "./applications";
import { batch, isBatch } from "./batch";
import { badRequest, denied, errorReply, GraphError, type Operation } from "./call";
import { deletedItemOperations } from "./deleted-items";
import { directoryObjectOperations } from "./directory-objects";
import { graphAppId } from "./graph-permissions";
import { groupOperations } from "./groups";
import { type Caller, mayRead, writeReach } from "./rights";
import { servicePrincipalOperations } from "./service-principals";
import { userOperations } from "./users";

const operations: (Operation & { pattern: RegExp })[] = [
    ...applicationOperations,
    ...servicePrincipalOperations,
    ...appRoleOperations,
    ...groupOperations,
    ...userOperations,
    ...directoryObjectOperations,
    ...deletedItemOperations,
].map((operation) => ({
    ...operation,
    pattern: new RegExp(
        `^/(?:v1\\.0|beta)${operation.path.replaceAll("$", "\\$").replaceAll("{}", "([^/]+)")}/?$`,
        "i",
    ),
}));

/** A batch is refused as a whole only where it is none; its requests have answers of their own. */
export const graph: Service = async (request, emulator) => {
    if (!isBatch(request)) return answer(request, emulator);
    try {
        await readCaller(request, emulator);
        return await batch(request, emulator, answer);
    } catch (error) {
        if (error instanceof GraphError) return errorReply(error, request);
        throw error;
    }
};

const answer = async (request: Request, emulator: Emulator): Promise<Reply> => {
    try {
        const caller = await readCaller(request, emulator);
        const path = alternateKeys(decodeURIComponent(request.path));
        const matching = operations.filter(({ pattern }) => pattern.test(path));
        const operation = matching.find(({ method }) => method === request.method);
        if (!operation)
            throw matching.length > 0
                ? new GraphError(
                      405,
                      "Request_BadRequest",
                      "Specified HTTP method is not allowed for the request target.",
                  )
                : badRequest(`Resource not found for the segment '${path.split("/")[2] ?? ""}'.`, "BadRequest");
        const { right } = operation;
        const isAllowed =
            !right || (right.write ? writeReach(caller, right.area) !== "none" : mayRead(caller, right.area));
        if (!isAllowed) throw denied();
        return operation.handle({
            emulator,
            tenantId: caller.tenantId,
            caller,
            keys: operation.pattern.exec(path)?.slice(1) ?? [],
            query: request.query,
            path: request.path,
            headers: request.headers,
            body: await readBody(request),
        });
    } catch (error) {
        if (error instanceof GraphError) return errorReply(error, request);
        throw error;
    }
};

async function readCaller(request: Request, { tokens, state }: Emulator): Promise<Caller> {
    const bearer = bearerToken(request);
    const refuse = (message: string) => new GraphError(401, "InvalidAuthenticationToken", message);
    if (!bearer) throw refuse("Access token is empty.");
    const claims = await tokens.verify(bearer);
    if (!claims) throw refuse("Lifetime validation failed, the token is expired, or it was not issued here.");
    // Graph's own application may stand for its address.
    if (!isAudience("graph", claims.aud) && claims.aud !== graphAppId)
        throw refuse("Access token validation failure. Invalid audience.");
    const [tenantId, id] = [String(claims.tid), String(claims.oid)];
    const isCaller = (candidate: { id: string; tenantId: string }) =>
        candidate.id === id && candidate.tenantId === tenantId;
    const user = state.users.find(isCaller);
    const principal = state.servicePrincipals.find(isCaller);
    return {
        tenantId,
        id,
        isUser: user !== undefined,
        isMember: user?.userType === "Member",
        roles: (user ?? principal)?.graphRoles ?? [],
    };
}

/** `/applications(appId='x')` as `/applications/appId=x`, so that a key is always a segment. */
const alternateKeys = (path: string) => path.replace(/\(appId='([^']*)'\)/i, "/appId=$1");

async function readBody(request: Request): Promise<Json> {
    const body = request.method === "GET" ? {} : ((await request.json()) ?? {});
    if (isObject(body)) return body;
    throw badRequest("The request body must be a JSON object.", "BadRequest");
}
