// Azure's endpoint for the code that runs as a managed identity, in the form of App Service and Container Apps.
// Source: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
import { z } from "zod";
import { type Answer, firstLine, noAnswer } from "./answers";
import { type Http, json } from "./http";

export interface IdentityEndpoint {
    /** `IDENTITY_ENDPOINT`. */
    url: string;
    /** `IDENTITY_HEADER`, which shows that the request comes from the code itself. */
    header: string;
}

const tokenReply = z.object({ access_token: z.string() });
const refusal = z.object({ message: z.string() });

/**
 * An access token for `audience`. That the endpoint has another identity or none says nothing of this identity's rights, so
 * it is a skip. The endpoint says so with 400; what it says with another status, as of a wrong header, is an error.
 */
export async function managedIdentityToken(
    http: Http,
    { url, header }: IdentityEndpoint,
    principalId: string,
    audience: string,
): Promise<Answer<string>> {
    const address = new URL(url);
    const query = { "api-version": "2019-08-01", resource: audience, object_id: principalId };
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    try {
        const reply = await http({ method: "GET", url: address.href, headers: { "x-identity-header": header } });
        const { data } = tokenReply.safeParse(json(reply));
        if (reply.status === 200 && data) return { value: data.access_token, status: reply.status };
        const { status } = reply;
        const said = firstLine(refusal.safeParse(json(reply)).data?.message);
        if (status !== 400 || said === undefined) {
            const message = said ?? "the endpoint of managed identities gave no token";
            return { outcome: { actual: "error", evidence: { status, code: `HTTP_${status}`, message } } };
        }
        const message = `this process does not run as the identity: ${said}`;
        return { outcome: { actual: "skipped", evidence: { status, message, skip: "impossible from here" } } };
    } catch (error) {
        return { outcome: noAnswer(error) };
    }
}
