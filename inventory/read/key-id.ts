// Passwords and certificates of Entra have a key id. It tells them apart in here; a report never shows it, so that whoever
// gets the report to read learns no more than that there is one.
import { createHash } from "node:crypto";
import { get, type Resource, text } from "../../estate";
import { standsInAzure } from "../../estate/resource";

const keyPath = /\/(?:password|certificate)\/([^/]+)$/i;

/** Lower case; `undefined` where the source does not tell. */
export function keyIdOf(resource: Resource): string | undefined {
    return (text(get(resource, "keyId")) ?? keyPath.exec(resource.id ?? "")?.[1])?.toLowerCase();
}

/** The URN, or, of something in Azure, the id of the application or service principal that holds it. */
export function withoutKeyId(urn: string): string {
    return urn.startsWith("/") ? urn.replace(keyPath, "") : urn;
}

/** A key of the credential for the report. */
export function keyOf(resource: Resource): string {
    if (!standsInAzure(resource) || !keyPath.test(resource.urn)) return resource.urn;
    return `${withoutKeyId(resource.urn)}#${createHash("sha256").update(resource.urn).digest("hex").slice(0, 16)}`;
}
