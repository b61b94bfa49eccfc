// `node dist/local/providers/main.js azure-native|azuread|random [ENGINE]`: serves one fake provider. The first line
// it prints is its port. The engine gives its own address and holds standard input, and when it goes away, so does this.
import type { Provider } from "./plugin/provider";
import { serve } from "./plugin/server";
import { isProviderName, type ProviderName, providerNames, sdkVersion } from "./sdk-versions";

/** Each loaded only when asked for: a process serves one of them. */
const makers: Record<ProviderName, (version: string) => Provider> = {
    "azure-native": (version) =>
        (require("./azure-native/provider") as typeof import("./azure-native/provider")).azureNative(
            version,
            process.env,
        ),
    azuread: (version) =>
        (require("./azuread/provider") as typeof import("./azuread/provider")).azuread(version, process.env),
    random: (version) => (require("./random") as typeof import("./random")).random(version),
};

async function main([name, engine]: string[]): Promise<void> {
    if (!isProviderName(name)) {
        process.stderr.write(`Which provider? Give one of ${providerNames.join(", ")}, not "${name ?? ""}".\n`);
        process.exitCode = 2;
        return;
    }
    const { port } = await serve(makers[name](sdkVersion(name)));
    process.stdout.write(`${port}\n`);
    const leave = () => process.exit(0);
    if (engine) process.stdin.once("end", leave).once("error", leave).resume();
}

void main(process.argv.slice(2));
