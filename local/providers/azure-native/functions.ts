// The functions of azure-native: the getter of every type in the table, a few ARM actions, and who the provider is.
import type { AccessToken } from "@azure/identity";
import { tokenPayload } from "../../../azure/token-payload";
import type { SignIn } from "../credentials";
import { type Properties, text } from "../plugin/property-values";
import type { ArmClient } from "./arm-client";
import { parameterizedVersion, resolveType } from "./package";
import { outputsOf, resourceId } from "./shape";
import { azureActions } from "./types";

/** What a configured provider works with. */
export interface Session extends SignIn {
    arm: ArmClient;
    /** Deletes the secret of a Key Vault that these inputs name. */
    deleteSecret(inputs: Properties): Promise<void>;
    /** The default for resources without a location. */
    location?: string;
}

/** Answers a function of the SDK. */
export async function invoke(session: Session, token: string, args: Properties): Promise<Properties> {
    const { arm, subscriptionId } = session;
    if (token === "azure-native:authorization:getClientConfig") return clientConfig(session);
    if (token === "azure-native:authorization:getClientToken") {
        return { token: (await accessToken(session, text(args.endpoint))).token };
    }
    const [packageName, module, name = ""] = token.split(":");
    const action = azureActions[`${module}:${name}`];
    if (action) {
        const id = resourceId(resolveType(`azure-native:${action.resource}`), args, subscriptionId);
        return arm.post(
            `${id}/${action.action}`,
            parameterizedVersion(packageName ?? "")?.apiVersion ?? action.apiVersion,
            {},
        );
    }
    const type = resolveType(`${packageName}:${module}:${name.replace(/^get/, "")}`);
    const id = resourceId(type, args, subscriptionId);
    const answer = await arm.get(id, type.apiVersion);
    if (!answer) throw new Error(`request failed ${id}: there is no such resource`);
    return outputsOf(type, answer);
}

async function accessToken({ credential }: Session, endpoint = "https://management.azure.com/"): Promise<AccessToken> {
    const token = await credential.getToken(`${endpoint}/.default`);
    if (token) return token;
    throw new Error(`The credential gave no token for ${endpoint}.`);
}

async function clientConfig(session: Session): Promise<Properties> {
    const { token } = await accessToken(session);
    const claims = tokenPayload(token) ?? {};
    return {
        clientId: session.clientId ?? claims.appid ?? "",
        objectId: claims.oid ?? "",
        subscriptionId: session.subscriptionId,
        tenantId: session.tenantId ?? claims.tid ?? "",
    };
}
