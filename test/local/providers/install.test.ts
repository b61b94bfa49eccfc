import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { installProviders } from "../../../local/providers/install";
import { sdkVersion } from "../../../local/providers/sdk-versions";

let pulumiHome = "";
afterEach(() => rm(pulumiHome, { recursive: true, force: true }));

test("every provider lies where the engine looks for the version of its SDK", async () => {
    pulumiHome = await mkdtemp(join(tmpdir(), "it's a pulumi home-"));
    const entry = join(pulumiHome, "entry.js");
    await installProviders({ pulumiHome, entry });
    await installProviders({ pulumiHome, entry });

    const folders = ["azure-native", "azuread", "random"].map((name) => {
        const { version } = JSON.parse(
            execFileSync(process.execPath, [
                "-p",
                `JSON.stringify(require("@pulumi/${name}/package.json"))`,
            ]).toString(),
        );
        expect(sdkVersion(name as "random")).toBe(version);
        return { name, folder: `resource-${name}-v${version}` };
    });
    const expected = folders.flatMap(({ folder }) => [folder, `${folder}.lock`]).sort();
    expect((await readdir(join(pulumiHome, "plugins"))).sort()).toEqual(expected);

    for (const { name, folder } of folders) {
        const launcher = join(pulumiHome, "plugins", folder, `pulumi-resource-${name}`);
        expect((await stat(launcher)).mode & 0o777).toBe(0o755);
        expect(await readFile(launcher, "utf8")).toContain(` ${name} "$@"\n`);
    }
});

test("a launcher starts the entry with the provider's name and what the engine gives", async () => {
    pulumiHome = await mkdtemp(join(tmpdir(), "it's a pulumi home-"));
    const entry = join(pulumiHome, "entry.js");
    await installProviders({ pulumiHome, entry });
    await writeFile(entry, "process.stdout.write(JSON.stringify(process.argv.slice(2)))");
    const launcher = join(pulumiHome, "plugins", `resource-random-v${sdkVersion("random")}`, "pulumi-resource-random");
    expect(JSON.parse(execFileSync(launcher, ["127.0.0.1:1"]).toString())).toEqual(["random", "127.0.0.1:1"]);
});
