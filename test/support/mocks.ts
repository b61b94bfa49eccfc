// Pulumi's mocks as a recorder: which resources a program declares, under which parent, with which inputs. An invoke
// that a test did not foresee is an error.
import * as pulumi from "@pulumi/pulumi";

export interface RecordedResource {
    type: string;
    name: string;
    /** Name of the parent; the stack's own children have none. */
    parent: string | undefined;
    inputs: Record<string, unknown>;
    options: pulumi.CustomResourceOptions;
    /** What the provider answered; in a preview no id, and the inputs. */
    id: string | undefined;
    outputs: Record<string, unknown>;
    /** URN and id of the explicit provider; empty for the default one. */
    provider: string | undefined;
}

export interface Recorder {
    /** Every registered resource, sorted by type and name. */
    resources: () => RecordedResource[];
    /** `type name < parent` of every resource, sorted. */
    tree: () => string[];
    /** The inputs of the one resource of that name and type (the end of the type token). */
    inputs: (type: string, name: string) => Record<string, unknown>;
    /** The value of an Output; `undefined` while it is not known. */
    value: <T>(output: pulumi.Output<T>) => Promise<T>;
}

export interface MockOptions {
    /** Whether this is a preview, in which nothing has an id yet. */
    preview?: boolean;
    project?: string;
    stack?: string;
    /** What Azure answers beside the inputs, by type, where a test wants other values than the usual ones. */
    outputs?: Record<string, Record<string, unknown>>;
    /** Answers to invokes by token; any other fails, but for the question who deploys. */
    invokes?: Record<string, (args: Record<string, unknown>, provider?: string) => Record<string, unknown>>;
}

export const subscriptionId = "11111111-1111-1111-1111-111111111111";
const resourceGroup = `/subscriptions/${subscriptionId}/resourceGroups/registries`;

/** A registry as other components refer to it, made outside the program. */
export function registryReference(name: string, mode: "legacy" | "abac" = "legacy") {
    return {
        resourceId: `${resourceGroup}/providers/Microsoft.ContainerRegistry/registries/${name}`,
        loginServer: `${name}.azurecr.io`,
        roleAssignmentMode: mode,
    };
}

/** Whether an input reached the engine as a secret; its `value` is then the text. */
export function isSecret(value: unknown): value is { value: unknown } {
    return typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
}

const vaultId = (name: string): string => `${resourceGroup}/providers/Microsoft.KeyVault/vaults/${name}`;

/** What Azure would answer beside the inputs. */
const computed: Record<string, (name: string, inputs: Record<string, unknown>) => Record<string, unknown>> = {
    "azure-native:containerregistry:Registry": (_, { registryName }) => ({
        name: registryName,
        loginServer: `${String(registryName).toLowerCase()}.azurecr.io`,
        creationDate: "2026-11-23T00:00:00Z",
    }),
    "azure-native:containerregistry:ScopeMap": (_, { scopeMapName }) => ({ name: scopeMapName }),
    "azure-native:containerregistry:Token": (_, { tokenName }) => ({
        name: tokenName,
        creationDate: "2026-11-23T00:00:00Z",
    }),
    "azure-native:managedidentity:UserAssignedIdentity": (name, { resourceName }) => ({
        name: resourceName ?? name,
        clientId: `client-of-${name}`,
        principalId: `principal-of-${name}`,
        tenantId: `tenant-of-${name}`,
    }),
    "azure-native:keyvault:Vault": (name, { vaultName }) => ({ name: vaultName ?? name }),
    "azure-native:keyvault:Secret": (_, { vaultName, secretName }) => ({
        name: secretName,
        properties: { secretUri: `https://${vaultName}.vault.azure.net/secrets/${secretName}` },
    }),
    "azuread:index/application:Application": (name) => ({ clientId: `client-of-${name}`, objectId: `app-of-${name}` }),
    "azuread:index/servicePrincipal:ServicePrincipal": (name) => ({ objectId: `principal-of-${name}` }),
    "azuread:index/applicationPassword:ApplicationPassword": (name) => ({ value: `value-of-${name}` }),
    "random:index/randomId:RandomId": () => ({ hex: "0a1b2c3d" }),
    "pulumi-nodejs:dynamic/acr-auth:TokenPassword": (name) => ({ password: `value-of-${name}` }),
    "pulumi-nodejs:dynamic/acr-auth:AdminPasswords": (name) => ({
        password: `value-of-${name}`,
        password2: `value2-of-${name}`,
    }),
};

