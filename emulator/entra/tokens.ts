// Signed tokens (RS256). Clients read `exp` and act on it by the machine's clock; the emulator judges by a claim of its
// own, so that moving the emulator's clock ages every token and confuses no client.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import { calculateJwkThumbprint, compactVerify, exportJWK, SignJWT } from "jose";
import { privateFile } from "../server/private-files";
import type { Clock, Tokens } from "../server/service";

const validUntil = "emulator_valid_until";

/** The key is made on first use and kept, so that tokens outlive a restart. */
export async function createTokens(keyFile: string, clock: Clock): Promise<Tokens> {
    const privateKey = createPrivateKey(await privateFile(keyFile, newKey));
    const publicKey = createPublicKey(privateKey);
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    return {
        issue(claims, lifetimeSeconds, backdatedSeconds = 0) {
            const now = Math.floor(Date.now() / 1000);
            const issuedAt = now - backdatedSeconds;
            const payload = {
                jti: randomUUID(),
                iat: issuedAt,
                nbf: issuedAt,
                exp: now + lifetimeSeconds,
                ...claims,
                [validUntil]: clock.now().getTime() + lifetimeSeconds * 1000,
            };
            return new SignJWT(payload).setProtectedHeader({ alg: "RS256", typ: "JWT", kid }).sign(privateKey);
        },
        async verify(token) {
            const claims = await compactVerify(token, publicKey, { algorithms: ["RS256"] }).then(
                ({ payload }) => JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>,
                () => undefined,
            );
            return Number(claims?.[validUntil]) > clock.now().getTime() ? claims : undefined;
        },
        jwks: async () => ({ keys: [{ ...jwk, kid, use: "sig", alg: "RS256" }] }),
    };
}

const newKey = async () =>
    generateKeyPairSync("rsa", {
        modulusLength: 2048,
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
    }).privateKey;
