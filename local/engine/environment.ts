// The environment of every child of the local platform, built from nothing: no Azure, Pulumi or home setting of the
// machine's user can reach a child, and no child can reach anything but the emulated hosts.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a child must know to reach the emulator. */
export interface EmulatorAccess {
    /** Of the proxy that lets only the emulated hosts through, `http://127.0.0.1:PORT`. */
    proxyUrl: string;
    /** PEM file of the certificate authority that signs the emulated hosts. */
    caFile: string;
}

/** An Azure service principal, as the Azure providers read it from `ARM_*`. */
export interface Deployer {
    tenantId: string;
    subscriptionId: string;
    clientId: string;
    clientSecret: string;
}

/**
 * For any client: its own home below `home`, the proxy and the certificate authority.
 * Upper-case proxy variables only, because gRPC libraries read the lower-case ones and would send the engine's own
 * loopback traffic through the proxy.
 */
export function childEnvironment(emulator: EmulatorAccess, home: string): Record<string, string> {
    for (const folder of ["docker", "azure", "tmp"]) mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
    return {
        PATH: ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(":"),
        LANG: "C.UTF-8",
        HOME: home,
        TMPDIR: join(home, "tmp"),
        DOCKER_CONFIG: join(home, "docker"),
        // No daemon: with one, `docker login` would leave the asking to it, and its traffic would go elsewhere.
        DOCKER_HOST: "unix:///nonexistent",
        AZURE_CONFIG_DIR: join(home, "azure"),
        AZURE_CORE_COLLECT_TELEMETRY: "no",
        AZURE_CORE_NO_COLOR: "1",
        HTTPS_PROXY: emulator.proxyUrl,
        HTTP_PROXY: emulator.proxyUrl,
        NO_PROXY: "127.0.0.1,localhost",
        SSL_CERT_FILE: emulator.caFile,
        NODE_EXTRA_CA_CERTS: emulator.caFile,
        REQUESTS_CA_BUNDLE: emulator.caFile,
    };
}

/** For the Pulumi CLI and what it starts: the above, the private Pulumi home and backend, and who deploys. */
export function engineEnvironment(
    emulator: EmulatorAccess,
    deployer: Deployer,
    engine: { home: string; pulumiHome: string; backendFolder: string; passphraseFile: string; searchPath: string[] },
): Record<string, string> {
    const environment = childEnvironment(emulator, engine.home);
    return {
        ...environment,
        PATH: [...engine.searchPath, dirname(process.execPath), environment.PATH].join(":"),
        PULUMI_HOME: engine.pulumiHome,
        PULUMI_BACKEND_URL: `file://${engine.backendFolder}`,
        PULUMI_CONFIG_PASSPHRASE_FILE: engine.passphraseFile,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_SKIP_CONFIRMATIONS: "true",
        // The compiler has checked the program; starting it need not do so again.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        ...deployerEnvironment(deployer),
    };
}

/** Who deploys, as the Azure providers read it. */
export const deployerEnvironment = ({
    tenantId,
    subscriptionId,
    clientId,
    clientSecret,
}: Deployer): Record<string, string> => ({
    ARM_TENANT_ID: tenantId,
    ARM_SUBSCRIPTION_ID: subscriptionId,
    ARM_CLIENT_ID: clientId,
    ARM_CLIENT_SECRET: clientSecret,
});
