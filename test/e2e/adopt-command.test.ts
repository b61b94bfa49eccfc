// `acr-auth adopt` on what somebody made by hand: its files are imported and deployed as they are, the preview shows what the
// plan foretold, and a second adoption finds nothing to do.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { adopt as adoptEstate } from "../../adopt";
import { planOf } from "../../adopt/plan";
import { buildGraph } from "../../estate/graph/graph";
import { readLive } from "../../estate/sources/subscription";
import { callerOf, emulatorAgent } from "../../local/clients/azure";
import { type Ended, run } from "../../local/clients/child";
import { childEnvironment } from "../../local/engine/environment";
import { repositoryRoot } from "../../local/engine/paths";
import type { Platform } from "../../local/platform";
import { deploying } from "../proofs/local-stack";
import { platformTest } from "./fixtures";
import { makeNeglected, tryAll } from "./neglected-azure";
import { must, planned, stackConfig, up } from "./support";

const day = "2026-11-23";

/** Runs the compiled command as the deployer, in the folder of the program. */
function adopt({ emulator, program }: Platform, ...args: string[]): Promise<Ended> {
    const { tenantId, clientId, clientSecret, subscriptionId } = emulator.deployer;
    return run({
        program: [process.execPath, join(repositoryRoot, "dist", "cli", "main.js"), "adopt"],
        args: ["--subscription", subscriptionId, "--stack", "local", "--output", "../found", "--as-of", day, ...args],
        cwd: program,
        environment: {
            ...childEnvironment(emulator, program),
            ARM_TENANT_ID: tenantId,
            ARM_CLIENT_ID: clientId,
            ARM_CLIENT_SECRET: clientSecret,
        },
    });
}

/** What the plan foretells of the preview: names of the resources, by operation. */
async function foretell({ emulator }: Platform): Promise<Record<"create" | "update", string[]>> {
    const { subscriptionId } = emulator.deployer;
    const { resources, gaps } = await readLive({
        subscriptions: [subscriptionId],
        accessTokens: callerOf(deploying(emulator).http, emulator.deployer),
        agent: emulatorAgent(emulator),
    });
    const found = adoptEstate(buildGraph(resources, gaps), [], { subscriptionId, asOf: day });
    const { steps } = planOf(found, gaps, { now: [], afterDeployment: [], afterMoves: [] });
    const named = (wanted: string) =>
        steps.flatMap(({ operation, name }) => (operation === wanted ? [name] : [])).sort();
    return { create: named("create"), update: named("update") };
}

const it = platformTest("adopt-command", stackConfig(day, { registries: {} }))
    .extend("found", { scope: "file" }, async ({ platform }) => makeNeglected(platform.emulator))
    .extend("foretold", { scope: "file" }, async ({ platform, found }) => {
        expect(Object.keys(found.logins)).toHaveLength(7);
        return foretell(platform);
    })
    .extend("written", { scope: "file" }, async ({ platform, foretold }) => {
        // Read before anything is imported, as the command does.
        expect(foretold.create).not.toEqual([]);
        await rm(join(platform.program, "..", "found"), { recursive: true, force: true });
        const ended = await adopt(platform);
        const read = (name: string) => readFile(join(platform.program, "..", "found", name), "utf8");
        const config = await read("Pulumi.local.yaml");
        platform.configure(`${config}  acr-auth:asOf: "${day}"\n  acr-auth:allowAsOf: true\n`);
        return { ended, config, plan: await read("plan.md") };
    })
    .extend("imported", { scope: "file" }, async ({ platform, written }) => {
        expect(written.ended.exitCode).toBe(0);
        const flags = ["--generate-code=false", "--protect=false", "--skip-preview"];
        return must(platform, "import", "--file", join("..", "found", "import.json"), ...flags);
    })
    .extend("adopted", { scope: "file" }, async ({ platform, imported }) => imported && up(platform));

describe("what somebody made by hand", () => {
    it("is written with everything that fits", async ({ written }) => {
        expect([written.ended.exitCode, written.ended.stdout]).toEqual([
            0,
            "2 registries and 4 logins can be declared, 1 thing stays undeclared, 6 old logins have to be moved.\n" +
                "Read ../found/plan.md first: it tells what to do, in order.\n",
        ]);
        expect(written.plan).toContain("**Owner of Contoso deployer on subscription");
    });

    it("is imported, and the preview shows what the plan foretold", async ({ platform, foretold, imported }) => {
        expect(imported).toMatch(/15 imported/);
        const { create = [], update, same, ...others } = await planned(platform);
        // The component's provider for the registry's API version, which works as azure-native is set in the stack config.
        const resources = create.filter((name) => name !== "acr-auth");
        expect({ create: resources, update, others }).toEqual({ ...foretold, others: {} });
        expect(same).toEqual(["acr-auth-local"]);
    });

    it("still lets every login in, but the passwords that the plan gives up", async ({ platform, found, adopted }) => {
        expect(adopted).not.toMatch(/replaced|deleted/);
        expect(await tryAll(platform, found.logins)).toEqual({
            "admin password": "allowed",
            "admin password2": "allowed",
            "device password1": "allowed",
            "device password2": "refused",
            "scanner password1": "allowed",
            "scanner password2": "refused",
            application: "allowed",
        });
    });

    it("leaves nothing to do, by the engine and by a second adoption", async ({ platform, adopted }) => {
        expect(adopted).toBeTruthy();
        expect(Object.keys(await planned(platform))).toEqual(["same"]);
        const state = JSON.stringify(await platform.exportState());
        await writeFile(join(platform.program, "state.json"), state, { mode: 0o600 });
        const { exitCode, stdout } = await adopt(platform, "--output", "../again", "state.json");
        expect(exitCode).toBe(0);
        expect(stdout).toMatch(/^Nothing to do: what can be declared is declared\.\n/);
    });
});
