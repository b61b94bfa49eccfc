// The calls that dynamic resources make: Azure Resource Manager through its own library, and the registry's token
// endpoint to see whether a password works yet.
import { ContainerRegistryManagementClient } from "@azure/arm-containerregistry";
import {
    createDefaultHttpClient,
    createHttpHeaders,
    createPipelineFromOptions,
    createPipelineRequest,
    isRestError,
} from "@azure/core-rest-pipeline";
import { parseArmId, parseRegistryChildId } from "../../azure/arm-id";
import { credential, type Deployer, requireDeployer } from "./credentials";

/** A password slot of a token, as ARM shows it: never its value. */
export interface PasswordSlot {
    name: string;
    createdOn: string;
}

/** What of a token can be changed while its passwords stay. */
export interface TokenSettings {
    status: string;
    /** ARM id of the scope map. */
    scopeMapId: string;
}

export interface TokenState extends TokenSettings {
    passwords: PasswordSlot[];
}

export interface GeneratedPassword {
    value: string;
    createdOn: string;
}

export interface AdminPasswordValues {
    password?: string;
    password2?: string;
}

/** What the registry says to a user name and a password. `unreachable`: it can't be asked from here. */
export type LoginAnswer = "accepted" | "refused" | "unreachable";

/** Azure, as far as the dynamic resources need it; tests put their own in its place. */
export interface Azure {
    getToken(tokenId: string): Promise<TokenState | undefined>;
    updateToken(tokenId: string, settings: TokenSettings): Promise<void>;
    generatePassword(tokenId: string, name: string, expiresOn: Date): Promise<GeneratedPassword>;
    /** Both passwords of the admin user; `undefined` while it is off, and where there is no registry. */
    listAdminPasswords(registryId: string): Promise<AdminPasswordValues | undefined>;
    regenerateAdminPassword(registryId: string, name: "password" | "password2"): Promise<string>;
    tryLogin(loginServer: string, username: string, password: string): Promise<LoginAnswer>;
    now(): number;
    sleep(milliseconds: number): Promise<void>;
}

/**
 * Azure itself. A deployer is asked for where something is made; who reads or deletes it later may be someone else.
 */
