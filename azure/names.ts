// Names of registries and tokens, and the hosts that registries answer at.
// Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerregistry

/** 5 to 50 letters and digits; unique in all of Azure. */
export function isRegistryName(name: string): boolean {
    return /^[a-zA-Z0-9]{5,50}$/.test(name);
}

/** 5 to 50 letters, digits and hyphens. */
export function isTokenName(name: string): boolean {
    return /^[a-zA-Z0-9-]{5,50}$/.test(name);
}

/** 5 to 50 letters, digits, hyphens and underscores. */
export function isScopeMapName(name: string): boolean {
    return /^[a-zA-Z0-9_-]{5,50}$/.test(name);
}

/** The host of a login server, a URL or an image reference, lower case. */
export function hostOf(server: string): string {
    return server
        .toLowerCase()
        .replace(/^[a-z]+:\/\//, "")
        .replace(/[/?#].*$/, "");
}

/** Whether a host is a registry of Azure. */
export function isRegistryHost(host: string): boolean {
    return host.endsWith(".azurecr.io");
}

/**
 * Whether a text is the login server of a registry exactly as Azure Resource Manager answers it, and nothing around it: a token
 * or a password may be sent there, and nowhere else.
 */
export function isLoginServer(text: string): boolean {
    return registryNameOf(text) !== undefined;
}

/** The registry's name of a login server. With a domain name label the server is `name-hash.azurecr.io`. */
export function registryNameOf(host: string): string | undefined {
    return /^([a-z0-9]+)(?:-[a-z0-9]+)?\.azurecr\.io$/.exec(host)?.[1];
}
