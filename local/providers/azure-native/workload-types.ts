// Types of azure-native that use a registry or stand around one: clusters, networks, container and web applications,
// diagnostics.
import type { AzureType } from "./resource-type";

const group = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const network = `${group}/providers/Microsoft.Network`;
const tracked = ["location", "tags"];
const identity = { computed: ["identity.principalId", "identity.tenantId"], set: "identity.userAssignedIdentities" };

export const workloadTypes: Record<string, AzureType> = {
    "containerservice:ManagedCluster": {
        path: `${group}/providers/Microsoft.ContainerService/managedClusters/{resourceName}`,
        apiVersion: "2025-09-01",
        naming: "random",
        envelope: [...tracked, "extendedLocation", "identity", "kind", "sku"],
        properties: [
            ...["aadProfile", "addonProfiles", "agentPoolProfiles", "aiToolchainOperatorProfile"],
            ...["apiServerAccessProfile", "autoScalerProfile", "autoUpgradeProfile", "azureMonitorProfile"],
            ...["bootstrapProfile", "disableLocalAccounts", "diskEncryptionSetID", "dnsPrefix", "enableRBAC"],
            ...["fqdnSubdomain", "httpProxyConfig", "identityProfile", "ingressProfile", "kubernetesVersion"],
            ...["linuxProfile", "metricsProfile", "networkProfile", "nodeProvisioningProfile", "nodeResourceGroup"],
            ...["nodeResourceGroupProfile", "oidcIssuerProfile", "podIdentityProfile", "privateLinkResources"],
            ...["publicNetworkAccess", "securityProfile", "serviceMeshProfile", "servicePrincipalProfile"],
            ...["storageProfile", "supportPlan", "upgradeSettings", "windowsProfile", "workloadAutoScalerProfile"],
        ],
        replaceOnChanges: [
            ...["location", "diskEncryptionSetID", "dnsPrefix", "fqdnSubdomain", "linuxProfile", "nodeResourceGroup"],
            ...["windowsProfile", "networkProfile.serviceCidr", "networkProfile.dnsServiceIP"],
            ...["networkProfile.networkPlugin", "networkProfile.podCidr", "networkProfile.outboundType"],
        ],
        outputs: [
            ...["azurePortalFQDN", "currentKubernetesVersion", "eTag", "fqdn", "maxAgentPools", "powerState"],
            ...["privateFQDN", "provisioningState", "resourceUID", "status"],
        ],
        computed: [
            ...["agentPoolProfiles.*.provisioningState", "agentPoolProfiles.*.eTag", "agentPoolProfiles.*.powerState"],
            ...["agentPoolProfiles.*.currentOrchestratorVersion", "agentPoolProfiles.*.nodeImageVersion"],
            ...["oidcIssuerProfile.issuerURL", "addonProfiles.*.identity", ...identity.computed],
        ],
        stringSets: [identity.set],
    },

    "monitor:DiagnosticSetting": {
        path: "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
        apiVersion: "2021-05-01-preview",
        naming: "random",
        properties: [
            ...["eventHubAuthorizationRuleId", "eventHubName", "logAnalyticsDestinationType", "logs"],
            ...["marketplacePartnerId", "metrics", "serviceBusRuleId", "storageAccountId", "workspaceId"],
        ],
    },

    "network:PrivateEndpoint": {
        path: `${network}/privateEndpoints/{privateEndpointName}`,
        apiVersion: "2024-05-01",
        naming: "random",
        envelope: [...tracked, "extendedLocation", "id"],
        properties: [
            ...["applicationSecurityGroups", "customDnsConfigs", "customNetworkInterfaceName", "ipConfigurations"],
            ...["manualPrivateLinkServiceConnections", "privateLinkServiceConnections", "subnet"],
        ],
        replaceOnChanges: ["location", "subnet"],
        outputs: ["etag", "networkInterfaces", "provisioningState"],
        flattened: [
            ...["ipConfigurations.*", "manualPrivateLinkServiceConnections.*", "privateLinkServiceConnections.*"],
            "subnet",
        ],
        computed: ["privateLinkServiceConnections.*.provisioningState", "privateLinkServiceConnections.*.etag"],
    },
    "network:PrivateDnsZoneGroup": {
        path: `${network}/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}`,
        apiVersion: "2024-05-01",
        naming: "copy",
        envelope: ["id", "name"],
        properties: ["privateDnsZoneConfigs"],
        outputs: ["etag", "provisioningState"],
        flattened: ["privateDnsZoneConfigs.*"],
        computed: ["privateDnsZoneConfigs.*.recordSets"],
    },
    "network:VirtualNetwork": {
        path: `${network}/virtualNetworks/{virtualNetworkName}`,
        apiVersion: "2024-05-01",
        naming: "random",
        envelope: [...tracked, "extendedLocation", "id"],
        properties: [
            ...["addressSpace", "bgpCommunities", "ddosProtectionPlan", "dhcpOptions", "enableDdosProtection"],
            ...["enableVmProtection", "encryption", "flowTimeoutInMinutes", "ipAllocations"],
            ...["privateEndpointVNetPolicies", "subnets", "virtualNetworkPeerings"],
        ],
        replaceOnChanges: ["location"],
        outputs: ["etag", "flowLogs", "provisioningState", "resourceGuid"],
        flattened: ["subnets.*", "virtualNetworkPeerings.*"],
        maintained: ["properties.subnets", "properties.virtualNetworkPeerings"],
    },
    "network:Subnet": {
        path: `${network}/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}`,
        apiVersion: "2024-05-01",
        naming: "copy",
        envelope: ["id", "name", "type"],
        properties: [
            ...["addressPrefix", "addressPrefixes", "applicationGatewayIPConfigurations", "defaultOutboundAccess"],
            ...["delegations", "ipAllocations", "ipamPoolPrefixAllocations", "natGateway", "networkSecurityGroup"],
            ...["privateEndpointNetworkPolicies", "privateLinkServiceNetworkPolicies", "routeTable"],
            ...["serviceEndpointPolicies", "serviceEndpoints", "sharingScope"],
        ],
        outputs: [
            ...["etag", "ipConfigurationProfiles", "ipConfigurations", "privateEndpoints", "provisioningState"],
            ...["purpose", "resourceNavigationLinks", "serviceAssociationLinks"],
        ],
        flattened: ["delegations.*", "natGateway", "networkSecurityGroup", "routeTable"],
    },

    "privatedns:PrivateZone": {
        path: `${network}/privateDnsZones/{privateZoneName}`,
        apiVersion: "2024-06-01",
        naming: "random",
        global: true,
        envelope: tracked,
        replaceOnChanges: ["location"],
        outputs: [
            ...["etag", "internalId", "maxNumberOfRecordSets", "maxNumberOfVirtualNetworkLinks"],
            ...["maxNumberOfVirtualNetworkLinksWithRegistration", "numberOfRecordSets", "numberOfVirtualNetworkLinks"],
            ...["numberOfVirtualNetworkLinksWithRegistration", "provisioningState"],
        ],
    },
    "privatedns:VirtualNetworkLink": {
        path: `${network}/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}`,
        apiVersion: "2024-06-01",
        naming: "copy",
        global: true,
        envelope: tracked,
        properties: ["registrationEnabled", "resolutionPolicy", "virtualNetwork"],
        replaceOnChanges: ["location"],
        outputs: ["etag", "provisioningState", "virtualNetworkLinkState"],
    },
    "operationalinsights:Workspace": {
        path: `${group}/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}`,
        apiVersion: "2023-09-01",
        naming: "random",
        envelope: [...tracked, "identity"],
        properties: [
            ...[
                "defaultDataCollectionRuleResourceId",
                "features",
                "forceCmkForQuery",
                "publicNetworkAccessForIngestion",
            ],
            ...["publicNetworkAccessForQuery", "retentionInDays", "sku", "workspaceCapping"],
        ],
        replaceOnChanges: ["location"],
        outputs: [
            ...["createdDate", "customerId", "etag", "modifiedDate", "privateLinkScopedResources", "provisioningState"],
        ],
        computed: ["sku.lastSkuUpdate", "workspaceCapping.quotaNextResetTime", ...identity.computed],
        stringSets: [identity.set],
    },

    "app:ManagedEnvironment": {
        path: `${group}/providers/Microsoft.App/managedEnvironments/{environmentName}`,
        apiVersion: "2025-02-02-preview",
        naming: "random",
        envelope: [...tracked, "identity", "kind"],
        properties: [
            ...["appInsightsConfiguration", "appLogsConfiguration", "availabilityZones", "customDomainConfiguration"],
            ...["daprAIConnectionString", "daprAIInstrumentationKey", "diskEncryptionConfiguration"],
            ...["infrastructureResourceGroup", "ingressConfiguration", "openTelemetryConfiguration"],
            ...["peerAuthentication", "peerTrafficConfiguration", "publicNetworkAccess", "vnetConfiguration"],
            ...["workloadProfiles", "zoneRedundant"],
        ],
        replaceOnChanges: ["location"],
        outputs: [
            ...["daprConfiguration", "defaultDomain", "deploymentErrors", "eventStreamEndpoint", "kedaConfiguration"],
            ...["privateEndpointConnections", "privateLinkDefaultDomain", "provisioningState", "staticIp"],
        ],
        computed: identity.computed,
        stringSets: [identity.set],
    },
    "app:ContainerApp": {
        path: `${group}/providers/Microsoft.App/containerApps/{containerAppName}`,
        apiVersion: "2025-02-02-preview",
        naming: "random",
        envelope: [...tracked, "extendedLocation", "identity", "kind", "managedBy"],
        properties: [
            ...["configuration", "environmentId", "managedEnvironmentId", "patchingConfiguration", "template"],
            "workloadProfileName",
        ],
        replaceOnChanges: ["location", "environmentId", "managedEnvironmentId"],
        outputs: [
            ...["customDomainVerificationId", "deploymentErrors", "eventStreamEndpoint", "latestReadyRevisionName"],
            ...["latestRevisionFqdn", "latestRevisionName", "outboundIpAddresses", "provisioningState"],
            "runningStatus",
        ],
        computed: ["configuration.ingress.fqdn", ...identity.computed],
        stringSets: [identity.set],
    },
    "containerinstance:ContainerGroup": {
        path: `${group}/providers/Microsoft.ContainerInstance/containerGroups/{containerGroupName}`,
        apiVersion: "2024-05-01-preview",
        naming: "random",
        envelope: [...tracked, "identity", "zones"],
        properties: [
            ...["confidentialComputeProperties", "containerGroupProfile", "containers", "diagnostics", "dnsConfig"],
            ...["encryptionProperties", "extensions", "imageRegistryCredentials", "initContainers", "ipAddress"],
            ...["osType", "priority", "restartPolicy", "sku", "standbyPoolProfile", "subnetIds", "volumes"],
        ],
        required: ["containers"],
        flattened: ["containers.*", "extensions.*", "initContainers.*"],
        replaceOnChanges: ["location"],
        outputs: ["instanceView", "isCreatedFromStandbyPool", "provisioningState"],
        computed: ["containers.*.instanceView", "ipAddress.fqdn", ...identity.computed],
        stringSets: [identity.set],
    },

    "web:AppServicePlan": {
        path: `${group}/providers/Microsoft.Web/serverfarms/{name}`,
        apiVersion: "2025-05-01",
        naming: "random",
        envelope: [...tracked, "extendedLocation", "identity", "kind", "sku"],
        properties: [
            ...["asyncScalingEnabled", "elasticScaleEnabled", "freeOfferExpirationTime", "hostingEnvironmentProfile"],
            ...["hyperV", "installScripts", "isCustomMode", "isSpot", "isXenon", "kubeEnvironmentProfile"],
            ...["maximumElasticWorkerCount", "network", "perSiteScaling", "planDefaultIdentity", "rdpEnabled"],
            ...["registryAdapters", "reserved", "spotExpirationTime", "storageMounts", "targetWorkerCount"],
            ...["targetWorkerSizeId", "workerTierName", "zoneRedundant"],
        ],
        replaceOnChanges: ["location", "hyperV", "isXenon", "reserved"],
        outputs: [
            ...["geoRegion", "maximumNumberOfWorkers", "numberOfSites", "numberOfWorkers", "provisioningState"],
            ...["resourceGroup", "status", "subscription"],
        ],
        computed: ["sku.tier", "sku.size", "sku.family", "sku.capacity", ...identity.computed],
        stringSets: [identity.set],
    },
    "web:WebApp": {
        path: `${group}/providers/Microsoft.Web/sites/{name}`,
        apiVersion: "2025-05-01",
        naming: "random",
        envelope: [...tracked, "extendedLocation", "identity", "kind"],
        properties: [
            ...["autoGeneratedDomainNameLabelScope", "clientAffinityEnabled", "clientAffinityPartitioningEnabled"],
            ...["clientAffinityProxyEnabled", "clientCertEnabled", "clientCertExclusionPaths", "clientCertMode"],
            ...["cloningInfo", "containerSize", "customDomainVerificationId", "dailyMemoryTimeQuota", "daprConfig"],
            ...["dnsConfiguration", "enabled", "endToEndEncryptionEnabled", "functionAppConfig", "hostNameSslStates"],
            ...["hostNamesDisabled", "hostingEnvironmentProfile", "httpsOnly", "hyperV", "ipMode", "isXenon"],
            ...["keyVaultReferenceIdentity", "managedEnvironmentId", "outboundVnetRouting", "publicNetworkAccess"],
            ...["redundancyMode", "reserved", "resourceConfig", "scmSiteAlsoStopped", "serverFarmId", "siteConfig"],
            ...["sshEnabled", "storageAccountRequired", "virtualNetworkSubnetId", "workloadProfileName"],
        ],
        replaceOnChanges: ["location", "kind"],
        outputs: [
            ...["availabilityState", "defaultHostName", "enabledHostNames", "hostNames", "inProgressOperationId"],
            ...["isDefaultContainer", "lastModifiedTimeUtc", "maxNumberOfWorkers", "outboundIpAddresses"],
            ...["possibleOutboundIpAddresses", "repositorySiteName", "resourceGroup", "sku", "slotSwapStatus"],
            ...["state", "suspendedTill", "targetSwapSlot", "trafficManagerHostNames", "usageState"],
        ],
        computed: identity.computed,
        stringSets: [identity.set],
    },
};
