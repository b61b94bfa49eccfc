// The data plane of Key Vault: secrets and their versions. Access is by role assignments where the vault says so, else
// by its access policies.
import { isAllowed } from "../authorization/access-control";
import { isAudience } from "../entra/audiences";
import { at, type Json, object, objects, strings } from "../json";
import {
    bearerToken,
    type Emulator,
    Refusal,
    type Reply,
    type Request,
    refusalReply,
    type Service,
} from "../server/service";
import type { ArmResource, AzureState, VaultSecret } from "../state/azure-state";
import { resourcesOf } from "../state/resources";
import { sameText } from "../text";
import { addSecret, secretRights, vaultHost, vaultType } from "./secrets";

class VaultError extends Refusal {}

type Right = keyof typeof secretRights;

interface VaultCall {
    emulator: Emulator;
    vault: ArmResource;
    /** The secrets of this vault, the oldest first. */
    secrets: VaultSecret[];
    name: string;
    version: string;
    body: Json;
}

const operations: [method: string, path: RegExp, right: Right, handle: (call: VaultCall) => Reply][] = [
    ["PUT", /^\/secrets\/([0-9a-z-]{1,127})$/i, "set", setSecret],
    ["GET", /^\/secrets\/?$/, "list", listSecrets],
    ["GET", /^\/secrets\/([0-9a-z-]{1,127})\/versions$/i, "list", listVersions],
    ["GET", /^\/secrets\/([0-9a-z-]{1,127})(?:\/([0-9a-f]{32})?)?$/i, "get", getSecret],
];

export const findVault = (state: AzureState, host: string): ArmResource | undefined =>
    resourcesOf(state, vaultType).find(({ name }) => sameText(vaultHost(name), host));

export const vault: Service = async (request, emulator) => {
    try {
        return await answer(request, emulator);
    } catch (error) {
        if (error instanceof VaultError) return refusalReply(error);
        throw error;
    }
};

async function answer(request: Request, emulator: Emulator): Promise<Reply> {
    const vault = findVault(emulator.state, request.host);
    if (!vault) throw new VaultError(404, "VaultNotFound", `There is no vault ${request.host}.`);
    const claims = await readClaims(request, emulator, vault);
    for (const [method, path, right, handle] of operations) {
        const match = path.exec(request.path);
        if (!match || method !== request.method) continue;
        requireRight(emulator.state, vault, claims, right);
        const [, name = "", version = ""] = match;
        const secrets = emulator.state.vaultSecrets.filter((secret) => sameText(secret.vault, vault.name));
        const body = method === "PUT" ? object(await request.json()) : {};
        return handle({ emulator, vault, secrets, name, version, body });
    }
    throw new VaultError(404, "NotFound", `The emulator's Key Vault has no ${request.method} ${request.path}.`);
}

/** Clients come without a token first, to be told where to get one. */
async function readClaims(request: Request, { tokens }: Emulator, { properties }: ArmResource) {
    const challenge = `Bearer authorization="https://login.microsoftonline.com/${properties.tenantId}", resource="https://vault.azure.net"`;
    const refuse = (message: string) => new VaultError(401, "Unauthorized", message, { "www-authenticate": challenge });
    const bearer = bearerToken(request);
    if (!bearer) throw refuse("AKV10000: Request is missing a Bearer or PoP token.");
    const claims = await tokens.verify(bearer);
    if (!claims) throw refuse("AKV10022: The token is expired or was not issued here.");
    if (!isAudience("vault", claims.aud))
        throw refuse(`AKV10022: Invalid audience. Expected https://vault.azure.net, found: ${claims.aud}.`);
    if (claims.tid !== properties.tenantId)
        throw refuse(
            `AKV10032: Invalid issuer. Expected one of https://sts.windows.net/${properties.tenantId}/, found ${claims.iss}.`,
        );
    return claims;
}

function requireRight(state: AzureState, vault: ArmResource, claims: Json, right: Right): void {
    const objectId = String(claims.oid);
    const action = secretRights[right];
    const { enableRbacAuthorization, accessPolicies } = vault.properties;
    const hasPolicy = objects(accessPolicies).some(
        (policy) =>
            policy.objectId === objectId &&
            strings(at(policy, "permissions.secrets")).some((word) => [right, "all"].includes(word.toLowerCase())),
    );
    if (
        enableRbacAuthorization === true
            ? isAllowed(state, objectId, action, vault.id, { kind: "dataActions" })
            : hasPolicy
    )
        return;
    throw new VaultError(
        403,
        "Forbidden",
        `Caller is not authorized to perform action on resource. Caller: appid=${claims.appid};oid=${objectId}. Action: '${action}'. Resource: '${vault.id}'.`,
    );
}

const identifier = ({ vault, name }: VaultSecret) => `https://${vaultHost(vault)}/secrets/${name}`;

const versionIdentifier = (secret: VaultSecret) => `${identifier(secret)}/${secret.version}`;

const attributes = (secret: VaultSecret, vault: ArmResource) => {
    const isShort = Number(vault.properties.softDeleteRetentionInDays ?? 90) < 90;
    return {
        ...secret.attributes,
        recoveryLevel: isShort ? "CustomizedRecoverable+Purgeable" : "Recoverable+Purgeable",
    };
};

/** Without the value, as lists show it; `id` names no version there unless versions are listed. */
const summary = (secret: VaultSecret, vault: ArmResource, id: string) => ({
    id,
    attributes: attributes(secret, vault),
    tags: secret.tags,
    ...(secret.contentType && { contentType: secret.contentType }),
});

const bundle = (secret: VaultSecret, vault: ArmResource): Reply => ({
    status: 200,
    body: { value: secret.value, ...summary(secret, vault, versionIdentifier(secret)) },
});

function setSecret({ emulator, vault, name, body }: VaultCall): Reply {
    if (typeof body.value !== "string")
        throw new VaultError(400, "BadParameter", "The property 'value' must be a text.");
    return bundle(addSecret(emulator, vault.name, name, body.value, body), vault);
}

/** The version asked for; the latest without one. The end date of a secret tells its readers, it doesn't stop them. */
function getSecret({ vault, secrets, name, version }: VaultCall): Reply {
    const found = secrets.findLast((secret) => sameText(secret.name, name) && (!version || secret.version === version));
    if (!found)
        throw new VaultError(
            404,
            "SecretNotFound",
            `A secret with (name/id) ${version ? `${name}/${version}` : name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
        );
    if (!found.attributes.enabled)
        throw new VaultError(403, "Forbidden", "Operation get is not allowed on a disabled secret.");
    return bundle(found, vault);
}

function listSecrets({ vault, secrets }: VaultCall): Reply {
    const latest = new Map(secrets.map((secret) => [secret.name.toLowerCase(), secret]));
    const value = [...latest.values()].map((secret) => summary(secret, vault, identifier(secret)));
    return { status: 200, body: { value, nextLink: null } };
}

function listVersions({ vault, secrets, name }: VaultCall): Reply {
    const versions = secrets.filter((secret) => sameText(secret.name, name));
    const value = versions.map((secret) => summary(secret, vault, versionIdentifier(secret)));
    return { status: 200, body: { value, nextLink: null } };
}
