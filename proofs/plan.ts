// What to try, decided from what was declared: for every credential each repository it was granted, the nearest one it
// was not, and a registry it was not. Pure.

import type { DataAction } from "../azure/actions";
import { sameId } from "../azure/arm-id";
import { permissions } from "../azure/permissions";
import { coversRepository, everyRepository } from "../azure/repositories";
import type { Declared, DeclaredAccess, DeclaredCredential, DeclaredGrant, RegistryTarget } from "./declared";
import { exampleOf, nearMiss } from "./repositories";

/** One request for every action on one repository, and what may come of it. */
export interface Attempt {
    access: DeclaredAccess;
    credential: DeclaredCredential;
    registry: RegistryTarget;
    repository: string;
    /** Exactly the actions that must be granted. */
    expected: ReadonlySet<DataAction>;
}

/**
 * The grants that a principal has on a registry: its component's own, and those of every other component for the same
 * principal, because roles add up.
 */
export function grantsOn(
    declared: Declared,
    access: DeclaredAccess,
    registry: Pick<RegistryTarget, "resourceId">,
): DeclaredGrant[] {
    const { principalId } = access;
    const others = declared.access.filter(
        (other) => other !== access && principalId !== undefined && other.principalId === principalId,
    );
    return [access, ...others]
        .flatMap(({ grants }) => grants)
        .filter((grant) => sameId(grant.registry.resourceId, registry.resourceId));
}

/** The actions that grants allow on a repository. */
export function expectedActions(grants: DeclaredGrant[], repository: string): Set<DataAction> {
    return new Set(
        grants
            .filter(({ repositories }) => repositories.some((pattern) => coversRepository(pattern, repository)))
            .flatMap(({ permission }) => permissions[permission].data),
    );
}

/** Every registry that the stack declares or that a grant refers to, once. */
export function registriesOf(declared: Declared): RegistryTarget[] {
    const all = [
        ...declared.registries.map(({ target }) => target),
        ...declared.access.flatMap(({ grants }) => grants.map(({ registry }) => registry)),
    ];
    return [...new Map(all.map((registry) => [registry.resourceId.toLowerCase(), registry])).values()];
}

/** The repositories that tell most about a principal's grants on one registry; any where it has none. */
export function repositoriesToTry(grants: DeclaredGrant[]): string[] {
    if (grants.length === 0) return [exampleOf(everyRepository)];
    const patterns = [...new Set(grants.flatMap(({ repositories }) => repositories))];
    const forbidden = nearMiss(patterns);
    return [...new Set(patterns.map(exampleOf)), ...(forbidden === undefined ? [] : [forbidden])];
}

/** A repository to try, and what may be done there. */
export interface Place {
    registry: RegistryTarget;
    repository: string;
    /** Whether the repository is on a registry on which something is granted. */
    granted: boolean;
    actions: ReadonlySet<DataAction>;
}

/**
 * Where to try an entry's logins: what was granted, the near misses, and at the end a registry where nothing is. That one is of
 * the same states, and a registry of Azure like any place that is tried (`notARegistry`): a password meets Azure's own service
 * there, of which the registry's owner learns the user name and the refusal, and an Entra token is made for any registry.
 */
export function placesOf(declared: Declared, access: DeclaredAccess): Place[] {
    const targets = registriesOf(declared).map((registry) => ({
        registry,
        grants: grantsOn(declared, access, registry),
        everybody: isPublic(declared, registry),
    }));
    const granted = targets.filter(({ grants }) => grants.length > 0);
    const foreign = targets.filter(({ grants, everybody }) => grants.length === 0 && !everybody);
    return [...granted, ...foreign.slice(0, 1)].flatMap(({ registry, grants, everybody }) =>
        repositoriesToTry(grants).map((repository) => {
            const actions = expectedActions(grants, repository);
            if (everybody) actions.add("pull");
            return { registry, repository, granted: grants.length > 0, actions };
        }),
    );
}

/**
 * Every attempt that the declared credentials call for. Rights belong to the principal or token and not to a credential,
 * so all but the first are tried in one place only, for whether they work.
 * @param now decides what is expected of an older password: nothing more after its end.
 */
export function attemptsFor(declared: Declared, now: Date): Attempt[] {
    return declared.access.flatMap((access) => {
        const places = placesOf(declared, access);
        return access.credentials.flatMap((credential, index) =>
            (index === 0 ? places : places.slice(0, 1)).map(({ registry, repository, actions }): Attempt => {
                const expected = mayLogIn(access, credential, now) ? actions : new Set<DataAction>();
                return { access, credential, registry, repository, expected };
            }),
        );
    });
}

/**
 * Whether a credential is declared to log in. The one that consumers read is, even after its end: that nobody can use it
 * any more is a difference to be told.
 */
export function mayLogIn({ enabled, endsOn }: DeclaredAccess, credential: DeclaredCredential, now: Date): boolean {
    const end = credential.kind === "password" && credential.label === "previous" ? credential.expiresOn : endsOn;
    return enabled && (end === undefined || now < new Date(end));
}

/** Whether everybody may pull from the registry, logged in or not, from every repository. */
const isPublic = ({ registries }: Declared, { resourceId }: RegistryTarget): boolean =>
    registries.some(({ target, anonymousPull }) => anonymousPull && sameId(target.resourceId, resourceId));
