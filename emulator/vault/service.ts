// The data plane of Key Vault: secrets and their versions, and the deleted ones. Access is by role assignments where the vault
// says so, at the vault or at one secret, else by its access policies.
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
import { bundle, deletedSummary, page, summary } from "./bundles";
import {
    addSecret,
    deletedButRecoverable,
    deletedSecretsOf,
    deleteSecret,
    purgeSecret,
    recoverSecret,
    secretId,
    secretRights,
    secretsOf,
    vaultHost,
    vaultType,
} from "./secrets";

class VaultError extends Refusal {
    /** The code of the service's `innererror`, where it has one. */
    innerCode?: string;
}

type Right = keyof typeof secretRights;

interface VaultCall {
    emulator: Emulator;
    request: Request;
    vault: ArmResource;
    name: string;
    version: string;
    body: Json;
}

const name = "([0-9a-z-]{1,127})";
const path = (form: string) => new RegExp(`^${form}/?$`, "i");

const operations: [method: string, path: RegExp, right: Right, handle: (call: VaultCall) => Reply][] = [
    ["PUT", path(`/secrets/${name}`), "set", setSecret],
    ["DELETE", path(`/secrets/${name}`), "delete", removeSecret],
    ["GET", path("/secrets"), "list", listSecrets],
    ["GET", path(`/secrets/${name}/versions`), "list", listVersions],
    ["GET", path(`/secrets/${name}(?:/([0-9a-f]{32})?)?`), "get", getSecret],
    ["GET", path("/deletedsecrets"), "list", listDeleted],
    ["GET", path(`/deletedsecrets/${name}`), "list", getDeleted],
    ["POST", path(`/deletedsecrets/${name}/recover`), "recover", recover],
    ["DELETE", path(`/deletedsecrets/${name}`), "purge", purge],
];

export const findVault = (state: AzureState, host: string): ArmResource | undefined =>
    resourcesOf(state, vaultType).find(({ name }) => sameText(vaultHost(name), host));

export const vault: Service = async (request, emulator) => {
    try {
        return await answer(request, emulator);
    } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        const reply = refusalReply(error);
        const innererror = error.innerCode && { innererror: { code: error.innerCode } };
        return { ...reply, body: { error: { ...reply.body.error, ...innererror } } };
    }
};

async function answer(request: Request, emulator: Emulator): Promise<Reply> {
    const vault = findVault(emulator.state, request.host);
    if (!vault) throw new VaultError(404, "VaultNotFound", `There is no vault ${request.host}.`);
    const claims = await readClaims(request, emulator, vault);
    for (const [method, path, right, handle] of operations) {
        const match = path.exec(request.path);
        if (!match || method !== request.method) continue;
        const [, name = "", version = ""] = match;
        requireRight(emulator.state, vault, claims, right, name);
        const body = method === "PUT" ? object(await request.json()) : {};
        return handle({ emulator, request, vault, name, version, body });
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

function requireRight(state: AzureState, vault: ArmResource, claims: Json, right: Right, name: string): void {
    const objectId = String(claims.oid);
    const scope = name === "" ? vault.id : secretId(vault, name);
    const action = secretRights[right];
    const { enableRbacAuthorization, accessPolicies } = vault.properties;
    const hasPolicy = objects(accessPolicies).some(
        (policy) =>
            policy.objectId === objectId &&
            strings(at(policy, "permissions.secrets")).some((word) => policyWords(right).includes(word.toLowerCase())),
    );
    if (
        enableRbacAuthorization === true
            ? isAllowed(state, objectId, action, scope, { kind: "dataActions" })
            : hasPolicy
    )
        return;
    throw new VaultError(
        403,
        "Forbidden",
        `Caller is not authorized to perform action on resource. Caller: appid=${claims.appid};oid=${objectId}. Action: '${action}'. Resource: '${scope}'.`,
    );
}

/** "all" in an access policy is everything but purging. */
const policyWords = (right: Right): string[] => (right === "purge" ? ["purge"] : [right, "all"]);

const ok = (body: unknown): Reply => ({ status: 200, body });

const notFound = (message: string) => new VaultError(404, "SecretNotFound", message);

const isNamed =
    (name: string) =>
    (secret: VaultSecret): boolean =>
        sameText(secret.name, name);

function setSecret({ emulator, vault, name, body }: VaultCall): Reply {
    if (typeof body.value !== "string")
        throw new VaultError(400, "BadParameter", "The property 'value' must be a text.");
    if (deletedSecretsOf(emulator, vault).some(isNamed(name)))
        throw Object.assign(new VaultError(409, "Conflict", deletedButRecoverable(name)), {
            innerCode: "ObjectIsDeletedButRecoverable",
        });
    return ok(bundle(addSecret(emulator, vault, name, body.value, body), vault));
}

/** The version asked for; the latest without one. The end date of a secret tells its readers, it doesn't stop them. */
function getSecret({ emulator, vault, name, version }: VaultCall): Reply {
    const found = findSecret(emulator, vault, name, version);
    if (!found.attributes.enabled)
        throw new VaultError(403, "Forbidden", "Operation get is not allowed on a disabled secret.");
    return ok(bundle(found, vault));
}

function findSecret(emulator: Emulator, vault: ArmResource, name: string, version = ""): VaultSecret {
    const found = secretsOf(emulator, vault).findLast(
        (secret) => isNamed(name)(secret) && (!version || secret.version === version),
    );
    if (found) return found;
    throw notFound(
        `A secret with (name/id) ${version ? `${name}/${version}` : name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
    );
}

/** The latest version of each. */
const latest = (secrets: VaultSecret[]): VaultSecret[] => [
    ...new Map(secrets.map((secret) => [secret.name.toLowerCase(), secret])).values(),
];

function listSecrets({ emulator, request, vault }: VaultCall): Reply {
    const items = latest(secretsOf(emulator, vault)).map((secret) => summary(secret, vault, false));
    return page(vault, request, items);
}

function listVersions({ emulator, request, vault, name }: VaultCall): Reply {
    const versions = secretsOf(emulator, vault).filter(isNamed(name));
    return page(
        vault,
        request,
        versions.map((secret) => summary(secret, vault, true)),
    );
}

function removeSecret({ emulator, vault, name }: VaultCall): Reply {
    const secret = findSecret(emulator, vault, name);
    deleteSecret(emulator, vault, name);
    return ok(deletedSummary(secret, vault, true));
}

function listDeleted({ emulator, request, vault }: VaultCall): Reply {
    const items = latest(deletedSecretsOf(emulator, vault)).map((secret) => deletedSummary(secret, vault, false));
    return page(vault, request, items);
}

function findDeleted({ emulator, vault, name }: VaultCall): VaultSecret {
    const found = deletedSecretsOf(emulator, vault).findLast(isNamed(name));
    if (!found) throw notFound(`Deleted Secret not found: ${name}`);
    return found;
}

function getDeleted(call: VaultCall): Reply {
    return ok(deletedSummary(findDeleted(call), call.vault, true));
}

function recover(call: VaultCall): Reply {
    const secret = findDeleted(call);
    recoverSecret(call.emulator, call.vault, call.name);
    return ok(summary(secret, call.vault, true));
}

function purge(call: VaultCall): Reply {
    findDeleted(call);
    if (call.vault.properties.enablePurgeProtection === true)
        throw new VaultError(
            403,
            "Forbidden",
            'Operation "purge" is not allowed because purge protection is enabled for this vault. Key Vault service will automatically purge it after the retention period has passed.',
        );
    purgeSecret(call.emulator, call.vault, call.name);
    return { status: 204 };
}