export async function connect(deployer?: Deployer): Promise<Azure> {
    const own = await credential();
    if (deployer !== undefined) {
        await requireDeployer(deployer, own);
    }
    const client = (subscriptionId: string) => new ContainerRegistryManagementClient(own, subscriptionId);
    return {
        async getToken(tokenId) {
            const { subscriptionId, resourceGroupName, registryName, childName: name } = childOf(tokenId);
            try {
                const token = await client(subscriptionId).tokens.get(resourceGroupName, registryName, name);
                return {
                    status: token.status ?? "enabled",
                    scopeMapId: token.scopeMapId ?? "",
                    passwords: (token.credentials?.passwords ?? []).map((password) => ({
                        name: password.name ?? "",
                        createdOn: password.creationTime?.toISOString() ?? "",
                    })),
                };
            } catch (error) {
                if (isRestError(error) && error.statusCode === 404) {
                    return undefined;
                }
                throw explained(`read the token ${name} of ${registryName}`, error);
            }
        },
        async updateToken(tokenId, { status, scopeMapId }) {
            const { subscriptionId, resourceGroupName, registryName, childName: name } = childOf(tokenId);
            try {
                await client(subscriptionId).tokens.update(resourceGroupName, registryName, name, {
                    status,
                    scopeMapId,
                });
            } catch (error) {
                throw explained(`set the token ${name} of ${registryName} to ${status} with ${scopeMapId}`, error);
            }
        },
        async generatePassword(tokenId, passwordName, expiry) {
            const { subscriptionId, resourceGroupName, registryName, childName: name } = childOf(tokenId);
            try {
                const { passwords = [] } = await client(subscriptionId).registries.generateCredentials(
                    resourceGroupName,
                    registryName,
                    { tokenId, name: passwordName, expiry },
                );
                // Both slots come back, and only the one that was asked for has a value.
                const generated = passwords.find((password) => password.name === passwordName);
                if (!generated?.value) {
                    throw new Error("the answer holds no such password");
                }
                return { value: generated.value, createdOn: generated.creationTime?.toISOString() ?? "" };
            } catch (error) {
                throw explained(`generate ${passwordName} of the token ${name} of ${registryName}`, error);
            }
        },
        async listAdminPasswords(registryId) {
            const { subscriptionId, resourceGroupName, registryName } = registryOf(registryId);
            try {
                const { passwords } = await client(subscriptionId).registries.listCredentials(
                    resourceGroupName,
                    registryName,
                );
                return Object.fromEntries((passwords ?? []).map(({ name = "", value }) => [name, value]));
            } catch (error) {
                if (isRestError(error) && (error.statusCode === 404 || /unauthorizedforcred/i.test(error.code ?? ""))) {
                    return undefined;
                }
                throw explained(`read the admin user of ${registryName}`, error);
            }
        },
        async regenerateAdminPassword(registryId, passwordName) {
            const { subscriptionId, resourceGroupName, registryName } = registryOf(registryId);
            try {
                const { passwords = [] } = await client(subscriptionId).registries.regenerateCredential(
                    resourceGroupName,
                    registryName,
                    { name: passwordName },
                );
                const generated = passwords.find(({ name }) => name === passwordName)?.value;
                if (!generated) {
                    throw new Error("the answer holds no such password");
                }
                return generated;
            } catch (error) {
                throw explained(`generate ${passwordName} of the admin user of ${registryName}`, error);
            }
        },
        async tryLogin(loginServer, username, password) {
            const basic = Buffer.from(`${username}:${password}`).toString("base64");
            try {
                const { status } = await createPipelineFromOptions({ retryOptions: { maxRetries: 0 } }).sendRequest(
                    createDefaultHttpClient(),
                    createPipelineRequest({
                        url: `https://${loginServer}/oauth2/token?service=${loginServer}`,
                        headers: createHttpHeaders({ authorization: `Basic ${basic}` }),
                        // The library's own `timeout` keeps its timer, and the process, when a connection breaks.
                        abortSignal: AbortSignal.timeout(10_000),
                    }),
                );
                return status === 200 ? "accepted" : status === 401 ? "refused" : "unreachable";
            } catch {
                return "unreachable";
            }
        },
        now: () => Date.now(),
        sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    };
}

/** What the SDK wants to know of a registry. */
function registryOf(id: string) {
    const parts = parseArmId("registry", id);
    if (parts === undefined) {
        throw new Error(`"${id}" is not the ARM id of a container registry.`);
    }
    const { resourceName: registryName, ...rest } = parts;
    return { ...rest, registryName };
}

function childOf(id: string) {
    const parts = parseRegistryChildId(id);
    if (parts === undefined) {
        throw new Error(`"${id}" is not the ARM id of something in a container registry.`);
    }
    const { resourceName: registryName, ...rest } = parts.registry;
    return { ...rest, registryName, childName: parts.childName };
}

/** An error of Azure's, with what was tried and the id that Azure's support asks for. */
export function explained(action: string, error: unknown): Error {
    if (!isRestError(error)) {
        return new Error(`Could not ${action}: ${error instanceof Error ? error.message : String(error)}.`, {
            cause: error,
        });
    }
    const code = error.code === undefined ? "" : ` ${error.code}`;
    const requestId =
        error.response?.headers.get("x-ms-request-id") ?? error.response?.headers.get("x-ms-correlation-request-id");
    return new Error(
        `Could not ${action}: ${error.statusCode === undefined ? "no answer" : `HTTP ${error.statusCode}`}${code}, ${error.message}` +
            (requestId === undefined ? "" : ` (request ${requestId})`),
        { cause: error },
    );
}
