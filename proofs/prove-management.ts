// Checks that a login can't make: roles beyond the declared, passwords that nobody recorded, an admin user left open.
// They ask ARM and Graph with the operator's credentials, and are skipped, with the reason, without any.

import { lastSegment, sameId, subscriptionOf } from "../azure/arm-id";
import { vaultRoleOf } from "../azure/vault-roles";
import type { Answer } from "./answers";
import type { CheckResult, Evidence, Expected, Outcome } from "./check-result";
import type { Declared, DeclaredAccess, DeclaredRegistry, DeclaredSecret, DeclaredToken } from "./declared";
import type { Management, Password } from "./management";
import { grantsOn, registriesOf } from "./plan";
import { compareRoles, type RoleFinding } from "./roles";

type Check = () => Promise<CheckResult[]>;

/** @param now decides whether an admin user that is declared open until some day must be closed. */
export function managementChecks(declared: Declared, asked: Management, now: Date): Check[] {
    const today = now.toISOString().slice(0, "YYYY-MM-DD".length);
    return [
        ...principalsOf(declared).flatMap((access) =>
            subscriptionsOf(declared, access).map(
                (subscriptionId) => () => proveRoles(declared, access, subscriptionId, asked),
            ),
        ),
        ...declared.access.flatMap((access): Check[] => {
            const { application, token } = access;
            if (application) return [() => provePasswords(access, application, declared.passwordKeyIds, asked)];
            return token ? [() => proveTokenPasswords(access, token, asked)] : [];
        }),
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

/** Each principal once, however many components grant it something. */
const principalsOf = ({ access }: Declared): DeclaredAccess[] => [
    ...new Map(
        access.flatMap((each) => (each.principalId === undefined ? [] : [[each.principalId, each] as const])),
    ).values(),
];

/** The subscription of each registry on which the principal is granted something, once. */
const subscriptionsOf = (declared: Declared, access: DeclaredAccess): string[] => [
    ...new Set(
        registriesOf(declared)
            .filter((registry) => grantsOn(declared, access, registry).length > 0)
            .flatMap(({ resourceId }) => subscriptionOf(resourceId) ?? []),
    ),
];

type Subject = Pick<CheckResult, "method" | "action" | "repository"> & { identity: string };

const result = (subject: Subject, expected: Expected, { actual, evidence }: Outcome): CheckResult => ({
    method: subject.method,
    client: "acr-auth",
    action: subject.action,
    repository: subject.repository,
    expected,
    actual,
    evidence: { identity: subject.identity, ...evidence },
});

/** On every registry of the subscription that the stack knows, whether anything is granted there or not. */
async function proveRoles(
    declared: Declared,
    access: DeclaredAccess,
    subscriptionId: string,
    asked: Management,
): Promise<CheckResult[]> {
    const { method, name, principalId = "" } = access;
    const answer = await asked.roleAssignments(subscriptionId, principalId);
    if ("outcome" in answer) {
        return [result({ method, action: "role", repository: "", identity: name }, "allowed", answer.outcome)];
    }
    const registries = registriesOf(declared).filter(({ resourceId }) => subscriptionOf(resourceId) === subscriptionId);
    return registries.flatMap((registry) =>
        compareRoles(grantsOn(declared, access, registry), answer.value, registry.resourceId).map((finding) => {
            const { expected, actual, evidence } = roleOutcome(finding);
            const action = `role ${finding.role}`;
            const subject = { method, action, repository: registry.loginServer, identity: name };
            return result(subject, expected, { actual, evidence: { status: answer.status, ...evidence } });
        }),
    );
}

function roleOutcome({ finding, assignment, why }: RoleFinding): Outcome & { expected: Expected } {
    const scope = assignment?.scope;
    if (finding === "missing") {
        const message = "ARM lists no assignment of this role at or above the registry";
        return { expected: "allowed", actual: "refused", evidence: { code: "ROLE_MISSING", message } };
    }
    if (finding === "declared") {
        const evidence = { code: "ROLE_ASSIGNED", message: `assigned at ${scope}` };
        return { expected: "allowed", actual: "allowed", evidence };
    }
    const remedy = `az role assignment delete --ids ${assignment?.id}`;
    const evidence: Evidence = { code: "UNDECLARED_ROLE", message: `${why}; assigned at ${scope}`, remedy };
    return { expected: "refused", actual: "allowed", evidence };
}

function provePasswords(
    { method, name, tenantId }: DeclaredAccess,
    { clientId }: NonNullable<DeclaredAccess["application"]>,
    known: ReadonlySet<string>,
    asked: Management,
): Promise<CheckResult[]> {
    const subject = { method, action: "password", repository: "", identity: name };
    return judgePasswords(subject, asked.passwords(clientId, tenantId), known);
}

function proveTokenPasswords(
    { method, name }: DeclaredAccess,
    { registry, tokenName, passwordNames }: DeclaredToken,
    asked: Management,
): Promise<CheckResult[]> {
    const subject = { method, action: "password", repository: registry.loginServer, identity: name };
    return judgePasswords(subject, asked.tokenPasswords(registry.resourceId, tokenName), passwordNames);
}

/** One result for the passwords that the state knows, and one for each that it does not. */
async function judgePasswords(
    subject: Subject,
    asked: Promise<Answer<Password[]>>,
    known: ReadonlySet<string>,
): Promise<CheckResult[]> {
    const answer = await asked;
    if ("outcome" in answer) return [result(subject, "allowed", answer.outcome)];
    const { status } = answer;
    const unknown = answer.value.filter(({ key }) => !known.has(key));
    const message = `${answer.value.length - unknown.length} in Azure and in the state`;
    return [
        result(subject, "allowed", { actual: "allowed", evidence: { status, code: "PASSWORDS_RECORDED", message } }),
        ...unknown.map(({ displayName, endsOn, removal }) => {
            const described = `'${displayName}', valid until ${endsOn ?? "it is removed"}, is not in the state`;
            const evidence = { status, code: "UNDECLARED_PASSWORD", message: described, remedy: removal };
            return result(subject, "refused", { actual: "allowed", evidence });
        }),
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
    const answer = await asked.registrySwitches(target.resourceId);
    if ("outcome" in answer) return [result(subject, expected, answer.outcome)];
    if (!answer.value.adminUserEnabled) {
        return [result(subject, expected, await asked.adminCredentialsRefusal(target.resourceId))];
    }
    const remedy = `az acr update --name ${lastSegment(target.resourceId)} --admin-enabled false`;
    const evidence = { status: answer.status, code: "ADMIN_USER_ENABLED", ...(open ? {} : { remedy }) };
    return [result(subject, expected, { actual: "allowed", evidence })];
}
