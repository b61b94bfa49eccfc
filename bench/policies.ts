// What the policy pack costs: a preview of a hundred registries with our pack, with the least a pack can do, and with
// none; and how soon each pack serves after it was started.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustPulumi } from "../local/engine/engine";
import { repositoryRoot } from "../local/engine/paths";
import { openPlatform, POLICY_PACK } from "../local/platform";
import { type Bench, seconds, sideBySide } from "./figure";

const rounds = 5;
const trivialPack = join(__dirname, "trivial-pack");
const program = `
const { ContainerRegistry } = require("acr-auth");
for (let index = 0; index < 100; index++) {
    new ContainerRegistry("registry-" + index, { resourceGroupName: "group", location: "koreacentral" });
}`;

export const policiesBench: Bench = async (progress) => {
    const folder = join(repositoryRoot, ".local", "bench", "policies");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "program"), { recursive: true });
    writeFileSync(join(folder, "program", "index.js"), program);
    writeFileSync(join(folder, "program", "Pulumi.yaml"), "name: bench-policies\nruntime: nodejs\nmain: index.js\n");
    const platform = await openPlatform(join(folder, "platform"), progress);
    try {
        const { engine } = platform;
        const cwd = join(folder, "program");
        await mustPulumi(engine, ["stack", "select", "--create", "bench"], { cwd });
        const preview = (pack?: string) => () =>
            seconds({
                command: join(engine.binFolder, "pulumi"),
                args: ["preview", "--non-interactive", ...(pack ? ["--policy-pack", pack] : [])],
                cwd,
                env: engine.environment,
            });
        progress("preview of 100 registries without a pack, with a trivial one, with ours ...");
        const times = await sideBySide(rounds, {
            "no pack, s": preview(),
            "trivial pack, s": preview(trivialPack),
            "our pack, s": preview(POLICY_PACK),
        });
        progress("start of both packs ...");
        const starts = await sideBySide(rounds, {
            "trivial pack, s": () => secondsToServe(trivialPack),
            "our pack, s": () => secondsToServe(POLICY_PACK),
        });
        return [
            {
                what: "preview of 100 registries: our policy pack / a trivial one",
                measured: times,
                ratio: times["our pack, s"] / times["trivial pack, s"],
                target: 1.1,
            },
            {
                what: "policy pack: time until it serves / one second",
                measured: starts,
                ratio: starts["our pack, s"],
                target: 1,
            },
        ];
    } finally {
        await platform.close();
    }
};

/** From the start of the process to the port on its standard output. */
async function secondsToServe(pack: string): Promise<number> {
    const started = process.hrtime.bigint();
    const child = spawn(
        process.execPath,
        [require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), "127.0.0.1:0", pack],
        {
            cwd: pack,
            env: { PATH: process.env.PATH },
            stdio: ["ignore", "pipe", "inherit"],
        },
    );
    const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
    const served = new Promise<boolean>((resolve) => child.stdout.once("data", () => resolve(true)));
    const isUp = await Promise.race([served, closed.then(() => false)]);
    const elapsed = Number(process.hrtime.bigint() - started) / 1e9;
    child.kill();
    await closed;
    if (!isUp) throw new Error(`The policy pack in ${pack} ended before it served.`);
    return elapsed;
}
