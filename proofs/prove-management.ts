// Checks that a login can't make: everything that reaches the registries beyond what is declared, who reads logins from a
// vault, an admin user left open. They ask ARM and Graph with the operator's credentials.

import { lastSegment, sameId } from "../azure/arm-id";
import { vaultRoleOf } from "../azure/vault-roles";
import type { CheckResult } from "./check-result";
import { compareCredentials } from "./comparison/credentials";
import { result } from "./comparison/findings";
import { compareRegistry } from "./comparison/registry";
import type { Declared, DeclaredRegistry, DeclaredSecret } from "./declared";
import { type EstateOptions, readEstates } from "./estates";
import type { Management } from "./management";
import { registriesOf } from "./plan";

type Check = () => Promise<CheckResult[]>;

export interface ManagementOptions extends EstateOptions {
    asked: Management;
    /** Decides whether an admin user that is declared open until some day must be closed, and which passwords have ended. */
    now: Date;
}

export function managementChecks(declared: Declared, options: ManagementOptions): Check[] {
    const { asked, now } = options;
    const today = now.toISOString().slice(0, "YYYY-MM-DD".length);
    return [
        () => compareEstates(declared, options),
        ...declared.secrets.map(
            (secret): Check =>
                () =>
                    proveReaders(secret, asked),
        ),
        ...declared.registries.map(
            (registry): Check =>
                () =>
                    proveAdminUser(registry, asked, today),
        ),
    ];
}

/** One reading for everything: what is compared with it is not asked about one by one. */
async function compareEstates(declared: Declared, options: ManagementOptions): Promise<CheckResult[]> {
    const estates = await readEstates(declared, options);
    return [
        ...registriesOf(declared).flatMap((registry) =>
            compareRegistry(declared, registry, estates.ofRegistry(registry)),
        ),
        ...declared.access.flatMap((access) =>
            compareCredentials(declared, access, estates.ofAccess(access), options.now),
        ),
    ];
}

/**
 * Who reads a login's password. At the secret, only the declared readers may; who reads the whole vault is listed, because
 * such roles are for more than one secret.
 */
async function proveReaders({ name, secretId, readerIds }: DeclaredSecret, asked: Management): Promise<CheckResult[]> {
    const subject = { method: "Key Vault", action: "read secret", repository: "", identity: name } as const;
    const answer = await asked.assignmentsAt(secretId);
    if ("outcome" in answer) return [result(subject, "allowed", answer.outcome)];
    const { value, status } = answer;
    const vaultId = secretId.replace(/\/secrets\/[^/]+$/i, "");
    const readers = value.flatMap((assignment) => {
        const { scope, roleDefinitionId, principalType, principalId } = assignment;
        const role = vaultRoleOf(roleDefinitionId)?.displayName;
        const near = sameId(scope, secretId) || sameId(scope, vaultId);
        const message = `${principalType} ${principalId} holds this login, by ${role} at ${scope}`;
        return role !== undefined && near ? [{ ...assignment, message }] : [];
    });
    const missing = readerIds.filter((id) => !value.some((assignment) => sameId(assignment.id, id)));
    return [
        ...readers.map(({ id, scope, message }) =>
            sameId(scope, vaultId) || readerIds.some((declared) => sameId(declared, id))
                ? result(subject, "allowed", {
                      actual: "allowed",
                      evidence: { status, code: "ROLE_ASSIGNED", message },
                  })
                : result(subject, "refused", {
                      actual: "allowed",
                      evidence: {
                          status,
                          code: "UNDECLARED_READER",
                          message,
                          remedy: `az role assignment delete --ids ${id}`,
                      },
                  }),
        ),
        ...missing.map((id) =>
            result(subject, "allowed", {
                actual: "refused",
                evidence: { status, code: "ROLE_MISSING", message: `ARM lists no role assignment ${id} at the secret` },
            }),
        ),
    ];
}

async function proveAdminUser(registry: DeclaredRegistry, asked: Management, today: string): Promise<CheckResult[]> {
    const { name, target, adminUser } = registry;
    const identity = `admin user of ${name}`;
    const subject = {
        method: "admin user",
        action: "list credentials",
        repository: target.loginServer,
        identity,
    } as const;
    const open = adminUser !== undefined && today < adminUser.expiresOn;
    const expected = open ? "allowed" : "refused";
    const answer = await asked.adminUserEnabled(target.resourceId);
    if ("outcome" in answer) return [result(subject, expected, answer.outcome)];
    if (!answer.value) {
        return [result(subject, expected, await asked.adminCredentialsRefusal(target.resourceId))];
    }
    const remedy = `az acr update --name ${lastSegment(target.resourceId)} --admin-enabled false`;
    const evidence = { status: answer.status, code: "ADMIN_USER_ENABLED", ...(open ? {} : { remedy }) };
    return [result(subject, expected, { actual: "allowed", evidence })];
}
