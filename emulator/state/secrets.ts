// Secret texts: how the emulator makes them and what it keeps of them.
import { createHash, randomInt, timingSafeEqual } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random letters and digits: safe in a shell, in a form, in a URL. */
export const randomText = (length: number): string =>
    Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");

/** A new Entra client secret: 40 characters, `8Q~` after the third as Entra writes it. */
export const newClientSecret = (): string => `${randomText(3)}8Q~${randomText(34)}`;

/** SHA-256 in hex. Plain is enough, since every text hashed here is random and long. */
export const secretHash = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Whether a text is the one a hash was made of. */
export const matchesHash = (secret: string, hash: string): boolean =>
    timingSafeEqual(Buffer.from(hash, "hex"), Buffer.from(secretHash(secret), "hex"));
