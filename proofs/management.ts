// What Azure Resource Manager is asked beside the estate: who reads a secret of a vault, and whether the admin user's
// passwords are refused. Asked with the credentials of the operator, and only read.
import { z } from "zod";
import { NoCredentials } from "../azure/login-failure";
import { type Answer, armFailure, firstLine, noAnswer } from "./answers";
import type { Outcome } from "./check-result";
import { type Http, type HttpReply, type HttpRequest, json } from "./http";

const registryVersion = "2023-01-01-preview";

export const armAudience = "https://management.azure.com";
export const graphAudience = "https://graph.microsoft.com";

/**
 * An access token of the operator for an audience; `path` is what the token will be sent to and `tenantId` the directory that
 * is meant, for operators with several. Rejects with `NoCredentials` where nobody has logged in, and with any other error
 * where a login was refused.
 */
export type Caller = (audience: string, path?: string, tenantId?: string) => Promise<string>;

interface Question {
    url: string;
    /** What the caller needs to be answered: an action of ARM with its scope. */
    right: string;
}

/** A role assignment as ARM answers it, as far as it is read. */
export interface PrincipalAssignment {
    id: string;
    scope: string;
    roleDefinitionId: string;
    principalId: string;
    /** `User`, `Group` or `ServicePrincipal`. */
    principalType: string;
}

export interface Management {
    /** The role assignments at a resource and above it. */
    assignmentsAt(resourceId: string): Promise<Answer<PrincipalAssignment[]>>;
    adminUserEnabled(registryId: string): Promise<Answer<boolean>>;
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
        }),
    }),
);
const registry = z.object({ properties: z.object({ adminUserEnabled: z.boolean().default(false) }) });

export function management(http: Http, caller: Caller): Management {
    async function send(method: HttpRequest["method"], { url }: Question): Promise<Answer<HttpReply>> {
        let token: string;
        try {
            token = await caller(armAudience, new URL(url).pathname);
        } catch (error) {
            return noToken(new URL(armAudience).host, error as Error);
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
            const answer: Answer<z.infer<typeof roleAssignmentPage>> = await get({ url, right }, roleAssignmentPage);
            if ("outcome" in answer) return answer;
            for (const { id, properties } of answer.value.value) {
                found.set(id.toLowerCase(), { id, ...properties });
            }
            url = answer.value.nextLink;
        }
        return { value: [...found.values()], status: 200 };
    }

    /** About a registry or something in it. */
    const inRegistry = (registryId: string, path: string, action: string): Question => ({
        url: `${armAudience}${registryId}${path}?api-version=${registryVersion}`,
        right: `Microsoft.ContainerRegistry/registries/${action} at ${registryId}`,
    });

    return {
        assignmentsAt: (resourceId) => assignments(resourceId, "atScope()"),

        async adminUserEnabled(registryId) {
            const answer = await get(inRegistry(registryId, "", "read"), registry);
            return "outcome" in answer ? answer : { ...answer, value: answer.value.properties.adminUserEnabled };
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
