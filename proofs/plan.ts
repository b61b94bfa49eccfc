// What to try, decided from what was declared: for every credential each repository it was granted, the nearest one it
// was not, and a registry it was not. Pure.
import type { Declared, DeclaredAccess, DeclaredCredential, DeclaredGrant, RegistryTarget } from "./declared";
import type { Action } from "./line";
import { covers, exampleOf, nearMiss, permittedActions } from "./repositories";

/** One request for every action on one repository, and what may come of it. */
export interface Attempt {
    access: DeclaredAccess;
    credential: DeclaredCredential;
    registry: RegistryTarget;
    repository: string;
    /** Exactly the actions that must be granted. */
    expected: ReadonlySet<Action>;
}

/** Two spellings of an ARM id are the same resource. */
export const sameResource = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * The grants that a principal has on a registry: its component's own, and those of every other component for the same
 * principal, because roles add up.
 */
export function grantsOn(declared: Declared, access: DeclaredAccess, registry: RegistryTarget): DeclaredGrant[] {
    const { principalId } = access;
    return declared.access
        .filter((other) => other === access || (principalId !== undefined && other.principalId === principalId))
        .flatMap(({ grants }) => grants)
        .filter((grant) => sameResource(grant.registry.resourceId, registry.resourceId));
}

/** The actions that grants allow on a repository. */
export function expectedActions(grants: DeclaredGrant[], repository: string): Set<Action> {
    return new Set(
        grants
            .filter(({ repositories }) => repositories.some((pattern) => covers(pattern, repository)))
            .flatMap(({ permission }) => permittedActions[permission]),
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

/** The repositories that tell most about a principal's grants on one registry. */
export function repositoriesToTry(grants: DeclaredGrant[]): string[] {
    const patterns = [...new Set(grants.flatMap(({ repositories }) => repositories))];
    const forbidden = nearMiss(patterns);
    return [...new Set(patterns.map(exampleOf)), ...(forbidden === undefined ? [] : [forbidden])];
}

/** Every attempt that the declared credentials call for. */
export function attemptsFor(declared: Declared): Attempt[] {
    const registries = registriesOf(declared);
    return declared.access.flatMap((access) => {
        const granted = registries.filter((registry) => grantsOn(declared, access, registry).length > 0);
        const foreign = registries.find((registry) => !granted.includes(registry));
        const targets = foreign === undefined ? granted : [...granted, foreign];
        return access.credentials.flatMap((credential) =>
            targets.flatMap((registry) => {
                const grants = grantsOn(declared, access, registry);
                const repositories = grants.length === 0 ? [exampleOf("*")] : repositoriesToTry(grants);
                return repositories.map((repository) => ({
                    access,
                    credential,
                    registry,
                    repository,
                    expected: access.enabled ? expectedActions(grants, repository) : new Set<Action>(),
                }));
            }),
        );
    });
}
