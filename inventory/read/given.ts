// Grants and credentials as they are read, with what tells whether two of them are the same: a report never shows it.
import type { RepositorySet } from "../../azure/repository-set";
import type { Credential, Grant } from "../model";

export interface Given extends Grant {
    /** The role, the scope map or the setting that gives it, the same in a state and in Azure. */
    source: string;
    /** The repositories; `undefined` where a condition can't be read. */
    set: RepositorySet | undefined;
    /** The condition that can't be read; `undefined` also where it is not known yet. */
    condition: string | undefined;
}

export interface Held extends Credential {
    /** Tells credentials of one principal apart, the same in a state and in Azure: a key id, a trusted subject, a slot. */
    identity: string;
}

export function withoutSource({ source: _source, set: _set, condition: _condition, ...grant }: Given): Grant {
    return grant;
}

export function withoutIdentity({ identity: _identity, ...credential }: Held): Credential {
    return credential;
}
