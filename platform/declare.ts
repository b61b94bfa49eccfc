// The components of a config that has been checked, and what the stack exports of them.
import * as authorization from "@pulumi/azure-native/authorization";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { isPersonsClient } from "../azure/sign-in-clients";
import { vaultRoles } from "../azure/vault-roles";
import { PrincipalType } from "../components";
import { assignRole } from "../components/access/role-assignment";
import type { Context, Vault } from "./context";
import { type Kind, kinds } from "./kinds";
import { type Declared, mapValues } from "./kinds/kind";
import type { StackConfig } from "./stack-config";
import { clientIdReader } from "./stack-references";

type OutputsOf<K extends Kind> = ReturnType<K["declare"]>[string]["outputs"];

/** By section and name, the outputs of each kind that has any. */
type KindOutputs = {
    [K in Kind as keyof OutputsOf<K> extends never ? never : K["section"]]: Record<string, OutputsOf<K>>;
};

/** What the program exports. */
export interface PlatformOutputs extends KindOutputs {
    /** Secrets, by the names in `exportPasswords`. No other password is exported. */
    passwords: Record<string, pulumi.Output<string>>;
    /** The day that the stack was deployed as of, where its config allows any; `acr-auth prove` judges by it. */
    allowedAsOf?: string;
}

export function declare(config: StackConfig): PlatformOutputs {
    const declared: Record<string, Record<string, Declared>> = {};
    const context = programContext(config, declared);
    for (const kind of kinds) {
        declared[kind.section] = kind.declare(config, context);
    }
    const outputs = kinds
        .filter(({ isExported }) => isExported)
        .map(({ section }) => [section, mapValues(declared[section] ?? {}, (one) => one.outputs)] as const);
    const passwords = (config.exportPasswords ?? []).map(
        (name) => [name, pulumi.output(context.credential(name).password)] as const,
    );
    const { asOf, allowAsOf = false } = config;
    return {
        ...(Object.fromEntries(outputs) as KindOutputs),
        passwords: Object.fromEntries(passwords),
        ...(allowAsOf && asOf !== undefined ? { allowedAsOf: asOf } : {}),
    };
}

/** The resources of the program. Entries refer to what has been declared before them. */
function programContext(config: StackConfig, declared: Readonly<Record<string, Record<string, Declared>>>): Context {
    const { location, tags, asOf } = config;
    // A stack without any registry, as in the tenant of a cluster, may need none.
    const resourceGroupName = once(() => config.resourceGroupName ?? newResourceGroup(config));
    const called = (name: string) => Object.values(declared).flatMap((components) => components[name] ?? []);
    return {
        location,
        tags,
        asOf,
        resourceGroupName,
        registry: (key) => defined(key, called(key).find(({ registry }) => registry)?.registry),
        credential: (name) => defined(name, called(name).find(({ credential }) => credential)?.credential),
        clientIdOf: clientIdReader(),
        vault: once(() => config.vault ?? newVault(config, resourceGroupName())),
    };
}

function newResourceGroup({ location, tags }: StackConfig): pulumi.Output<string> {
    return new resources.ResourceGroup("registries", { location, tags }).name;
}

/** Access to its secrets is by role assignments; the vault has no access policy. */
function newVault({ location, tags }: StackConfig, resourceGroupName: pulumi.Input<string>): Vault {
    const { tenantId, objectId, clientId } = authorization.getClientConfigOutput();
    const vault = new keyvault.Vault("vault", {
        resourceGroupName,
        location,
        tags,
        properties: {
            tenantId,
            sku: { family: "A", name: "standard" },
            enableRbacAuthorization: true,
        },
    });
    // azure-native deletes secrets through the vault, since Azure Resource Manager can't, and that takes a role of the vault.
    // Assigned before the first secret, the role works by the time one is deleted.
    const type = clientId.apply((id) => (isPersonsClient(id) ? PrincipalType.user : PrincipalType.servicePrincipal));
    const officer = assignRole(
        "vault-deployer",
        { scope: vault.id, principal: { id: objectId, type }, roleId: vaultRoles.SecretsOfficer.id },
        {},
    );
    return { name: vault.name, resourceGroupName, dependsOn: [officer] };
}

function defined<Value>(name: string, value: Value | undefined): Value {
    if (value === undefined) {
        throw new Error(`The config defines nothing called ${name}.`);
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
