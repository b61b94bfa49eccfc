// What goes into the state for a dynamic provider, as a program makes it: through ts-node, the way Pulumi runs TypeScript.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve("package.json"));

export function serialized(kind: string): string {
    const script = `
        const pulumi = require("@pulumi/pulumi");
        const { dynamicProvider } = require("./components/dynamic/provider.ts");
        const provider = dynamicProvider(${JSON.stringify(kind)});
        pulumi.runtime.serializeFunction(() => provider, { allowSecrets: true }).then(({ text }) => process.stdout.write(text));`;
    return execFileSync(process.execPath, ["-r", require.resolve("ts-node/register/transpile-only"), "-e", script], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
    });
}
