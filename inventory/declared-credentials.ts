// Which passwords, certificates and federated credentials are declared by the given states. Key ids and time stamps are
// compared in here, and shown nowhere.
import { gapsFor, type Kind } from "../estate";
import type { Credential, Declaration } from "./model";
import type { Part } from "./part";
import type { Held } from "./read/given";
import type { Reading, Sides } from "./same";

export function comparedCredentials(declared: Part, actual: Part, both: Sides, reading: Reading): Held[] {
    const ofState = declared.credentials.map((one) => ({ ...one, principal: both.keyOf(one.principal) }));
    const existed = ofState.filter(({ planned }) => !planned);
    const byKey = new Map(existed.map((one) => [keyOf(one, one.identity.trimEnd()), one]));
    const matched = new Set<Held>();
    const existing = actual.credentials.map((one): Held => {
        const same = keysOf(one).flatMap((key) => byKey.get(key) ?? [])[0];
        if (same === undefined) return { ...one, declaration: reading.partial ? null : "undeclared" };
        matched.add(same);
        return { ...same, declaration: "declared" };
    });
    const others = ofState.filter((one) => !matched.has(one));
    return [...existing, ...others.map((one) => ({ ...one, declaration: absence(one, both, reading) }))];
}

const keyOf = ({ principal, kind }: Held, identity: string): string => JSON.stringify([principal, kind, identity]);

/** A state may not say when a token's password was made: it then stands for whatever is in the slot. */
function keysOf(one: Held): string[] {
    const { kind, identity } = one;
    const slot = kind === "token password" ? [keyOf(one, identity.replace(/ .*$/, ""))] : [];
    return [keyOf(one, identity), ...slot];
}

const kinds: Readonly<Record<Credential["kind"], readonly Kind[]>> = {
    "application password": ["applicationPassword", "servicePrincipalPassword", "application"],
    "application certificate": ["applicationCertificate", "servicePrincipalCertificate", "application"],
    "federated credential": ["federatedCredential", "application", "userAssignedIdentity"],
    "token password": ["token"],
    "admin password": ["registry"],
};

/** Of a declared credential that was not found. It is missing only where its holder was seen, and all of its credentials. */
function absence({ planned, kind, principal }: Held, both: Sides, { gaps }: Reading): Declaration {
    const holder = both.principal(principal);
    // The credentials of an application are seen with the application, which may be in another tenant.
    const isSeen = holder !== undefined && !/^\/servicePrincipals\//i.test(holder.id) && holder.id.startsWith("/");
    const isHidden = kinds[kind].some((one) => gapsFor(gaps, one).length > 0);
    return planned || !isSeen || isHidden ? null : "missing";
}
