// The environment with which Azure's clients and SDKs find the emulator instead of Azure.
import type { RunningEmulator } from "../emulator";

/** Holds the deployer's secret and the key of the control API. */
export const clientEnvironment = (emulator: RunningEmulator, controlUrl: string): Record<string, string> => {
    const { tenantId, clientId, clientSecret, subscriptionId } = emulator.deployer;
    return {
        HTTPS_PROXY: emulator.proxyUrl,
        NO_PROXY: "127.0.0.1,localhost",
        SSL_CERT_FILE: emulator.caFile,
        NODE_EXTRA_CA_CERTS: emulator.caFile,
        REQUESTS_CA_BUNDLE: emulator.caFile,
        AZURE_TENANT_ID: tenantId,
        AZURE_CLIENT_ID: clientId,
        AZURE_CLIENT_SECRET: clientSecret,
        AZURE_SUBSCRIPTION_ID: subscriptionId,
        ARM_TENANT_ID: tenantId,
        ARM_CLIENT_ID: clientId,
        ARM_CLIENT_SECRET: clientSecret,
        ARM_SUBSCRIPTION_ID: subscriptionId,
        IDENTITY_ENDPOINT: emulator.identityEndpoint,
        IDENTITY_HEADER: emulator.identityHeader,
        ACR_EMULATOR_URL: controlUrl,
        ACR_EMULATOR_KEY: emulator.controlKey,
    };
};

/** Text for a POSIX shell to source. */
export const shellExports = (variables: Record<string, string>): string =>
    Object.entries(variables)
        .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
        .join("");
