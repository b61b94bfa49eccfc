// What Azure Resource Manager and Microsoft Graph know and a login can't show: roles, passwords, the registry's switches.
// Asked with the credentials of the operator, and only read.
import { z } from "zod";
import { lastSegment } from "../azure/arm-id";
import { NoCredentials } from "../azure/login-failure";
import { tokenPayload } from "../azure/token-payload";
import { type Answer, armFailure, firstLine, noAnswer } from "./answers";
import type { Outcome } from "./check-result";
import { type Http, type HttpReply, type HttpRequest, json } from "./http";
import type { RoleAssignment } from "./roles";

/** Any version since 2021-08-01-preview tells both switches. */
const registryVersion = "2023-01-01-preview";

export const armAudience = "https://management.azure.com";
export const graphAudience = "https://graph.microsoft.com";

/**
 * An access token of the operator for an audience; `path` is what the token will be sent to and `tenantId` the directory that
 * is meant, for operators with several. Rejects with `NoCredentials` where nobody has logged in, and with any other error
 * where a login was refused.
 */
export type Caller = (audience: string, path?: string, tenantId?: string) => Promise<string>;

/** What ARM or Graph is asked. */
interface Question {
    audience: string;
    url: string;
    /** The directory that must answer, if it matters. */
    tenantId?: string;
    /** What the caller needs to be answered: an action of ARM with its scope, or a permission of Graph. */
    right: string;
}

/** A role assignment with whom it is for. */
export interface PrincipalAssignment extends RoleAssignment {
    principalId: string;
    /** `User`, `Group` or `ServicePrincipal`. */
    principalType: string;
}

export interface Management {
    /** Everything that is assigned to a principal in a subscription, above it and below it. */
    roleAssignments(subscriptionId: string, principalId: string): Promise<Answer<RoleAssignment[]>>;
    /** Passwords of an application and of its service principal, as far as they are in a tenant; else the caller's. */
    passwords(clientId: string, tenantId?: string): Promise<Answer<Password[]>>;
    /** The role assignments at a resource and above it. */
    assignmentsAt(resourceId: string): Promise<Answer<PrincipalAssignment[]>>;
    tokenPasswords(registryId: string, tokenName: string): Promise<Answer<Password[]>>;
    registrySwitches(registryId: string): Promise<Answer<{ adminUserEnabled: boolean; anonymousPull: boolean }>>;
    /** What ARM answers to a request for the admin user's passwords; ask only while the admin user is off. */
    adminCredentialsRefusal(registryId: string): Promise<Outcome>;
}

const page = <T extends z.ZodType>(item: T) => z.object({ value: z.array(item), nextLink: z.string().optional() });
const roleAssignmentPage = page(
    z.object({
        id: z.string(),
        properties: z.object({
            scope: z.string(),
            roleDefinitionId: z.string(),
            principalId: z.string(),
            principalType: z.string().default("Principal"),
            condition: z.string().nullish(),
        }),
    }),
);
const password = z.object({ keyId: z.string(), displayName: z.string().nullish(), endDateTime: z.string().nullish() });
const credentialHolders = z.object({
    value: z.array(z.object({ id: z.string(), passwordCredentials: z.array(password) })),
});
const registry = z.object({
    properties: z.object({
        adminUserEnabled: z.boolean().default(false),
        anonymousPullEnabled: z.boolean().default(false),
    }),
});

const tokenClaims = z.object({ tid: z.string() });

const token = z.object({
    properties: z.object({
        credentials: z
            .object({ passwords: z.array(z.object({ name: z.string(), expiry: z.string().nullish() })).nullish() })
            .nullish(),
    }),
});

/** A password that exists, and the command that removes it. */
export interface Password {
    /** Key id in Entra, or the slot of a token. */
    key: string;
    displayName: string;
    endsOn?: string;
    removal: string;
}

