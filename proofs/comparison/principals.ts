// How results name who was found in Azure, and by which method they log in.
import type { Principal } from "../../estate";
import type { Resource } from "../../estate/resource";
import { get } from "../../estate/resource";
import { items, text, unwrap } from "../../estate/value";
import type { Method } from "../check-result";

const nouns: Readonly<Record<Principal["type"], string>> = {
    user: "user",
    group: "group",
    servicePrincipal: "service principal",
    managedIdentity: "managed identity",
    cluster: "cluster",
    unknown: "principal",
};

/** `user Ada Lovelace (OBJECT_ID)`; without the name where the directory was not read. */
export function nameOf({ type, objectId = "", resource }: Principal): string {
    const name = resource && (text(get(resource, "displayName")) ?? resource.name);
    const noun = isIdentity(resource) ? nouns.managedIdentity : nouns[type];
    return name === undefined || name === objectId ? `${noun} ${objectId}` : `${noun} ${name} (${objectId})`;
}

export function methodOf({ type, resource }: Principal): Method {
    if (type === "user" || type === "group" || type === "unknown") return "individual identity";
    return type === "servicePrincipal" && !isIdentity(resource) ? "service principal" : "managed identity";
}

const isIdentity = (resource: Resource | undefined): boolean =>
    resource !== undefined && text(get(resource, "servicePrincipalType")) === "ManagedIdentity";

/** The members of a group, as far as they were read, as words for a message. */
export function membersOf({ resource }: Principal, named: (objectId: string) => string): string {
    const members = resource?.kind === "group" ? items(get(resource, "members")) : undefined;
    if (members === undefined || members.length === 0) return "";
    return `; its members are ${members.map((id) => named(text(unwrap(id)) ?? "")).join(", ")}`;
}
