// Emergency access by the admin user, on for a reason and until a day.
import * as pulumi from "@pulumi/pulumi";
import { dateProblems, dayNumber } from "../credential/rotation";
import { AdminPasswords, deployerOf } from "../dynamic/resources";
import type { Problem } from "../inputs/validation";

/** Why the admin user is on, and until when. */
export interface AdminUserArgs {
    /** Why nothing else would do. It is kept in the state for the access report. */
    reason: string;
    /** The day on which the admin user is off again, `YYYY-MM-DD`; at most 30 days ahead. */
    expiresOn: string;
    /** A counter, to be raised after a leak: both passwords are then regenerated. Defaults to 0. */
    revision?: number;
    /**
     * Leaves both passwords as they are, for a registry that was made elsewhere and whose clients still log in with them. They
     * are not known to the stack. Everyone who ever got to know them keeps access until the admin user is off. Defaults to
     * false: both are regenerated.
     */
    keepPasswords?: boolean;
}

const longest = 30;

/** Whether the admin user is on in a deployment that counts as the given day. */
export function isAdminUserOn(adminUser: AdminUserArgs | undefined, asOf: string): boolean {
    return adminUser !== undefined && dayNumber(asOf) < dayNumber(adminUser.expiresOn);
}

/** What is wrong with it. A day that has passed is not: the deployment turns the admin user off and goes on. */
export function adminUserProblems(adminUser: AdminUserArgs | undefined, asOf: string): Problem[] {
    if (adminUser === undefined) {
        return [];
    }
    const { reason, expiresOn, revision = 0, keepPasswords = false } = adminUser;
    const problems = dateProblems("adminUser.expiresOn", expiresOn);
    if (problems.length === 0 && dayNumber(expiresOn) - dayNumber(asOf) > longest) {
        problems.push({
            path: "adminUser.expiresOn",
            problem: `is more than ${longest} days after ${asOf}`,
            given: expiresOn,
            remedy: "Choose an earlier day; it can be moved later while the need lasts.",
        });
    }
    if (reason.trim() === "") {
        problems.push({
            path: "adminUser.reason",
            problem: "is empty",
            remedy: "Say why the admin user is needed; it is shown in the access report.",
        });
    }
    if (!Number.isSafeInteger(revision) || revision < 0) {
        problems.push({
            path: "adminUser.revision",
            problem: "must be an integer of at least 0",
            given: revision,
            remedy: "Use 0 or a larger integer.",
        });
    }
    if (keepPasswords && revision > 0) {
        problems.push({
            path: "adminUser.keepPasswords",
            problem: "keeps the passwords that revision regenerates",
            given: keepPasswords,
            remedy: "Leave one of the two out.",
        });
    }
    return problems;
}

/** What a deployment says when it turns the admin user off by itself. */
export function adminUserEnded({ expiresOn }: AdminUserArgs): string {
    return (
        `The admin user ended on ${expiresOn} and is turned off. ` +
        "Remove adminUser, or move adminUser.expiresOn and say why."
    );
}

/** The registry whose admin user it is. */
interface AdministeredRegistry {
    id: pulumi.Output<string>;
    creationDate: pulumi.Output<string>;
    loginServer: pulumi.Output<string>;
}

/** Both passwords, regenerated right after the registry has turned the admin user on; nothing while it is off, or keeps them. */
export function declareAdminPasswords(
    component: pulumi.ComponentResource,
    name: string,
    registry: AdministeredRegistry,
    adminUser: AdminUserArgs | undefined,
    asOf: string,
): { password: pulumi.Output<string>; password2: pulumi.Output<string> } | undefined {
    if (adminUser === undefined) {
        return undefined;
    }
    if (!isAdminUserOn(adminUser, asOf)) {
        pulumi.log.warn(adminUserEnded(adminUser), component);
        return undefined;
    }
    if (adminUser.keepPasswords) {
        return undefined;
    }
    const { password, password2 } = new AdminPasswords(
        `${name}-admin-passwords`,
        {
            registryId: registry.id,
            registryCreatedOn: registry.creationDate,
            loginServer: registry.loginServer,
            revision: adminUser.revision ?? 0,
            deployer: deployerOf(component),
        },
        { parent: component },
    );
    return { password: pulumi.secret(password), password2: pulumi.secret(password2) };
}
