// What a role assignment gives on a registry, in the mode that the registry is in.
import { type DataAction, repositoryActionOf } from "../../azure/actions";
import { allowedRepositories } from "../../azure/conditions";
import { everything, nothing, type RepositorySet } from "../../azure/repository-set";
import { type Role, RoleAssignmentMode, roles } from "../../azure/roles";
import type { Assignment } from "../../estate";
import { UNKNOWN } from "../../estate/value";

/** The registry that rights are judged on, as it is in Azure. */
export interface Registry {
    resourceId: string;
    loginServer: string;
    mode: RoleAssignmentMode;
    adminUser: boolean;
}

export interface Rights {
    /** By judged action: the repositories for certain, and those that are possible. */
    data: ReadonlyMap<DataAction, { certain: RepositorySet; possible: RepositorySet }>;
    /** Whether it lists the names of all repositories and does nothing with them. */
    catalog: boolean;
    /** How it leads to images without a right on them, as a sentence. */
    indirect: string | undefined;
}

const none: Rights = { data: new Map(), catalog: false, indirect: undefined };
const whole = { certain: everything, possible: everything };

/** `undefined` where the role's definition could not be read. */
export function rightsOf({ role, condition }: Assignment, registry: Registry): Rights | undefined {
    if (role === undefined || role === UNKNOWN) return undefined;
    const indirect = indirectly(role, registry);
    if (!role.honouredIn.includes(registry.mode)) return { ...none, indirect };
    const allowed = (action: DataAction) => {
        if (condition === UNKNOWN) return { certain: nothing, possible: everything };
        // A registry in legacy mode ignores conditions on repositories.
        if (condition === undefined || registry.mode === RoleAssignmentMode.legacy) return whole;
        return allowedRepositories(condition, repositoryActionOf(action));
    };
    return {
        data: new Map(role.data.map((action) => [action, allowed(action)])),
        catalog: role.data.length === 0 && role.actions.includes("catalog/read"),
        indirect,
    };
}

function indirectly(role: Role, { adminUser }: Registry): string | undefined {
    // It reads the passwords of the admin user, which do nothing while the admin user is off.
    const readsPasswords = role.id === roles.ConfigurationReader.id && adminUser;
    if (!role.indirect && !readsPasswords) return undefined;
    return role.note ?? "It may change the registry or give access to others.";
}

export const givesNothing = ({ data, catalog, indirect }: Rights): boolean =>
    data.size === 0 && !catalog && indirect === undefined;
