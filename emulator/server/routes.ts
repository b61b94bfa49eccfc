// The emulated hosts and the service behind each.
import { arm } from "../arm/service";
import { githubIssuer, githubOidc } from "../entra/github-oidc";
import { entra } from "../entra/service";
import { graph } from "../graph/service";
import { logAnalytics } from "../logs/service";
import { registryFront } from "../registry/service";
import type { AzureState } from "../state/azure-state";
import { findRegistryByLoginServer } from "../state/registries";
import { findVault, vault } from "../vault/service";
import type { Service } from "./service";

export interface Route {
    /** `*.azurecr.io` stands for every name directly below `azurecr.io`. */
    host: string;
    /** Absent: nothing answers there. */
    service: Service | undefined;
    /** Whether there is such a name; asked only of names that a wildcard covers. */
    exists?(host: string): boolean;
}

/** `backend` holds the image bytes; without it no registry answers. */
export const createRoutes = (state: AzureState, backend: URL | undefined): Route[] => [
    { host: "login.microsoftonline.com", service: entra },
    { host: "management.azure.com", service: arm },
    { host: "graph.microsoft.com", service: graph },
    {
        host: "*.azurecr.io",
        service: backend && registryFront(backend),
        exists: (host) => findRegistryByLoginServer(state, host) !== undefined,
    },
    { host: "*.vault.azure.net", service: vault, exists: (host) => findVault(state, host) !== undefined },
    { host: "api.loganalytics.io", service: logAnalytics },
    { host: "api.loganalytics.azure.com", service: logAnalytics },
    { host: new URL(githubIssuer).host, service: githubOidc },
];

/** The service of a host, or `undefined` if there is no such host. */
export const serviceOf = (routes: Route[], host: string): Service | undefined =>
    routes.find((route) => covers(route.host, host) && (route.exists?.(host) ?? true))?.service;

const covers = (pattern: string, host: string) =>
    pattern.startsWith("*.") ? host.split(".").slice(1).join(".") === pattern.slice(2) : host === pattern;
