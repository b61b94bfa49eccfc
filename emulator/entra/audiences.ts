// The services that tokens are for, by the addresses that Entra knows them by.

const addresses = {
    arm: ["https://management.azure.com", "https://management.core.windows.net"],
    graph: ["https://graph.microsoft.com"],
    registry: ["https://containerregistry.azure.net"],
    vault: ["https://vault.azure.net"],
    logs: ["https://api.loganalytics.io", "https://api.loganalytics.azure.com"],
};

/** Whether a token's audience is a service's address, with or without a slash at its end. */
export const isAudience = (service: keyof typeof addresses, audience: unknown): boolean =>
    typeof audience === "string" && addresses[service].includes(audience.replace(/\/+$/, ""));

/** Whether every tenant has a service principal for a resource: those of the services above. */
export const isKnownResource = (resource: string): boolean =>
    Object.values(addresses).flat().includes(resource.replace(/\/$/, "").toLowerCase());
