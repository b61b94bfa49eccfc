// The payload of JSON web tokens, read for what they say and not verified: that is for whoever they were issued for.
import type { JWTPayload } from "jose";
import { decodeJwt } from "jose/jwt/decode";

/** The claims; `undefined` when the text is no such token. */
export function tokenPayload(token: string): JWTPayload | undefined {
    try {
        return decodeJwt(token);
    } catch {
        return undefined;
    }
}
