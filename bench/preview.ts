// What a component costs at preview: a hundred registries through the component, the same tree below empty components,
// and the same resources without any; and how a preview grows with their number.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustPulumi } from "../local/engine/engine";
import { repositoryRoot } from "../local/engine/paths";
import { openPlatform } from "../local/platform";
import { type Bench, type Figure, seconds, sideBySide } from "./figure";

const rounds = 5;

/** The children that ContainerRegistry makes, with the inputs that it gives them. */
const children = `
const registry = (name, parent) => {
    const suffix = new random.RandomId(name + "-suffix", { byteLength: 4 }, { parent });
    return new acr.Registry(name, {
        resourceGroupName: "group",
        registryName: pulumi.interpolate\`\${name.replaceAll("-", "")}\${suffix.hex}\`,
        location: "koreacentral",
        sku: { name: "Standard" },
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        dataEndpointEnabled: false,
        publicNetworkAccess: "Enabled",
        policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } },
    }, { parent });
};
`;
const imports = `
const pulumi = require("@pulumi/pulumi");
const acr = require("@pulumi/azure-native/containerregistry");
const random = require("@pulumi/random");
`;
const count = "Number(new pulumi.Config().require('registries'))";

const programs = {
    components: `
const pulumi = require("@pulumi/pulumi");
const { ContainerRegistry } = require("acr-auth");
for (let index = 0; index < ${count}; index++) {
    new ContainerRegistry("registry-" + index, { resourceGroupName: "group", location: "koreacentral" });
}`,
    empty: `${imports}${children}
class Empty extends pulumi.ComponentResource {
    constructor(name) {
        super("bench:index:Empty", name);
        const { name: registryName, id, loginServer } = registry(name, this);
        this.registerOutputs({ name: registryName, resourceId: id, loginServer });
    }
}
for (let index = 0; index < ${count}; index++) new Empty("registry-" + index);`,
    raw: `${imports}${children}
for (let index = 0; index < ${count}; index++) registry("registry-" + index);`,
};
type Program = keyof typeof programs;

export const previewBench: Bench = async (progress) => {
    const folder = join(repositoryRoot, ".local", "bench", "preview");
    rmSync(folder, { recursive: true, force: true });
    // Below the package's own folder and without a package.json, so that a program finds "acr-auth" by its name.
    for (const [name, source] of Object.entries(programs)) {
        mkdirSync(join(folder, name), { recursive: true });
        writeFileSync(join(folder, name, "index.js"), source);
        writeFileSync(join(folder, name, "Pulumi.yaml"), `name: bench-${name}\nruntime: nodejs\nmain: index.js\n`);
    }
    const platform = await openPlatform(join(folder, "platform"), progress);
    try {
        const { engine } = platform;
        for (const name of Object.keys(programs)) {
            await mustPulumi(engine, ["stack", "select", "--create", "bench"], { cwd: join(folder, name) });
        }
        const preview = (name: Program, registries: number) => () =>
            seconds({
                command: join(engine.binFolder, "pulumi"),
                args: ["preview", "--non-interactive", "--config", `registries=${registries}`],
                cwd: join(folder, name),
                env: engine.environment,
            });
        progress("preview of 100 registries, three ways ...");
        const ways = await sideBySide(rounds, {
            components: preview("components", 100),
            empty: preview("empty", 100),
            raw: preview("raw", 100),
        });
        progress("preview of 100 and of 200 registries ...");
        const sizes = await sideBySide(rounds, {
            "100 registries": preview("components", 100),
            "200 registries": preview("components", 200),
        });
        const against = (other: "empty" | "raw", target: number): Figure => ({
            what: `preview of 100 registries: components / ${other === "raw" ? "raw resources" : "empty components"}`,
            measured: { "components, s": ways.components, [`${other}, s`]: ways[other] },
            ratio: ways.components / ways[other],
            target,
        });
        return [
            against("empty", 1.15),
            against("raw", 1.5),
            {
                what: "preview: 200 registries / 100 registries",
                measured: sizes,
                ratio: sizes["200 registries"] / sizes["100 registries"],
                target: 2.2,
            },
        ];
    } finally {
        await platform.close();
    }
};