export function management(http: Http, caller: Caller): Management {
    async function send(
        method: HttpRequest["method"],
        { audience, url, tenantId }: Question,
    ): Promise<Answer<HttpReply>> {
        let token: string;
        try {
            token = await caller(audience, new URL(url).pathname, tenantId);
        } catch (error) {
            return noToken(new URL(audience).host, error as Error);
        }
        // The directory that answers is the token's, and another tenant's knows nothing of the matter.
        const { tid } = tokenClaims.safeParse(tokenPayload(token)).data ?? {};
        if (tenantId !== undefined && tid !== undefined && tid !== tenantId) {
            return skipped(
                `the Azure credentials are for tenant ${tid}, but this must be read from tenant ${tenantId}`,
            );
        }
        try {
            const reply = await http({ method, url, headers: { authorization: `Bearer ${token}` } });
            return { value: reply, status: reply.status };
        } catch (error) {
            return { outcome: noAnswer(error) };
        }
    }

    async function get<T>(question: Question, shape: z.ZodType<T>): Promise<Answer<T>> {
        const answer = await send("GET", question);
        if ("outcome" in answer) return answer;
        const { data } = answer.status === 200 ? shape.safeParse(json(answer.value)) : {};
        return data === undefined
            ? { outcome: unread(armFailure(answer.value), question.right) }
            : { value: data, status: 200 };
    }

    async function assignments(scope: string, filter: string): Promise<Answer<PrincipalAssignment[]>> {
        const found = new Map<string, PrincipalAssignment>();
        const right = `Microsoft.Authorization/roleAssignments/read at ${scope}`;
        const path = `${armAudience}${scope}/providers/Microsoft.Authorization/roleAssignments`;
        let url: string | undefined = `${path}?api-version=2022-04-01&$filter=${encodeURIComponent(filter)}`;
        while (url !== undefined) {
            const answer: Answer<z.infer<typeof roleAssignmentPage>> = await get(
                { audience: armAudience, url, right },
                roleAssignmentPage,
            );
            if ("outcome" in answer) return answer;
            for (const { id, properties } of answer.value.value) {
                found.set(id.toLowerCase(), { id, ...properties, condition: properties.condition ?? null });
            }
            url = answer.value.nextLink;
        }
        return { value: [...found.values()], status: 200 };
    }

    /** About a registry or something in it. */
    const inRegistry = (registryId: string, path: string, action: string): Question => ({
        audience: armAudience,
        url: `${armAudience}${registryId}${path}?api-version=${registryVersion}`,
        right: `Microsoft.ContainerRegistry/registries/${action} at ${registryId}`,
    });

    return {
        // What a group passes on to its members is listed for the group.
        roleAssignments: (subscriptionId, principalId) =>
            assignments(`/subscriptions/${subscriptionId}`, `principalId eq '${principalId}'`),

        assignmentsAt: (resourceId) => assignments(resourceId, "atScope()"),

        async passwords(clientId, tenantId) {
            const all: Password[] = [];
            let found = 0;
            // Each kind of object keeps its own passwords, and either logs in.
            for (const [kind, command] of [
                ["applications", "app"],
                ["servicePrincipals", "sp"],
            ] as const) {
                const filter = encodeURIComponent(`appId eq '${clientId}'`);
                const url = `${graphAudience}/v1.0/${kind}?$filter=${filter}&$select=id,passwordCredentials`;
                const right = "the permission Application.Read.All of Microsoft Graph";
                const answer = await get({ audience: graphAudience, url, tenantId, right }, credentialHolders);
                if ("outcome" in answer) return answer;
                found += answer.value.value.length;
                for (const { id, passwordCredentials } of answer.value.value) {
                    all.push(
                        ...passwordCredentials.map(({ keyId, displayName, endDateTime }) => ({
                            key: keyId,
                            displayName: displayName ?? "",
                            endsOn: endDateTime ?? undefined,
                            removal: `az ad ${command} credential delete --id ${id} --key-id ${keyId}`,
                        })),
                    );
                }
            }
            if (found === 0) return skipped(`application ${clientId} was not found in the tenant`);
            return { value: all, status: 200 };
        },

        async tokenPasswords(registryId, tokenName) {
            const answer = await get(inRegistry(registryId, `/tokens/${tokenName}`, "tokens/read"), token);
            if ("outcome" in answer) return answer;
            const registryName = lastSegment(registryId);
            const value = (answer.value.properties.credentials?.passwords ?? []).map(({ name, expiry }) => ({
                key: name,
                displayName: name,
                endsOn: expiry ?? undefined,
                removal: `az acr token credential delete --registry ${registryName} --name ${tokenName} --${name}`,
            }));
            return { value, status: answer.status };
        },

        async registrySwitches(registryId) {
            const answer = await get(inRegistry(registryId, "", "read"), registry);
            if ("outcome" in answer) return answer;
            const { adminUserEnabled, anonymousPullEnabled: anonymousPull } = answer.value.properties;
            return { value: { adminUserEnabled, anonymousPull }, status: answer.status };
        },

        async adminCredentialsRefusal(registryId) {
            const question = inRegistry(registryId, "/listCredentials", "listCredentials/action");
            const answer = await send("POST", question);
            if ("outcome" in answer) return answer.outcome;
            if (answer.status === 200) {
                return { actual: "allowed", evidence: { status: answer.status, code: "ADMIN_CREDENTIALS" } };
            }
            const refusal = armFailure(answer.value);
            // Refused to this caller whatever the admin user is: what counts is then what the registry said of it.
            return lacksRight(refusal)
                ? {
                      actual: "refused",
                      evidence: {
                          ...refusal.evidence,
                          code: "ADMIN_USER_DISABLED",
                          message: `off; ${mayNot("ask for its passwords", question.right)}`,
                      },
                  }
                : refusal;
        },
    };
}

const skipped = (message: string): Answer<never> => ({
    outcome: { actual: "skipped", evidence: { message, skip: "not asked" } },
});

/** Nobody has logged in, which leaves it open; or somebody has, and a login that is refused is never passed over. */
function noToken(host: string, error: Error): Answer<never> {
    const said = firstLine(error.message);
    if (error instanceof NoCredentials) return skipped(`no Azure credentials for ${host}: ${said}`);
    const code = /^AADSTS\d+/.exec(error.message)?.[0] ?? "NO_TOKEN";
    const message = `the Azure credentials give no token for ${host}: ${said}`;
    return { outcome: { actual: "error", evidence: { code, message } } };
}

const mayNot = (what: string, right: string): string => `the Azure credentials may not ${what}: they need ${right}`;

/** ARM's and Graph's words for a caller without the right to ask; ARM also refuses the admin user's passwords as such. */
const lacksRight = ({ evidence: { status, code } }: Outcome): boolean =>
    status === 403 && /^(AuthorizationFailed|LinkedAuthorizationFailed|Authorization_RequestDenied)$/.test(code ?? "");

/**
 * A caller who may not read, or is of another tenant, proves nothing about the principal that was asked about; a token that
 * is not taken at all is an error.
 */
const unread = (failure: Outcome, right: string): Outcome => {
    if (failure.actual !== "refused") return failure;
    const { evidence } = failure;
    if (evidence.status === 401 && evidence.code !== "InvalidAuthenticationTokenTenant") {
        return { actual: "error", evidence };
    }
    const message = lacksRight(failure)
        ? mayNot("read this", right)
        : `the Azure credentials may not read this: ${evidence.message}`;
    return { actual: "skipped", evidence: { ...evidence, message, skip: "not asked" } };
};
