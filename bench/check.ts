// How fast `acr-auth check` is: against Checkov on the same estate as ARM templates, and when the estate doubles.
// Checkov comes from PyPI into an environment of its own, kept per user.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../local/engine/paths";
import { type Bench, type Figure, median, seconds, sideBySide } from "./figure";
import { inFolder, type Taken } from "./peak";

const execute = promisify(execFile);
const checkovVersion = "3.3.30";
const rounds = 5;
const sizes = [100, 200] as const;
const subscription = "/subscriptions/11111111-1111-1111-1111-111111111111";
const acrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

/** A registry of the estate, as every form of it is made. */
function registryOf(index: number) {
    const name = `registry${index}`;
    return {
        name,
        id: `${subscription}/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/${name}`,
        properties: {
            adminUserEnabled: index % 10 === 0,
            anonymousPullEnabled: false,
            dataEndpointEnabled: false,
            publicNetworkAccess: "Enabled",
            policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } },
        },
        grant: { principalId: `33333333-3333-3333-3333-${String(index).padStart(12, "0")}`, principalType: "Group" },
    };
}

/** An exported state: component, name suffix, registry and one grant for each registry. */
function stateOf(size: number) {
    const stack = {
        urn: "urn:pulumi:bench::bench::pulumi:pulumi:Stack::bench",
        type: "pulumi:pulumi:Stack",
        custom: false,
    };
    const resources = Array.from({ length: size }, (_, index) => {
        const { name, id, properties, grant } = registryOf(index);
        const urn = (type: string) => `urn:pulumi:bench::bench::${type}::${name}`;
        const component = urn("acr-auth:index:ContainerRegistry");
        const inputs = { ...properties, registryName: name, resourceGroupName: "images", sku: { name: "Standard" } };
        return [
            {
                urn: component,
                type: "acr-auth:index:ContainerRegistry",
                custom: false,
                parent: stack.urn,
                inputs: { resourceGroupName: "images" },
                outputs: { name, resourceId: id, loginServer: `${name}.azurecr.io` },
            },
            {
                urn: urn("azure-native:containerregistry:Registry"),
                type: "azure-native:containerregistry:Registry",
                custom: true,
                id,
                parent: component,
                inputs,
                outputs: { ...inputs, id, name, loginServer: `${name}.azurecr.io`, provisioningState: "Succeeded" },
            },
            {
                urn: urn("azure-native:authorization:RoleAssignment"),
                type: "azure-native:authorization:RoleAssignment",
                custom: true,
                id: `${id}/providers/Microsoft.Authorization/roleAssignments/${index}`,
                parent: stack.urn,
                inputs: {
                    ...grant,
                    scope: id,
                    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${acrPull}`,
                },
                outputs: {},
                propertyDependencies: { scope: [urn("azure-native:containerregistry:Registry")] },
            },
        ];
    });
    return { version: 3, deployment: { resources: [stack, ...resources.flat()] } };
}

/** The same registries and grants as an ARM template. */
function templateOf(size: number) {
    const resources = Array.from({ length: size }, (_, index) => {
        const { name, properties, grant } = registryOf(index);
        return [
            {
                type: "Microsoft.ContainerRegistry/registries",
                apiVersion: "2023-01-01-preview",
                name,
                location: "koreacentral",
                sku: { name: "Standard" },
                properties,
            },
            {
                type: "Microsoft.Authorization/roleAssignments",
                apiVersion: "2022-04-01",
                name: `[guid('${name}')]`,
                scope: `Microsoft.ContainerRegistry/registries/${name}`,
                properties: {
                    ...grant,
                    roleDefinitionId: `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${acrPull}')]`,
                },
            },
        ];
    });
    return {
        $schema: "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        contentVersion: "1.0.0.0",
        resources: resources.flat(),
    };
}

export const checkBench: Bench = (progress) =>
    inFolder(async (acrAuth, folder) => {
        await writeFile(join(folder, "accept.json"), JSON.stringify({ all: "advisory" }));
        for (const size of sizes) await writeFile(join(folder, `${size}.json`), JSON.stringify(stateOf(size)));
        await writeFile(join(folder, "template.json"), JSON.stringify(templateOf(100)));

        const check = (size: number) =>
            acrAuth.run(["check", `${size}.json`, "--config", "accept.json", "--as-of", "2026-11-23"]);
        progress(`check of ${sizes.join(" and of ")} registries ...`);
        const growth = await growthOf(check);
        const checkov = await checkovPython(progress);
        progress("Checkov on 100 registries as an ARM template ...");
        const sides = await sideBySide(rounds, {
            "acr-auth check, s": async () => (await check(100)).time,
            "Checkov, s": () =>
                seconds({
                    command: checkov,
                    // Without its download, which would measure the network; findings are no failure of the measurement.
                    args: [
                        ...["-Im", "checkov.main", "--file", "template.json", "--framework", "arm"],
                        ...["--skip-download", "--quiet", "--compact", "--soft-fail"],
                    ],
                    cwd: folder,
                }),
        });
        return [
            {
                what: "100 registries: Checkov on ARM templates / acr-auth check on the state",
                measured: sides,
                ratio: sides["Checkov, s"] / sides["acr-auth check, s"],
                target: 10,
                least: true,
            },
            ...growth,
        ];
    });

/** Time and memory of the larger estate against the smaller one. */
async function growthOf(check: (size: number) => Promise<Taken>): Promise<Figure[]> {
    const memory = new Map<number, number[]>(sizes.map((size) => [size, []]));
    const remembering = (size: number) => async () => {
        const taken = await check(size);
        memory.get(size)?.push(taken.memory);
        return taken.time;
    };
    const times = await sideBySide(rounds, {
        "100 registries, s": remembering(100),
        "200 registries, s": remembering(200),
    });
    const peaks = {
        "100 registries, MiB": median(memory.get(100) ?? []),
        "200 registries, MiB": median(memory.get(200) ?? []),
    };
    return [
        {
            what: "check: time of 200 registries / of 100",
            measured: times,
            ratio: times["200 registries, s"] / times["100 registries, s"],
            target: 2.2,
        },
        {
            what: "check: memory of 200 registries / of 100",
            measured: peaks,
            ratio: peaks["200 registries, MiB"] / peaks["100 registries, MiB"],
            target: 2.2,
        },
    ];
}

/** The Python of an environment that has Checkov. */
async function checkovPython(progress: (line: string) => void): Promise<string> {
    const folder = join(cacheFolder(), `checkov-${checkovVersion}`);
    if (!existsSync(folder)) {
        progress(`installing Checkov ${checkovVersion} from PyPI, once for this user ...`);
        await mkdir(cacheFolder(), { recursive: true });
        // Renamed when finished, so that an interrupted installation leaves nothing that looks like one.
        const unfinished = await mkdtemp(`${folder}.`);
        const python = join(unfinished, "bin", "python");
        await execute("python3", ["-m", "venv", unfinished]);
        await execute(python, [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            `checkov==${checkovVersion}`,
        ]);
        await rename(unfinished, folder);
    }
    return join(folder, "bin", "python");
}
