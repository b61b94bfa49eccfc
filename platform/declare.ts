// The components of a config that has been checked.
import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as resources from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import type { RegistryReference } from "../components";
import type { Context, Credential } from "./context";
import { type Kind, kinds } from "./kinds";
import { mapValues } from "./kinds/kind";
import type { StackConfig } from "./stack-config";
import { clientIds } from "./stack-references";

type OutputsOf<K extends Kind> = ReturnType<K["declare"]>[string]["outputs"];

/** By section, then by key: what the stack exports of each entry. Kinds that export nothing are left out. */
export type KindOutputs = {
    [K in Kind as keyof OutputsOf<K> extends never ? never : K["section"]]: Record<string, OutputsOf<K>>;
};

/** Declares kind after kind: an entry may refer to entries of the kinds before its own. */
export function declare(config: StackConfig): { outputs: KindOutputs; credentials: ReadonlyMap<string, Credential> } {
    const registries = new Map<string, RegistryReference>();
    const credentials = new Map<string, Credential>();
    const context = programContext(config, registries, credentials);
    const outputs: Record<string, Record<string, unknown>> = {};
    for (const kind of kinds) {
        const declared = Object.entries(kind.declare(config, context));
        for (const [name, { registry, credential }] of declared) {
            if (registry !== undefined) registries.set(name, registry);
            if (credential !== undefined) credentials.set(name, credential);
        }
        if (kind.isExported) {
            outputs[kind.section] = mapValues(Object.fromEntries(declared), (entry) => entry.outputs);
        }
    }
    return { outputs: outputs as KindOutputs, credentials };
}

/** What entries refer to, as resources of this program. */
function programContext(
    config: StackConfig,
    registries: ReadonlyMap<string, RegistryReference>,
    credentials: ReadonlyMap<string, Credential>,
): Context {
    const { location, tags, asOf, vault } = config;
    // A stack without any registry, as in the tenant of a cluster, may need none.
    const resourceGroupName = once(() => config.resourceGroupName ?? newResourceGroup(config));
    return {
        location,
        tags,
        asOf,
        resourceGroupName,
        registry: (key) => found(registries, key),
        credential: (name) => found(credentials, name),
        clientIdOf: clientIds(),
        vault: once(
            () => vault ?? { name: newVault(config, resourceGroupName()), resourceGroupName: resourceGroupName() },
        ),
    };
}

function newResourceGroup({ location, tags }: StackConfig): pulumi.Output<string> {
    return new resources.ResourceGroup("registries", { location, tags }).name;
}

/** Readers get access by role assignments; the vault itself has no access policy. */
function newVault({ location, tags }: StackConfig, resourceGroupName: pulumi.Input<string>): pulumi.Output<string> {
    return new keyvault.Vault("vault", {
        resourceGroupName,
        location,
        tags,
        properties: {
            tenantId: authorization.getClientConfigOutput().tenantId,
            sku: { family: "A", name: "standard" },
            enableRbacAuthorization: true,
        },
    }).name;
}

function found<Value>(values: ReadonlyMap<string, Value>, name: string): Value {
    const value = values.get(name);
    if (value === undefined) {
        throw new Error(`The config defines no ${name}.`);
    }
    return value;
}

function once<Value>(make: () => Value): () => Value {
    let made: { value: Value } | undefined;
    return () => {
        made ??= { value: make() };
        return made.value;
    };
}
