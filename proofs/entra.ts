// Microsoft Entra ID's token endpoint, as a program with a secret or a federated assertion uses it.
import { z } from "zod";
import { type Answer, entraFailure, noAnswer } from "./answers";
import { type Http, json } from "./http";

/** Audience of the registries' token exchange; every registry accepts it, whatever its ARM-audience policy says. */
export const registryAudience = "https://containerregistry.azure.net";

const tokenReply = z.object({ access_token: z.string() });

export interface ClientCredentials {
    tenantId: string;
    clientId: string;
    /** A password of the application, or a signed assertion of an issuer that it trusts. */
    proof: { secret: string } | { assertion: string };
}

/** An access token for `audience`, by the client credentials grant. */
export async function clientCredentialsToken(
    http: Http,
    { tenantId, clientId, proof }: ClientCredentials,
    audience: string,
): Promise<Answer<string>> {
    const presented: Record<string, string> =
        "secret" in proof
            ? { client_secret: proof.secret }
            : {
                  client_assertion: proof.assertion,
                  client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
              };
    try {
        const reply = await http({
            method: "POST",
            url: `https://login.microsoftonline.com/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
            form: {
                grant_type: "client_credentials",
                client_id: clientId,
                scope: `${audience}/.default`,
                ...presented,
            },
        });
        const { data } = tokenReply.safeParse(json(reply));
        return reply.status === 200 && data
            ? { value: data.access_token, status: reply.status }
            : { outcome: entraFailure(reply) };
    } catch (error) {
        return { outcome: noAnswer(error) };
    }
}
