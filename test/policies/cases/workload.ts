// Cases of the rules about what logs in to a registry by configuration.
import { roles } from "../../../azure/roles";
import {
    cluster,
    containerApp,
    containerGroup,
    deployedIdentity,
    deployedRegistry,
    identityId,
    kubernetesSecret,
    registryId,
    resource,
    roleAssignment,
    roleId,
    secret,
    task,
    unknown,
    urnOf,
    webApp,
} from "../support/resources";
import type { RuleCases } from "../support/rule-cases";

const images = deployedRegistry("images", { adminUserEnabled: true });
const server = "images.azurecr.io";
const app = (name: string, login: Record<string, unknown>) =>
    containerApp(name, { configuration: { registries: [{ server, ...login }] } });
const byIdentity = app("web", { identity: "system" });
const byPassword = (name: string, username: unknown) => app(name, { username, passwordSecretRef: "acr" });
const servicePrincipalUser = "2c4ab3a2-1111-2222-3333-444455556666";
const tokenUser = "00000000-0000-0000-0000-000000000000";
const pullSecret = (config: unknown) =>
    kubernetesSecret("pull", { type: "kubernetes.io/dockerconfigjson", stringData: { ".dockerconfigjson": config } });
const dockerConfig = (host: string, username: string) =>
    JSON.stringify({ auths: { [host]: { username, password: "x" } } });
const sealed = pullSecret(secret);

const admin = (subject: string, path: string) =>
    `${subject} must not log in as the admin user in ${path} of container registry 'images'. Give it an identity that may pull (component RegistryManagedIdentity); outside Azure, a RepositoryToken or RegistryServicePrincipal.`;
const identityMessage = (subject: string, path: string) =>
    `${subject} must pull with a managed identity, not with the password in ${path}. Assign it an identity with pull access (component RegistryManagedIdentity) and name that in place of user name and password.`;
const attach =
    "Kubernetes secret 'pull' must not hold a pull secret for a registry that the stack's AKS cluster can be attached to. Attach the registry to the cluster (component AksAttachment) and remove the secret.";
const shared = deployedIdentity("puller", "puller-object");
const runsAs = (name: string) =>
    containerApp(name, { identity: { userAssignedIdentities: { [identityId("puller")]: {} } } });
const pulls = roleAssignment("grant", {
    roleDefinitionId: roleId(roles.AcrPull.id),
    scope: registryId("images"),
    principalId: "puller-object",
});

