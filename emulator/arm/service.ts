// Azure Resource Manager: authentication, then the path decides - tenants and subscriptions, resource groups, roles,
// and every other resource by the table in `arm/types.ts`.
import type { Emulator, Reply, Request, Service } from "../server/service";
import type { Subscription } from "../state/azure-state";
import { parseResourceId, subscriptionOf } from "../state/resource-id";
import { authenticate, authorize, callersSubscription } from "./caller";
import { ArmError, errorReply, ManagerError } from "./errors";
import type { ArmRequest } from "./locate";
import { operationResult } from "./operations";
import { handleDenyAssignments } from "./providers/authorization/deny-assignments";
import { handleRoleEligibility } from "./providers/authorization/role-eligibility";
import { handleRoles } from "./providers/authorization/roles";
import { checkNameAvailability } from "./providers/container-registry/registry";
import { handleDeletedVault, listDeletedVaults } from "./providers/deleted-vaults";
import { handleManagementGroup } from "./providers/management-groups";
import { handleResourceGroup, listResourceGroups } from "./resource-groups";
import { listResources } from "./resource-lists";
import { handleResource, removeTree } from "./resources";
import { getSubscription, listSubscriptions, listTenants } from "./subscriptions";

type Answer = Reply | Promise<Reply>;

/** Below a subscription: what follows its id in the path, and who answers. The first that fits does. */
const routes: { path: RegExp; answer(arm: ArmRequest, subscription: Subscription, part: string): Answer }[] = [
    {
        path: /^$/,
        answer: ({ emulator, caller }, subscription) => getSubscription(emulator, caller, subscription),
    },
    {
        path: /^\/operationresults\/([^/]+)$/i,
        answer: (arm, _, job) => operationResult(arm.emulator, job, selfOf(arm.request)),
    },
    {
        path: /^(|\/resourcegroups\/[^/]+)\/resources$/i,
        answer: (arm, { subscriptionId }, scope) => listResources(arm, `/subscriptions/${subscriptionId}${scope}`),
    },
    {
        path: /^\/resourcegroups$/i,
        answer: (arm, { subscriptionId }) => listResourceGroups({ ...arm, subscriptionId }),
    },
    {
        path: /^\/resourcegroups\/([^/]+)$/i,
        answer: (arm, { subscriptionId }, name) => handleResourceGroup({ ...arm, subscriptionId }, name, removeTree),
    },
    {
        path: /^\/providers\/([^/]+)(?:\/register)?$/i,
        answer: (_, { subscriptionId }, namespace) => ({
            status: 200,
            body: {
                id: `/subscriptions/${subscriptionId}/providers/${namespace}`,
                namespace,
                registrationState: "Registered",
                resourceTypes: [],
            },
        }),
    },
    {
        path: /^\/providers\/microsoft\.containerregistry\/checknameavailability$/i,
        answer: async ({ emulator, request }, { subscriptionId }) =>
            checkNameAvailability(emulator, await request.json(), subscriptionId),
    },
    {
        path: /^\/providers\/[^/]+\/locations\/[^/]*\/operationresults\/([^/]+)$/i,
        answer: (arm, _, operation) => operationResult(arm.emulator, operation, selfOf(arm.request)),
    },
    {
        path: /^\/providers\/microsoft\.keyvault\/deletedvaults$/i,
        answer: (arm, { subscriptionId }) => {
            authorize(arm.emulator.state, arm.caller, "Microsoft.KeyVault/deletedVaults/read", arm.request.path);
            return listDeletedVaults(arm, subscriptionId);
        },
    },
    {
        path: /^\/providers\/microsoft\.keyvault\/locations\/[^/]+\/deletedvaults\/[^/]+(?:\/purge)?$/i,
        answer: (arm, { subscriptionId }) => handleDeletedVault(arm, subscriptionId),
    },
    { path: /^\/.+$/, answer: (arm) => handleResource(arm) },
];

const selfOf = ({ path, query }: Request): string => `https://management.azure.com${path}?${query}`;

const readApiVersion = ({ query }: Request): string => {
    const apiVersion = query.get("api-version") ?? "";
    if (/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(-preview)?$/.test(apiVersion)) return apiVersion;
    if (apiVersion !== "")
        throw new ManagerError(
            400,
            "InvalidApiVersionParameter",
            `The api-version '${apiVersion}' is invalid. It must be a date, with or without '-preview' after it.`,
        );
    throw new ManagerError(
        400,
        "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.",
    );
};

const decoded = (path: string): string => {
    try {
        return decodeURIComponent(path).replace(/\/$/, "");
    } catch {
        throw new ManagerError(400, "BadRequest", `The path ${path} is not encoded as a URL.`);
    }
};

const route = async (request: Request, emulator: Emulator): Promise<Reply> => {
    const path = decoded(request.path);
    const caller = await authenticate(request, emulator);
    const apiVersion = readApiVersion(request);
    if (/^\/tenants$/i.test(path)) return listTenants(emulator, caller, request);
    if (/^\/subscriptions$/i.test(path)) return listSubscriptions(emulator, caller, request);

    const arm: ArmRequest = { request, emulator, caller, apiVersion, id: parseResourceId(request.path) };
    const subscriptionId = subscriptionOf(path);
    const subscription =
        subscriptionId === undefined ? undefined : callersSubscription(emulator.state, subscriptionId, caller);
    if (/\/providers\/microsoft\.authorization\/role(assignments|definitions)(\/[^/]+)?$/i.test(path))
        return handleRoles(arm, subscription);
    if (/\/providers\/microsoft\.authorization\/denyassignments(\/[^/]+)?$/i.test(path))
        return handleDenyAssignments(arm);
    if (/\/providers\/microsoft\.authorization\/roleeligibilityschedule[a-z]+(\/[^/]+)?$/i.test(path))
        return handleRoleEligibility(arm);
    if (arm.id.namespace?.toLowerCase() === "microsoft.management") return handleManagementGroup(arm);
    const rest = path.replace(/^\/subscriptions\/[^/]+/i, "");
    for (const { path: form, answer } of subscription ? routes : []) {
        const match = form.exec(rest);
        if (subscription && match) return answer(arm, subscription, match[1] ?? "");
    }
    throw new ManagerError(404, "NotFound", `Nothing answers ${request.method} ${request.path}.`);
};

export const arm: Service = async (request, emulator) => {
    const headers = { "cache-control": "no-cache" };
    try {
        const reply = await route(request, emulator);
        return { ...reply, headers: { ...headers, ...reply.headers } };
    } catch (error) {
        if (!(error instanceof ArmError)) throw error;
        const reply = errorReply(error, /.*\/providers\/([^/]+)/i.exec(request.path)?.[1]);
        return { ...reply, headers: { ...headers, ...reply.headers } };
    }
};