const idOf: Record<string, (inputs: Record<string, unknown>) => string> = {
    "azure-native:keyvault:Vault": ({ vaultName }) => vaultId(String(vaultName ?? "vault")),
    "azure-native:keyvault:Secret": ({ vaultName, secretName }) =>
        `${vaultId(String(vaultName))}/secrets/${secretName}`,
    "azure-native:containerregistry:Registry": ({ registryName }) => registryReference(String(registryName)).resourceId,
    "azure-native:containerregistry:ScopeMap": ({ registryName, scopeMapName }) =>
        `${registryReference(String(registryName)).resourceId}/scopeMaps/${scopeMapName}`,
    "azure-native:containerregistry:Token": ({ registryName, tokenName }) =>
        `${registryReference(String(registryName)).resourceId}/tokens/${tokenName}`,
};

const usualInvokes: MockOptions["invokes"] = {
    "azuread:index/getClientConfig:getClientConfig": () => ({ tenantId: "tenant", objectId: "deployer" }),
    "azure-native:authorization:getClientConfig": () => ({ subscriptionId, tenantId: "tenant", objectId: "deployer" }),
};

/** Runs a program under mocks. Every call starts afresh. */
export async function record(program: () => void | Promise<void>, options: MockOptions = {}): Promise<Recorder> {
    const { preview = false, project = "acr-auth", stack = "test" } = options;
    const invokes = { ...usualInvokes, ...options.invokes };
    const answers = options.outputs ?? {};
    const recorded = new Map<string, RecordedResource>();
    const declared = new Map<string, { parent: string | undefined; options: pulumi.CustomResourceOptions }>();

    await pulumi.runtime.setMocks(
        {
            newResource({ type, name, inputs, provider }) {
                const { parent, options = {} } = declared.get(`${type} ${name}`) ?? { parent: "ORPHAN" };
                // The same resource by another API version of azure-native answers the same.
                const token = type.replace(/^azure-native_\w+:/, "azure-native:");
                const state = { ...inputs, ...computed[token]?.(name, inputs), ...answers[token] };
                const answer = preview
                    ? { id: undefined, state: inputs }
                    : { id: idOf[token]?.(inputs) ?? `id-of-${name}`, state };
                const { id, state: outputs } = answer;
                recorded.set(`${type} ${name}`, { type, name, parent, inputs, options, provider, id, outputs });
                return answer;
            },
            call({ token, inputs, provider }) {
                const answer = invokes[token];
                if (answer === undefined) {
                    throw new Error(`The test did not foresee the invoke ${token}.`);
                }
                return answer(inputs, provider);
            },
        },
        project,
        stack,
        preview,
        "organization",
    );
    // Thrown once everything has settled: what is still under way would otherwise fail in the next test.
    let failure: { error: unknown } | undefined;
    await pulumi.runtime.runInPulumiStack(async () => {
        // Mocks are not told the parent; a transformation is.
        pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
            const parent = opts.parent as { __name?: string } | undefined;
            declared.set(`${type} ${name}`, { parent: parent?.__name, options: opts });
            return undefined;
        });
        try {
            await program();
        } catch (error) {
            failure = { error };
        }
    });
    await pulumi.runtime.disconnect();
    if (failure !== undefined) {
        throw failure.error;
    }

    const resources = () =>
        [...recorded.values()]
            .filter(({ type }) => type !== "pulumi:pulumi:Stack")
            .sort((one, other) => (`${one.type} ${one.name}` < `${other.type} ${other.name}` ? -1 : 1));
    return {
        resources,
        tree: () => resources().map(({ type, name, parent }) => `${type} ${name}${parent ? ` < ${parent}` : ""}`),
        inputs(type, name) {
            const found = resources().filter((resource) => resource.type.endsWith(type) && resource.name === name);
            const [only] = found;
            if (only === undefined || found.length > 1) {
                throw new Error(`${found.length} resources of type ${type} are called ${name}.`);
            }
            return only.inputs;
        },
        value: (output) => (output as unknown as { promise(): Promise<never> }).promise(),
    };
}

/** Runs a program that declares one component under mocks, for tests that look at its outputs as well. */
export async function recordComponent<Component>(
    create: () => Component,
    options: MockOptions = {},
): Promise<{ recorder: Recorder; component: Component }> {
    const declared: { component?: Component } = {};
    const recorder = await record(() => {
        declared.component = create();
    }, options);
    if (declared.component === undefined) {
        throw new Error("Nothing was declared.");
    }
    return { recorder, component: declared.component };
}

/** What a component finds in Azure or Entra; asked outside of Outputs, whose rejections nobody in a test could await. */
export async function lookUp<Found>(
    search: (component: pulumi.ComponentResource) => Promise<Found>,
    invokes: MockOptions["invokes"],
): Promise<Found | undefined> {
    const finding: { found?: Promise<Found> } = {};
    await record(
        () => {
            finding.found = search(new pulumi.ComponentResource("test:index:Component", "test"));
            finding.found.catch(() => undefined);
        },
        { invokes },
    );
    return finding.found;
}

/** How an invoke fails whose provider answers with an error. */
export function failed(details: string): never {
    throw Object.assign(new Error(), { details });
}
