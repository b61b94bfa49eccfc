// A registry in Azure and what is around it, made by hand in the shape of the live estate, and its comparison with a stack.
import type { Gap } from "../../../estate";
import { buildGraph } from "../../../estate";
import type { Resource } from "../../../estate/resource";
import { readState } from "../../../estate/sources/pulumi";
import { type CheckResult, verdict } from "../../../proofs/check-result";
import { compareCredentials } from "../../../proofs/comparison/credentials";
import { compareRegistry } from "../../../proofs/comparison/registry";
import type { RegistryTarget } from "../../../proofs/declared";
import { registriesOf } from "../../../proofs/plan";
import { declaredIn } from "../../../proofs/read-declared";
import { liveRegistry, registryId } from "../../policies/support/live";
import type { ResourceState } from "../../support/pulumi-state";
import { registry, stateOf } from "../states";

export const target = (roleAssignmentMode: RegistryTarget["roleAssignmentMode"] = "legacy"): RegistryTarget => ({
    resourceId: registryId("images"),
    loginServer: "images.azurecr.io",
    roleAssignmentMode,
});

/** The registry as its component makes it. */
export const images = (properties: Record<string, unknown> = {}): Resource =>
    liveRegistry("images", {
        policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } },
        ...properties,
    });
export const abacImages = (): Resource => images({ roleAssignmentMode: "AbacRepositoryPermissions" });

const now = new Date("2026-06-01T00:00:00Z");

interface Given {
    /** Of the stack, without the registry unless it is given. */
    state?: ResourceState[];
    /** In Azure, without the registry unless it is given. */
    live?: Resource[];
    gaps?: Gap[];
    mode?: RegistryTarget["roleAssignmentMode"];
}

/** Every result for the stack of one registry. */
export function compared({ state = [], live = [], gaps = [], mode = "legacy" }: Given): CheckResult[] {
    const declares = state.some(({ type }) => type === "acr-auth:index:ContainerRegistry");
    const roleAssignmentMode = mode === "abac" ? { roleAssignmentMode: "abac" } : {};
    const resources = declares ? state : [...registry("main", target(mode), roleAssignmentMode), ...state];
    const declared = declaredIn(readState(stateOf(...resources)));
    const has = live.some(({ kind }) => kind === "registry");
    const graph = buildGraph([...(has ? [] : [mode === "abac" ? abacImages() : images()]), ...live], gaps);
    return [
        ...registriesOf(declared).flatMap((each) => compareRegistry(declared, each, graph)),
        ...declared.access.flatMap((access) => compareCredentials(declared, access, graph, now)),
    ];
}

/** What differs: `wider: role AcrPush of user Ada (ada): why`. */
export const differing = (results: CheckResult[]): string[] =>
    results
        .filter((result) => verdict(result) !== "as declared")
        .map((result) => {
            const { identity, message } = result.evidence;
            return `${verdict(result)}: ${result.action} of ${identity}: ${message}`;
        });

/** The commands that remove what is wider. */
export const remedies = (results: CheckResult[]): (string | undefined)[] =>
    results.filter((result) => verdict(result) === "wider").map(({ evidence }) => evidence.remedy);
