// Federated credentials of a managed identity that has an entry: they go with it, under the names that they have.
import { lastSegment, parseArmId } from "../azure/arm-id";
import { get, type Resource } from "../estate/resource";
import { items, text } from "../estate/value";
import { plain } from "../estate/wording";
import type { Declared } from "./declared";
import { federationConfig, isForPullRequests, type Trust } from "./federation";
import type { Held } from "./held";
import type { Holders } from "./holders";
import { keysOf } from "./keys";
import type { ConfigMap, Part, Undeclared } from "./model";
import { argument } from "./shell";

export interface Federation {
    /** `federatedCredentials` of the entry. */
    config: ConfigMap;
    parts: readonly Part[];
    undeclared: readonly Undeclared[];
}

/** @param key that of the identity's entry. */
export function adoptFederation(
    holders: Holders,
    declared: Declared,
    key: string,
    { holder, grants, component }: Held,
): Federation {
    const { identity } = holder;
    const found = (identity === undefined ? [] : holders.credentialsOf(holder, "federatedCredential"))
        .filter(({ id, urn }) => !declared.has(id ?? urn))
        .map((credential) => {
            const name = lastSegment(credential.id ?? credential.urn);
            // As the identity's id has it, which the entry names.
            const id = `${identity?.id ?? identity?.urn}/federatedIdentityCredentials/${name}`;
            return { id, name, trust: trustOf(credential) };
        })
        .sort((one, other) => (one.name < other.name ? -1 : 1));
    const keys = keysOf(found.map(({ id, name }) => ({ id, name, noun: "credential" })));
    const config: Record<string, ConfigMap> = {};
    const parts: Part[] = [];
    const undeclared: Undeclared[] = [];
    const isOfStack = (component?.section ?? holder.section) === "managedIdentities";
    // What a declared component may do is not looked at: the platform program refuses what is too much.
    const pulls = component !== undefined || grants.every(({ grant }) => grant.permission === "pull");
    for (const { id, name, trust } of found) {
        const workload = federationConfig(trust);
        const credentialKey = keys.get(id) ?? "";
        const why = isOfStack
            ? misfit(trust, workload, pulls)
            : "the stack of the identity's own subscription declares it";
        if (workload === undefined || why !== undefined) {
            undeclared.push({
                what: plain(`Federated credential ${name} of managed identity ${identity?.name}, for ${trust.subject}`),
                id,
                why: why ?? "",
                command: removalOf(identity?.id ?? identity?.urn ?? "", name),
            });
            continue;
        }
        config[credentialKey] = { name, ...workload };
        parts.push({
            type: "azure-native:managedidentity:FederatedIdentityCredential",
            name: `${key}-${credentialKey}`,
            id,
            changes: [],
        });
    }
    return { config, parts, undeclared };
}

/** Why the entry of the identity can't declare it. */
function misfit(trust: Trust, workload: ConfigMap | undefined, pulls: boolean): string | undefined {
    if (workload === undefined) {
        return "it is not for one branch, tag or environment of a repository, nor for one service account of a cluster";
    }
    return isForPullRequests(trust) && !pulls
        ? "jobs of pull requests may log in by it, and its identity may do more than pull"
        : undefined;
}

function removalOf(identityId: string, name: string): string {
    const { subscriptionId = "", resourceGroupName = "", resourceName = "" } = parseArmId("identity", identityId) ?? {};
    const identity = `--subscription ${subscriptionId} --resource-group ${argument(resourceGroupName)} --identity-name ${resourceName}`;
    return `az identity federated-credential delete ${identity} --name ${name} --yes`;
}

function trustOf(credential: Resource): Trust {
    return {
        issuer: text(get(credential, "issuer")) ?? "",
        subject: text(get(credential, "subject")) ?? "",
        audiences: (items(get(credential, "audiences")) ?? []).map(String),
    };
}
