import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const require = createRequire(resolve("package.json"));

/** What goes into the state, as a program makes it: through ts-node, the way Pulumi runs TypeScript. */
function serialized(kind: string): string {
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

describe("the provider in the state", () => {
    it("only loads the package, in a text that is small and always the same", () => {
        const text = serialized("tokenPassword");
        expect(text.length).toBeLessThan(3000);
        expect(text).toMatchSnapshot();
        expect(serialized("tokenPassword")).toBe(text);
        expect(serialized("tokenStatus")).toBe(text.replaceAll("tokenPassword", "tokenStatus"));
    });
});
