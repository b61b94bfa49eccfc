// Federated credentials: the token of the workload that is trusted, and the same token with one thing different, which
// Entra compares to the letter.

import type { CheckResult, Expected } from "../../proofs/check-result";
import type { FederatedCredential } from "../../proofs/declared";
import { clientCredentialsToken, registryAudience } from "../../proofs/entra";
import type { ClientContext } from "./context";

type Trust = Pick<FederatedCredential, "issuer" | "subject" | "audience">;

/** What is different, by how the report calls it. */
const variations: readonly { state: string; expected: Expected; of: (trust: Trust) => Trust }[] = [
    { state: "trusted", expected: "allowed", of: (trust) => trust },
    { state: "another subject", expected: "refused", of: (trust) => ({ ...trust, subject: `${trust.subject}-2` }) },
    { state: "another audience", expected: "refused", of: (trust) => ({ ...trust, audience: "api://another" }) },
    { state: "another issuer", expected: "refused", of: (trust) => ({ ...trust, issuer: "https://issuer.example" }) },
];

/** The results of the first federated credential of each identity; the rest differ in nothing but what is compared. */
export async function federatedResults({ emulator, http, declared }: ClientContext): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for (const { name, method, tenantId = emulator.deployer.tenantId, credentials, grants } of declared.access) {
        const credential = credentials.find(({ kind }) => kind === "federated");
        if (credential?.kind !== "federated") continue;
        const { clientId, label } = credential;
        for (const { state, expected, of } of variations) {
            const proof = { assertion: await emulator.issueFederatedToken(of(credential)) };
            const answer = await clientCredentialsToken(http, { tenantId, clientId, proof }, registryAudience);
            const { actual, evidence } =
                "outcome" in answer
                    ? answer.outcome
                    : { actual: "allowed" as const, evidence: { status: answer.status } };
            results.push({
                method,
                client: "acr-auth",
                action: "login",
                repository: grants[0]?.registry.loginServer ?? "",
                expected,
                actual,
                evidence: { identity: `${name} (${label}, ${state})`, ...evidence },
            });
        }
    }
    return results;
}