export const workloadCases: Record<string, RuleCases> = {
    "acr-workload-require-identity": {
        compliant: [images, byIdentity],
        violating: {
            resources: [
                images,
                byPassword("web", servicePrincipalUser),
                containerGroup("job", {
                    imageRegistryCredentials: [{ server, username: servicePrincipalUser, password: secret }],
                }),
                webApp("site", {
                    siteConfig: {
                        appSettings: [
                            { name: "DOCKER_REGISTRY_SERVER_URL", value: `https://${server}` },
                            { name: "DOCKER_REGISTRY_SERVER_USERNAME", value: servicePrincipalUser },
                            { name: "DOCKER_REGISTRY_SERVER_PASSWORD", value: secret },
                        ],
                    },
                }),
                resource("azure-native:batch:Pool", "pool", {
                    deploymentConfiguration: {
                        virtualMachineConfiguration: {
                            containerConfiguration: {
                                containerRegistries: [
                                    { registryServer: server, userName: servicePrincipalUser, password: secret },
                                ],
                            },
                        },
                    },
                }),
                resource("azure:containerapp/app:App", "classic", {
                    registries: [{ server, username: servicePrincipalUser, passwordSecretName: "acr" }],
                }),
            ],
            messages: [
                identityMessage("Container app 'web'", "configuration.registries[0]"),
                identityMessage("Container group 'job'", "imageRegistryCredentials[0]"),
                identityMessage("Web app 'site'", "siteConfig.appSettings"),
                identityMessage(
                    "Batch pool 'pool'",
                    "deploymentConfiguration.virtualMachineConfiguration.containerConfiguration.containerRegistries[0]",
                ),
                identityMessage("Container app 'classic'", "configuration.registries[0]"),
            ],
        },
        absent: { resources: [images, containerApp("public", {})], messages: [] },
        unknown: {
            resources: [
                images,
                containerApp(
                    "web",
                    { configuration: unknown },
                    {
                        propertyDependencies: {
                            configuration: [urnOf("azure-native:containerregistry:Registry", "images")],
                        },
                    },
                ),
            ],
            undecided: ["configuration.registries of Container app 'web'"],
        },
        more: {
            "reads the settings of a web app, and leaves pull secrets alone": {
                resources: [
                    images,
                    resource("azure-native:web:WebAppApplicationSettings", "site", {
                        properties: {
                            DOCKER_REGISTRY_SERVER_URL: `https://${server}`,
                            DOCKER_REGISTRY_SERVER_USERNAME: servicePrincipalUser,
                        },
                    }),
                    pullSecret(dockerConfig(server, servicePrincipalUser)),
                ],
                messages: [identityMessage("Web app settings 'site'", "properties")],
            },
            "leaves other registries alone": {
                resources: [
                    images,
                    containerApp("web", {
                        configuration: { registries: [{ server: "docker.io", username: "x", passwordSecretRef: "y" }] },
                    }),
                ],
                messages: [],
            },
        },
    },
    "acr-workload-disallow-admin-credentials": {
        compliant: [images, byPassword("web", servicePrincipalUser)],
        violating: {
            resources: [
                images,
                byPassword("web", "images"),
                containerGroup("job", { imageRegistryCredentials: [{ server, username: "Images", password: secret }] }),
                pullSecret(dockerConfig(server, "images")),
                resource("docker:index/image:Image", "build", {
                    registry: { server, username: "images", password: secret },
                }),
                resource("pulumi:providers:docker", "docker", {
                    registryAuth: JSON.stringify([{ address: server, username: "images", password: "x" }]),
                }),
            ],
            messages: [
                admin("Container app 'web'", "configuration.registries[0]"),
                admin("Container group 'job'", "imageRegistryCredentials[0]"),
                admin("Kubernetes secret 'pull'", "stringData"),
                admin("Docker image 'build'", "registry[0]"),
                admin("Docker provider 'docker'", "registryAuth[0]"),
            ],
        },
        absent: { resources: [images, byIdentity], messages: [] },
        unknown: {
            resources: [images, byPassword("web", unknown), sealed],
            undecided: [
                "account in configuration.registries[0] of Container app 'web'",
                "account in stringData of Kubernetes secret 'pull'",
            ],
        },
        more: {
            "says that the login fails once the admin user is off": {
                resources: [deployedRegistry("images", { adminUserEnabled: false }), byPassword("web", "images")],
                messages: [
                    admin("Container app 'web'", "configuration.registries[0]").replace(
                        "'images'.",
                        "'images', which is off, so that the login fails.",
                    ),
                ],
            },
            "takes a token that is named like the registry for a token": {
                resources: [
                    images,
                    resource("azure-native:containerregistry:Token", "t", { tokenName: "images" }),
                    byPassword("web", "images"),
                ],
                messages: [],
            },
        },
    },
    "acr-workload-disallow-shared-admin": {
        compliant: [images, byPassword("web", "images"), byPassword("api", servicePrincipalUser)],
        violating: {
            resources: [images, byPassword("web", "images"), byPassword("api", "images")],
            messages: [
                "Container registry 'images' must not have its admin user shared by 2 clients: Container app 'web', Container app 'api'. Give each client an identity of its own (component RegistryManagedIdentity, or RepositoryToken outside Azure).",
            ],
        },
        absent: { resources: [images, byIdentity], messages: [] },
        unknown: {
            resources: [images, byPassword("web", "images"), byPassword("api", unknown)],
            undecided: ["accounts of the clients of Container registry 'images'"],
        },
    },
    "acr-workload-disallow-shared-identity": {
        compliant: [images, shared, pulls, runsAs("web")],
        violating: {
            resources: [images, shared, pulls, runsAs("web"), runsAs("api")],
            messages: [
                "Managed identity 'puller' must not be shared by 2 services: Container app 'web', Container app 'api' all run with managed identity 'puller'. Make one identity for each (component RegistryManagedIdentity).",
            ],
        },
        absent: { resources: [images, shared, runsAs("web"), runsAs("api")], messages: [] },
        unknown: { never: "an identity that is not known yet is not counted twice" },
        configured: {
            settings: { maximum: 2 },
            resources: [images, shared, pulls, runsAs("web"), runsAs("api")],
            messages: [],
        },
    },
    "acr-workload-disallow-stored-access-token": {
        compliant: [images, byPassword("web", servicePrincipalUser)],
        violating: {
            resources: [images, byPassword("web", tokenUser), pullSecret(dockerConfig(server, tokenUser))],
            messages: [
                "Container app 'web' must not store an access token in configuration.registries[0]: it ends after three hours. Use a managed identity, or the password of a RegistryServicePrincipal or RepositoryToken.",
                "Kubernetes secret 'pull' must not store an access token in stringData: it ends after three hours. Use a managed identity, or the password of a RegistryServicePrincipal or RepositoryToken.",
            ],
        },
        absent: { resources: [images, byIdentity], messages: [] },
        unknown: {
            resources: [images, byPassword("web", unknown)],
            undecided: ["account in configuration.registries[0] of Container app 'web'"],
        },
    },
    "acr-workload-prefer-kubelet-identity": {
        compliant: [images, pullSecret(dockerConfig(server, servicePrincipalUser))],
        violating: {
            resources: [images, cluster("aks"), pullSecret(dockerConfig(server, servicePrincipalUser))],
            messages: [attach],
        },
        absent: { resources: [images, cluster("aks"), kubernetesSecret("other", { type: "Opaque" })], messages: [] },
        unknown: { resources: [images, cluster("aks"), sealed], undecided: ["registry of Kubernetes secret 'pull'"] },
        configured: {
            settings: { crossTenantRegistries: ["partner*.azurecr.io"] },
            resources: [images, cluster("aks"), pullSecret(dockerConfig("partner.azurecr.io", servicePrincipalUser))],
            messages: [],
        },
    },
    "acr-workload-restrict-task-credentials": {
        compliant: [
            task("build", { credentials: { customRegistries: { "other.azurecr.io": { identity: "[system]" } } } }),
            task("vault", {
                credentials: {
                    customRegistries: { "docker.io": { password: { type: "Vaultsecret", value: "https://v" } } },
                },
            }),
        ],
        violating: {
            resources: [
                task("build", {
                    credentials: { customRegistries: { "docker.io": { password: { type: "Opaque", value: secret } } } },
                }),
                task("none", { credentials: { sourceRegistry: { loginMode: "None" } } }),
            ],
            messages: [
                "Registry task 'build' must not hold a registry password in its definition. Name its identity in credentials.customRegistries, or a secret of type Vaultsecret.",
                "Registry task 'none' must be able to log in to its own registry, which loginMode None prevents. Remove credentials.sourceRegistry.loginMode or name an identity in credentials.customRegistries.",
            ],
        },
        absent: { resources: [task("build")], messages: [] },
        unknown: {
            resources: [task("build", { credentials: unknown })],
            undecided: ["credentials of Registry task 'build'"],
        },
    },
};
