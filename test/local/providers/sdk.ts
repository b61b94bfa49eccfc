// What the installed SDKs declare, read from their compiled code: a provider's table has to agree with it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface SdkResource {
    token: string;
    inputs: string[];
    outputs: string[];
    required: string[];
    /** azure-native only. */
    apiVersion: string | undefined;
}

const modules = join(__dirname, "../../../node_modules/@pulumi");

/** @param file for example `azure-native/containerregistry/registry` */
export function sdkResource(file: string): SdkResource {
    const code = readFileSync(join(modules, `${file}.js`), "utf8");
    const declarations = readFileSync(join(modules, `${file}.d.ts`), "utf8");
    // azure-native sets inputs and outputs when there is no id; azuread and random after they took the arguments.
    const creation = code.includes("const args = argsOrState;")
        ? (code.split("const args = argsOrState;")[1] ?? "")
        : (code.split("if (!opts.id) {")[1]?.split("else {")[0] ?? "");
    const settings = [...creation.matchAll(/resourceInputs\["(\w+)"\] = (.*);/g)];
    const isOutput = (value: string | undefined) => value?.includes("/*out*/");
    return {
        token: /__pulumiType = '([^']*)'/.exec(code)?.[1] ?? "",
        inputs: settings
            .filter(([, , value]) => !isOutput(value))
            .map(([, name = ""]) => name)
            .sort(),
        outputs: settings
            .filter(([, , value]) => isOutput(value))
            .map(([, name = ""]) => name)
            .sort(),
        required: [
            ...new Set([...code.matchAll(/Missing required property '(\w+)'/g)].map(([, name = ""]) => name)),
        ].sort(),
        apiVersion: /Uses Azure REST API version (\S+)\./.exec(declarations)?.[1],
    };
}

export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
