// Checks of a config that matches the schema, before anything is declared: of each component's arguments, and of the
// config as a whole.
import { formatArmId } from "../azure/arm-id";
import { RoleAssignmentMode } from "../components";
import type { Problem } from "../components/inputs/validation";
import { asOfProblems, deploymentDate } from "./as-of";
import type { Context } from "./context";
import { lockProblems, referenceProblems, samePrincipalProblems, tokenLimitProblems } from "./cross-checks";
import { kinds } from "./kinds";
import type { StackConfig } from "./stack-config";

/** All problems, with paths from the top of the config: `registries.shop.sku`. */
export function configProblems(config: StackConfig, today: string): Problem[] {
    const { asOf = today, allowAsOf = false } = config;
    const context = placeholders({ ...config, asOf: deploymentDate(config, today) });
    return [
        ...asOfProblems("asOf", asOf, allowAsOf, today),
        ...referenceProblems(config),
        ...kinds.flatMap((kind) => kind.problems(config, context)),
        ...samePrincipalProblems(config, context),
        ...lockProblems(config),
        ...tokenLimitProblems(config),
    ];
}

/** Placeholders for resources that do not exist yet, with what the checks look at: which registry it is, and its modes. */
function placeholders({ location, tags, asOf, registries, vault }: StackConfig): Context {
    return {
        location,
        tags,
        asOf,
        resourceGroupName: () => "registries",
        registry: (key) => ({
            resourceId: formatArmId("registry", { subscriptionId: "-", resourceGroupName: "-", resourceName: key }),
            loginServer: "registry.azurecr.io",
            roleAssignmentMode: registries[key]?.roleAssignmentMode ?? RoleAssignmentMode.legacy,
            preparedMode: registries[key]?.preparedMode,
        }),
        credential: () => ({ username: "-", password: "-", dockerConfigJson: "-", expiresOn: "2000-01-01T00:00:00Z" }),
        clientIdOf: () => "00000000-0000-0000-0000-000000000000",
        vault: () => ({ name: vault?.name ?? "vault", resourceGroupName: "registries" }),
    };
}
