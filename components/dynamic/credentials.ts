// Who the dynamic resources call Azure as: the identity that azure-native finds in the same settings.
import type { TokenCredential } from "@azure/identity";
import { azureCredential } from "../../azure/credential";
import { tokenPayload } from "../../azure/token-payload";

/** The stack's config, as the engine hands it to a dynamic provider. */
export interface StackConfig {
    get(key: string): string | undefined;
}

let stackConfig: StackConfig = { get: () => undefined };

/** Remembers the stack's config; the engine calls it before anything else, once in a process. */
export function configure(config: StackConfig): void {
    stackConfig = config;
}

/** The credential of azure-native's settings in the stack's config and in the environment. */
export function credential(environment: NodeJS.ProcessEnv = process.env): Promise<TokenCredential> {
    return azureCredential((setting) => stackConfig.get(`azure-native:${setting}`), environment);
}

/** The identity of a credential, read from its token for Azure Resource Manager. */
export interface Deployer {
    tenantId: string;
    objectId: string;
}

/**
 * Fails if azure-native works as someone else: a dynamic resource can't be handed the credentials of a provider, and must
 * not quietly act as another identity.
 */
export async function requireDeployer(expected: Deployer, own: TokenCredential): Promise<void> {
    const token = await own.getToken("https://management.azure.com/.default");
    const claims = tokenPayload(token?.token ?? "") ?? {};
    if (claims.tid !== expected.tenantId || claims.oid !== expected.objectId) {
        throw new Error(
            `azure-native works as ${expected.objectId} in tenant ${expected.tenantId}, but passwords and the status of tokens ` +
                `are written with the credentials of the stack, which are ${claims.oid} in tenant ${claims.tid}. ` +
                "Give both the same credentials, by azure-native:* in the stack's config or ARM_* in the environment.",
        );
    }
}
