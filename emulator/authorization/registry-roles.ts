// The built-in roles of container registries, with the actions Azure publishes for them. Data, no logic.
// Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers
import { builtInRole, type RoleDefinition, resourceManagement } from "./role-definition";

const registry = "Microsoft.ContainerRegistry/registries";

const crud = (child: string) => ["read", "write", "delete"].map((verb) => `${registry}${child}/${verb}`);

const repositories = (...actions: string[]) => actions.map((action) => `${registry}/repositories/${action}`);

export const registryRoles: RoleDefinition[] = [
    builtInRole("7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull", { actions: [`${registry}/pull/read`] }),
    builtInRole("8311e382-0749-4cb8-b61a-304f252e45ec", "AcrPush", {
        actions: [`${registry}/pull/read`, `${registry}/push/write`],
    }),
    builtInRole("c2f4ef07-c644-48eb-af81-4b1b4947fb11", "AcrDelete", {
        actions: [`${registry}/artifacts/delete`],
    }),
    builtInRole("6cef56e8-d556-48e5-a04f-b8e64114680f", "AcrImageSigner", {
        actions: [`${registry}/sign/write`],
        dataActions: [`${registry}/trustedCollections/write`],
    }),
    builtInRole("cdda3590-29a3-44f6-95f2-9f980659eb04", "AcrQuarantineReader", {
        actions: [`${registry}/quarantine/read`],
        dataActions: [`${registry}/quarantinedArtifacts/read`],
    }),
    builtInRole("c8d4ff99-41c3-41a8-9f60-21dfdad59608", "AcrQuarantineWriter", {
        actions: [`${registry}/quarantine/read`, `${registry}/quarantine/write`],
        dataActions: [`${registry}/quarantinedArtifacts/read`, `${registry}/quarantinedArtifacts/write`],
    }),
    builtInRole("b93aa761-3e63-49ed-ac28-beffa264f7ac", "Container Registry Repository Reader", {
        dataActions: repositories("metadata/read", "content/read"),
    }),
    builtInRole("2a1e307c-b015-4ebd-883e-5b7698a07328", "Container Registry Repository Writer", {
        dataActions: repositories("metadata/read", "content/read", "metadata/write", "content/write"),
    }),
    builtInRole("2efddaa5-3f1f-4df3-97df-af3f13818f4c", "Container Registry Repository Contributor", {
        dataActions: repositories(
            "metadata/read",
            "content/read",
            "metadata/write",
            "content/write",
            "metadata/delete",
            "content/delete",
        ),
    }),
    builtInRole("bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7", "Container Registry Repository Catalog Lister", {
        dataActions: [`${registry}/catalog/read`],
    }),
    builtInRole(
        "3bc748fc-213d-45c1-8d91-9da5725539b9",
        "Container Registry Contributor and Data Access Configuration Administrator",
        {
            actions: [
                ...resourceManagement,
                ...crud(""),
                `${registry}/listCredentials/action`,
                `${registry}/regenerateCredential/action`,
                `${registry}/generateCredentials/action`,
                ...["replications", "tokens", "scopeMaps", "webhooks", "privateEndpointConnections"].flatMap(
                    (child) => [...crud(`/${child}`), `${registry}/${child}/operationStatuses/read`],
                ),
                ...crud("/connectedRegistries"),
                `${registry}/connectedRegistries/deactivate/action`,
                `${registry}/privateEndpointConnectionsApproval/action`,
                ...["getCallbackConfig", "ping", "listEvents"].map((action) => `${registry}/webhooks/${action}/action`),
                `${registry}/operationStatuses/read`,
                "Microsoft.ContainerRegistry/locations/operationResults/read",
                `${registry}/providers/Microsoft.Insights/diagnosticSettings/read`,
                `${registry}/providers/Microsoft.Insights/diagnosticSettings/write`,
                "Microsoft.Network/virtualNetworks/read",
                "Microsoft.Network/virtualNetworks/subnets/read",
                "Microsoft.Network/virtualNetworks/subnets/write",
                "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
                "Microsoft.Network/privateEndpoints/privateLinkServiceProxies/write",
            ],
        },
    ),
    builtInRole(
        "69b07be0-09bf-439a-b9a6-e73de851bd59",
        "Container Registry Configuration Reader and Data Access Configuration Reader",
        {
            actions: [
                `${registry}/read`,
                `${registry}/listCredentials/action`,
                `${registry}/operationStatuses/read`,
                ...["replications", "tokens", "scopeMaps", "webhooks", "privateEndpointConnections"].flatMap(
                    (child) => [`${registry}/${child}/read`, `${registry}/${child}/operationStatuses/read`],
                ),
                `${registry}/connectedRegistries/read`,
                `${registry}/webhooks/getCallbackConfig/action`,
                `${registry}/webhooks/listEvents/action`,
                `${registry}/providers/Microsoft.Insights/diagnosticSettings/read`,
                `${registry}/providers/Microsoft.Insights/diagnosticSettings/write`,
            ],
        },
    ),
    builtInRole("fb382eab-e894-4461-af04-94435c366c3f", "Container Registry Tasks Contributor", {
        actions: [
            ...resourceManagement,
            `${registry}/read`,
            `${registry}/tasks/*`,
            `${registry}/taskruns/*`,
            `${registry}/runs/*`,
            `${registry}/agentpools/*`,
            `${registry}/scheduleRun/action`,
            `${registry}/listBuildSourceUploadUrl/action`,
        ],
    }),
    builtInRole("bf94e731-3a51-4a7c-8c54-a1ab9971dfc1", "Container Registry Transfer Pipeline Contributor", {
        actions: [
            ...resourceManagement,
            `${registry}/read`,
            `${registry}/exportPipelines/*`,
            `${registry}/importPipelines/*`,
            `${registry}/pipelineRuns/*`,
        ],
    }),
    builtInRole("577a9874-89fd-4f24-9dbd-b5034d0ad23a", "Container Registry Data Importer and Data Reader", {
        actions: [`${registry}/importImage/action`, `${registry}/read`, `${registry}/pull/read`],
    }),
    builtInRole("df87f177-bb12-4db1-9793-a413691eff94", "Container Registry Cache Rule Administrator", {
        actions: [
            `${registry}/cacheRules/read`,
            `${registry}/cacheRules/write`,
            `${registry}/cacheRules/delete`,
            `${registry}/cacheRules/operationStatuses/read`,
        ],
    }),
    builtInRole("c357b964-0002-4b64-a50d-7a28f02edc52", "Container Registry Cache Rule Reader", {
        actions: [`${registry}/cacheRules/read`],
    }),
    builtInRole("f094fb07-0703-4400-ad6a-e16dd8000e14", "Container Registry Credential Set Administrator", {
        actions: [
            `${registry}/credentialSets/read`,
            `${registry}/credentialSets/write`,
            `${registry}/credentialSets/delete`,
            `${registry}/credentialSets/operationStatuses/read`,
        ],
    }),
    builtInRole("29093635-9924-4f2c-913b-650a12949526", "Container Registry Credential Set Reader", {
        actions: [`${registry}/credentialSets/read`],
    }),
    builtInRole("4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User", {
        dataActions: [
            "Microsoft.KeyVault/vaults/secrets/getSecret/action",
            "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
        ],
    }),
];
