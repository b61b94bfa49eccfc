// A condition that someone widened by hand: the command that `acr-auth prove` tells writes the declared one back.
import { expect } from "vitest";
import { platformTest } from "./fixtures";
import { stackConfig, up } from "./support";

const config = stackConfig("2026-06-01", {
    registries: { main: { roleAssignmentMode: "abac" } },
    managedIdentities: {
        robot: { grants: { team: { registry: "main", permission: "pull", repositories: ["team/*"] } } },
    },
});
const it = platformTest("condition-drift", config);

it("a deployment with --refresh writes back a condition that was widened", async ({ deployed }) => {
    const assignments = Object.values(deployed.emulator.state.roleAssignments);
    const [limited] = assignments.filter(({ condition }) => condition !== null);
    if (limited === undefined) throw new Error("The emulator has no role assignment with a condition.");
    const declared = limited.condition;
    limited.condition = `${declared?.replace("'team/'", "'t'")}`;
    expect(limited.condition).not.toBe(declared);
    const printed = await up(deployed, "--refresh");
    expect(printed).not.toMatch(/created|replaced|deleted/);
    expect(deployed.emulator.state.roleAssignments[limited.id.toLowerCase()]?.condition).toBe(declared);
});
