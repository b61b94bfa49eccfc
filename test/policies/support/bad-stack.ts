// One exported state with everything that violates any rule, each case beside the others.
import type { RawResource } from "../../../estate/resource";
import { exportOf, plaintextSecret, stack } from "../../support/pulumi-state";
import type { RuleCases } from "./rule-cases";

export function badStack(cases: Readonly<Record<string, RuleCases>>) {
    const resources = Object.values(cases).flatMap(({ violating }, number) => apart(violating.resources, number));
    const state = exportOf([stack("app", "dev").root, ...resources]);
    // Nobody could decrypt these secrets; as an export with --show-secrets has them, the engine reads them.
    return JSON.parse(JSON.stringify(state), (_, value) => (value?.ciphertext ? plaintextSecret("secret") : value));
}

/** A case's resources under URNs of their own; what they say of each other stays true. */
function apart(resources: readonly RawResource[], number: number) {
    const renamed = (urn: string) => `${urn}-${number}`;
    return resources.map(({ urn, type, inputs, outputs, id, parent, ...rest }, index) => {
        const first = resources.findIndex((other) => other.urn === urn);
        return {
            urn: first === index ? renamed(urn) : `${renamed(urn)}-${index}`,
            type,
            custom: !type.startsWith("acr-auth:"),
            ...(type.startsWith("acr-auth:") ? {} : { id: id ?? `id-${number}-${index}` }),
            inputs,
            // What ARM answers holds the id, which a policy pack isn't told otherwise.
            outputs: { ...inputs, ...outputs, ...(id && { id }) },
            ...(parent && { parent: renamed(parent) }),
            protect: rest.protect,
            ignoreChanges: rest.ignoreChanges,
            propertyDependencies:
                rest.propertyDependencies &&
                Object.fromEntries(
                    Object.entries(rest.propertyDependencies).map(([key, urns]) => [key, urns.map(renamed)]),
                ),
        };
    });
}
