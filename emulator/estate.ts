// A large estate for measurements, put into the state at once: registries with tokens and role assignments, and the applications
// that hold them. Azure takes at most 4,000 role assignments in a subscription; here there may be more.
import { createHash, randomUUID } from "node:crypto";
import { keep } from "./arm/providers/container-registry/properties";
import { azureTime } from "./clock";
import type { Json } from "./json";
import type { Emulator } from "./server/service";
import { givenRole } from "./state/authorization";
import type { ArmResource } from "./state/azure-state";
import { registryType } from "./state/registries";
import { tenantOf } from "./state/resources";

export interface EstateOptions {
    subscriptionId: string;
    /** Default: 500. They are named `estate0`, `estate1`, ... in the resource group `estate`. */
    registries?: number;
    /** Role assignments at each registry. Default: 50. */
    assignments?: number;
    /** Tokens with a scope map of their own, of each registry. Default: 20. */
    tokens?: number;
    /** Applications with a service principal and a password, which hold the role assignments in turn. Default: 200. */
    principals?: number;
}

const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const location = "westeurope";

/** Adds the estate to an emulator; it is there before this returns. */
export function addEstate(emulator: Emulator, options: EstateOptions): void {
    const { subscriptionId, registries = 500, principals = 200 } = options;
    const group = `/subscriptions/${subscriptionId}/resourceGroups/estate`;
    put(emulator, {
        id: group,
        name: "estate",
        type: "Microsoft.Resources/resourceGroups",
        location,
        properties: { provisioningState: "Succeeded" },
    });
    const holders = Array.from({ length: principals }, (_, index) => addPrincipal(emulator, subscriptionId, index));
    for (let index = 0; index < registries; index += 1) addRegistry(emulator, group, index, holders, options);
    emulator.save();
}

const put = ({ state }: Emulator, resource: ArmResource): void => {
    state.resources[resource.id.toLowerCase()] = resource;
};

/** The object id of a new service principal. */
function addPrincipal({ state, clock }: Emulator, subscriptionId: string, index: number): string {
    const tenantId = tenantOf(state, `/subscriptions/${subscriptionId}`) ?? "";
    const displayName = `estate workload ${index}`;
    const createdDateTime = clock.now().toISOString();
    const [id, appId] = [randomUUID(), randomUUID()];
    const common = { appId, tenantId, displayName, createdDateTime, properties: {} };
    state.applications.push({
        ...common,
        id: randomUUID(),
        signInAudience: "AzureADMyOrg",
        passwordCredentials: [
            {
                keyId: randomUUID(),
                displayName: "estate",
                startDateTime: createdDateTime,
                endDateTime: new Date(clock.now().getTime() + 365 * 86_400_000).toISOString(),
                hint: "abc",
                secretHash: hashOfNothing,
            },
        ],
        keyCredentials: [],
        federatedCredentials: [],
    });
    state.servicePrincipals.push({
        ...common,
        id,
        servicePrincipalType: "Application",
        accountEnabled: true,
        passwordCredentials: [],
    });
    return id;
}

/** Of a secret that nobody has. */
const hashOfNothing = createHash("sha256").update(randomUUID()).digest("hex");

function addRegistry(
    emulator: Emulator,
    group: string,
    index: number,
    holders: string[],
    options: EstateOptions,
): void {
    const { assignments = 50, tokens = 20 } = options;
    const now = azureTime(emulator);
    const name = `estate${index}`;
    const id = `${group}/providers/${registryType}/${name}`;
    put(emulator, {
        id,
        name,
        type: registryType,
        location,
        tags: {},
        sku: { name: "Standard", tier: "Standard" },
        systemData: {},
        properties: {
            loginServer: `${name}.azurecr.io`,
            creationDate: now,
            provisioningState: "Succeeded",
            ...keep({}, undefined, { apiVersion: "2025-11-01", method: "PUT", name, now }),
            dataEndpointHostNames: [],
        },
        internal: { uid: randomUUID(), modeChanges: 0 },
    });
    for (let token = 0; token < tokens; token += 1) addToken(emulator, id, token, now);
    for (let each = 0; each < assignments; each += 1)
        addAssignment(emulator, id, holders[(index * assignments + each) % holders.length] ?? "");
}

function addToken(emulator: Emulator, registryId: string, index: number, creationDate: string): void {
    const child = (kind: string, name: string, properties: Json) =>
        put(emulator, {
            id: `${registryId}/${kind}/${name}`,
            name,
            type: `${registryType}/${kind}`,
            systemData: {},
            properties: { creationDate, provisioningState: "Succeeded", ...properties },
        });
    const map = `map-${index}`;
    const actions = ["content/read", "metadata/read"].map((action) => `repositories/app-${index}/${action}`);
    child("scopeMaps", map, { type: "UserDefined", actions });
    child("tokens", `token-${index}`, {
        scopeMapId: `${registryId}/scopeMaps/${map}`,
        credentials: {},
        status: "enabled",
    });
    const password = { name: "password1", creationTime: creationDate, hash: hashOfNothing };
    emulator.state.registryPasswords[`${registryId}/tokens/token-${index}`.toLowerCase()] = [password];
}

function addAssignment({ state, clock }: Emulator, scope: string, principalId: string): void {
    const name = randomUUID();
    const assignment = givenRole({ name, scope, principalId, role: acrPull, createdOn: azureTime({ clock }, "Z") });
    state.roleAssignments[assignment.id.toLowerCase()] = assignment;
}
