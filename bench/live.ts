// How reading a live estate grows: twice the registries should cost at most 2.1 times the time, the memory and the requests,
// start-up included. A registry of this estate has 50 role assignments and 20 tokens; 200 applications hold the roles.
// The emulator answers from this process, so the times are the reader's and the emulator's together.
import { join } from "node:path";
import { addEstate, type RunningEmulator, startEmulator } from "acr-emulator";
import { childEnvironment, deployerEnvironment } from "../local/engine/environment";
import { type Bench, type Figure, median } from "./figure";
import { type AcrAuth, inFolder, type Taken } from "./peak";

const sizes = [250, 500] as const;
const rounds = 3;
const target = 2.1;
const units = { time: "s", memory: "MiB", requests: "requests" } as const;
type Measured = Taken & { requests: number };

export const liveBench: Bench = async (progress) =>
    inFolder(async (acrAuth, folder) => {
        const measured: Measured[] = [];
        for (const size of sizes) {
            progress(`an emulator with ${size} registries ...`);
            const emulator = await startEmulator({ directory: join(folder, `emulator-${size}`) });
            try {
                addEstate(emulator, { subscriptionId: emulator.deployer.subscriptionId, registries: size });
                const runs: Measured[] = [];
                for (let round = 1; round <= rounds; round++) {
                    progress(`report of ${size} registries, ${round} of ${rounds} ...`);
                    runs.push(await readOnce(acrAuth, emulator, folder));
                }
                const middle = (unit: keyof Measured) => median(runs.map((run) => run[unit]));
                measured.push({ time: middle("time"), memory: middle("memory"), requests: middle("requests") });
            } finally {
                await emulator.close();
            }
        }
        const [small, large] = measured as [Measured, Measured];
        return (Object.keys(units) as (keyof typeof units)[]).map(
            (unit): Figure => ({
                what: `report of a subscription: ${unit} of ${sizes[1]} registries / of ${sizes[0]}`,
                measured: {
                    [`${sizes[0]} (${units[unit]})`]: small[unit],
                    [`${sizes[1]} (${units[unit]})`]: large[unit],
                },
                ratio: large[unit] / small[unit],
                target,
            }),
        );
    });

async function readOnce(acrAuth: AcrAuth, emulator: RunningEmulator, folder: string): Promise<Measured> {
    const { deployer, log } = emulator;
    log.requests.length = 0;
    const taken = await acrAuth.run(
        ["report", "--subscription", deployer.subscriptionId, "--format", "json", "--output", "report.json"],
        { ...childEnvironment(emulator, folder), ...deployerEnvironment(deployer) },
    );
    return { ...taken, requests: log.requests.length };
}
