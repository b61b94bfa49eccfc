// The rights of a deployer as docs/permissions.md gives them, read from its commands, and the means to give them to a new
// service principal of the emulator.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployer, RunningEmulator } from "acr-emulator";
import { repositoryRoot } from "../../local/engine/paths";
import { deploying } from "../proofs/local-stack";
import { giveRole } from "./prepared-azure";

const text = readFileSync(join(repositoryRoot, "docs", "permissions.md"), "utf8");
const found = (pattern: RegExp): string => {
    const [, part] = pattern.exec(text) ?? [];
    if (part === undefined) throw new Error(`docs/permissions.md has nothing like ${pattern}.`);
    return part;
};
const all = (pattern: RegExp, within = text): string[] => [...within.matchAll(pattern)].map(([, part]) => part ?? "");

/** Names of the roles of Azure Resource Manager, each given at the resource group. */
export const documentedRoles = all(/"([^"]+)"/g, found(/^for ROLE in(.*?)^do$/ms));
export const administrator = "Role Based Access Control Administrator";
/** Names of the roles of whoever runs `acr-auth prove`: the first at the subscription, the second at the resource group. */
export const documentedProverRoles = all(/"\$PROVER".*?--role "([^"]+)"/gs);
/** The permissions of Graph. */
export const documentedPermissions = all(/^grant_graph (\S+)$/gm);

/** The condition of the administrator's role, as the shell expands it. */
export const documentedCondition = found(/--role "Role Based Access Control Administrator".*?--condition "([^"]+)"/s)
    .replaceAll("$ATTRIBUTE", found(/^ATTRIBUTE="(.+)"$/m))
    .replaceAll("$ROLES", all(/^ROLES="(?:\$ROLES, )?(.+)"$/gm).join(", "));

export interface Pipeline {
    deployer: Deployer;
    /** Gives it a role at a scope, unless it was given the role before. */
    assign(roleName: string, scope: string, condition?: string): Promise<void>;
    /** Gives it a permission of Graph. */
    permit(permission: string): void;
    /** Takes a permission of Graph from it. */
    forbid(permission: string): void;
}

/** A service principal without any right, in the tenant of the emulator's deployer, who gives it rights. */
export async function newPipeline(emulator: RunningEmulator): Promise<Pipeline> {
    const { graph } = deploying(emulator);
    const { tenantId, subscriptionId } = emulator.deployer;
    const application = await graph("applications", { displayName: "pipeline" });
    const { id = "" } = await graph("servicePrincipals", { appId: application.appId });
    const password = await graph(`applications/${application.id}/addPassword`, {
        passwordCredential: { endDateTime: "2299-12-31T00:00:00Z" },
    });
    const principal = emulator.state.servicePrincipals.find((each) => each.id === id);
    if (principal === undefined) throw new Error("The emulator has not made the service principal.");
    const given = new Set<string>();
    const { appId: clientId = "" } = application;
    return {
        deployer: { tenantId, subscriptionId, objectId: id, clientId, clientSecret: password.secretText ?? "" },
        async assign(roleName, scope, condition) {
            if (given.has(roleName)) return;
            given.add(roleName);
            await giveRole(emulator, roleName, scope, id, condition);
        },
        permit(permission) {
            principal.graphRoles = [...new Set([...(principal.graphRoles ?? []), permission])];
        },
        forbid(permission) {
            principal.graphRoles = principal.graphRoles?.filter((each) => each !== permission);
        },
    };
}
