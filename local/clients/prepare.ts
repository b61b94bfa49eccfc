// Puts into the registries what the clients are to pull and delete, with the deployers' own rights.
import { randomUUID } from "node:crypto";
import type { RunningEmulator } from "acr-emulator";
import { subscriptionOf } from "../../azure/arm-id";
import { roleDefinitionId } from "../../azure/roles";
import type { Answer } from "../../proofs/answers";
import type { RegistryTarget } from "../../proofs/declared";
import { registryAudience } from "../../proofs/entra";
import type { Http } from "../../proofs/http";
import { pushBlob, pushManifest, type Repository } from "../../proofs/oci";
import { accessToken, exchange, fullScope } from "../../proofs/registry";
import { Arm, callerOf, deployerOf } from "./azure";
import { type Artifact, chartArtifact, chartVersion, tinyImage } from "./image";
import { type LoginCase, pulledTag } from "./login-cases";

/**
 * Fills every repository that a loginCase names: an image and a chart to be pulled, and for each of `cases` an image of its
 * own to be deleted.
 */
export async function prepareRepositories(
    emulator: RunningEmulator,
    http: Http,
    cases: readonly LoginCase[],
    others: readonly LoginCase[],
): Promise<void> {
    const all = [...cases, ...others];
    const registries = new Map(all.map(({ registry }) => [registry.loginServer, registry]));
    for (const registry of registries.values()) {
        const { loginServer } = registry;
        const repositoriesOf = (these: readonly LoginCase[]) =>
            these
                .filter((loginCase) => loginCase.registry.loginServer === loginServer)
                .flatMap((loginCase) => loginCase.repositories);
        await asContributor(emulator, http, registry, async (refreshToken) => {
            const login = { kind: "refreshToken", refreshToken } as const;
            for (const repository of new Set(repositoriesOf(all).map((tried) => tried.repository))) {
                const token = must(await accessToken(http, loginServer, login, fullScope(repository)));
                const there = { http, loginServer, repository, token };
                await push(there, tinyImage("pulled"), pulledTag);
                await push(there, await chartArtifact(repository.split("/").at(-1) ?? repository), chartVersion);
                const deletable = repositoriesOf(cases).filter((tried) => tried.repository === repository);
                for (const [index, tried] of deletable.entries()) {
                    await push(there, tinyImage(tried.deletable), `${pulledTag}-${index}`);
                }
            }
        });
    }
}

async function push(there: Repository, { blobs, manifest }: Artifact, tag: string): Promise<void> {
    for (const blob of blobs) must(await pushBlob(there, blob));
    must(await pushManifest(there, manifest, tag));
}

/** An owner may push to a legacy registry as it is; for an ABAC registry it takes a role, which is given back. */
async function asContributor(
    emulator: RunningEmulator,
    http: Http,
    { resourceId, loginServer, roleAssignmentMode }: RegistryTarget,
    work: (refreshToken: string) => Promise<void>,
): Promise<void> {
    const deployer = deployerOf(emulator, resourceId);
    const caller = callerOf(http, deployer);
    const entraToken = await caller(registryAudience);
    const refreshToken = () => exchange(http, loginServer, entraToken, deployer.tenantId);
    if (roleAssignmentMode === "legacy") return work(must(await refreshToken()));
    const arm = new Arm(http, caller, "2022-04-01");
    const assignment = `${resourceId}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
    const principalId = emulator.state.servicePrincipals.find(({ appId }) => appId === deployer.clientId)?.id;
    const roleId = roleDefinitionId(subscriptionOf(resourceId) ?? "", "RepositoryContributor");
    await arm.change("PUT", assignment, {
        properties: { roleDefinitionId: roleId, principalId, principalType: "ServicePrincipal" },
    });
    try {
        await work(must(await refreshToken()));
    } finally {
        await arm.change("DELETE", assignment);
    }
}

function must<T>(answer: Answer<T>): T {
    if ("value" in answer) return answer.value;
    throw new Error(`the proofs could not be prepared: ${JSON.stringify(answer.outcome.evidence)}`);
}
