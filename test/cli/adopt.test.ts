// The sub-command: its arguments, the folder that it writes, and its exit codes. What it reads is handed in.
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { adopt } from "../../cli/adopt";
import { UnusableInput } from "../../cli/io";
import type { LiveInput } from "../../cli/live";
import type { Gap } from "../../estate/gap";
import { groupOf, oid, registry, registryId, roleAssignment, subscriptionId } from "../adopt/estate";
import { temporaryFolder } from "../support/folder";
import { exportOf, stack } from "../support/pulumi-state";
import { runCommand } from "./run-command";

const resources = [
    registry("contoso", { adminUserEnabled: true }),
    groupOf(1, "Developers"),
    roleAssignment(1, { role: "AcrPull", principalId: oid(1), principalType: "Group", scope: registryId("contoso") }),
].flat();

const gap: Gap = {
    what: "tokens of registry contoso",
    why: "not allowed: needs Microsoft.ContainerRegistry/registries/tokens/read",
    cause: "notAllowed",
    kinds: ["token"],
    within: registryId("contoso"),
};

const it = test
    .extend("folder", temporaryFolder)
    /** Runs it on the estate, with gaps if there are any. */
    .extend("run", ({ folder }) => async (argv: readonly string[], gaps: readonly Gap[] = []) => {
        const written = { stdout: "", stderr: "" };
        const writer = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
        const io = {
            stdin: (async function* () {})(),
            stdout: writer("stdout"),
            stderr: writer("stderr"),
            env: { ACR_AUTH_AS_OF: "2026-11-26" },
            cwd: folder,
        };
        const live: LiveInput = { resources, gaps, subscriptions: [subscriptionId], sources: [] };
        const code = await adopt(["--subscription", subscriptionId, ...argv], io, {
            read: async () => live,
            readLogins: async () => new Map([[registryId("contoso").toLowerCase(), { unknown: "it keeps no log" }]]),
        });
        return { code, ...written };
    });

describe("writes", () => {
    it("three files that only their owner may read, and says what to do next", async ({ folder, run }) => {
        const { code, stdout, stderr } = await run(["--output", "new/found"]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        expect(stdout).toBe(
            "1 registry and 1 login can be declared, 1 old login has to be moved.\nRead new/found/plan.md first: it tells what to do, in order.\n",
        );
        const found = join(folder, "new/found");
        expect(await readdir(found)).toEqual(["Pulumi.adopted.yaml", "import.json", "plan.md"]);
        for (const file of await readdir(found)) expect((await stat(join(found, file))).mode & 0o777).toBe(0o600);
        expect(await readdir(join(folder, "new"))).toEqual(["found"]);
        const { version } = require("@pulumi/azure-native/package.json");
        const imports = JSON.parse(await readFile(join(found, "import.json"), "utf8"));
        expect(imports.resources[1]).toMatchObject({ logicalName: "contoso", version });
    });

    it("into an empty folder, for a stack of that name, on that day", async ({ folder, run }) => {
        await mkdir(join(folder, "empty"));
        const { code } = await run(["--output", "empty", "--stack", "prod", "--as-of", "2026-12-01"]);
        expect(code).toBe(0);
        expect(await readFile(join(folder, "empty", "Pulumi.prod.yaml"), "utf8")).toContain('expiresOn: "2026-12-31"');
    });

    it("nothing over what is there", async ({ folder, run }) => {
        await mkdir(join(folder, "full"));
        await writeFile(join(folder, "full", "plan.md"), "mine");
        await expect(run(["--output", "full"])).rejects.toThrow(
            new UnusableInput(
                "--output full is not empty, and nothing in it is overwritten; name a folder that does not exist yet",
            ),
        );
        await expect(run(["--output", "full/plan.md"])).rejects.toThrow(
            new UnusableInput("--output full/plan.md can't be used (ENOTDIR); name a folder that does not exist yet"),
        );
        expect(await readFile(join(folder, "full", "plan.md"), "utf8")).toBe("mine");
    });

    it("what could be read, and ends with 2 where something that fits may be missing", async ({ folder, run }) => {
        const { code, stderr } = await run(["--output", "found"], [gap]);
        expect(code).toBe(2);
        expect(stderr).toBe(
            "acr-auth adopt: not read: tokens of registry contoso: not allowed: needs Microsoft.ContainerRegistry/registries/tokens/read\n" +
                "acr-auth adopt: incomplete: what was not read is not adopted\n",
        );
        expect(await readFile(join(folder, "found", "plan.md"), "utf8")).toContain("**This plan is not complete.**");
        const other: Gap = { ...gap, kinds: ["denyAssignment"] };
        expect((await run(["--output", "other"], [other])).code).toBe(0);
    });

    it("nothing where a state declares all of it", async ({ folder, run }) => {
        const { root, component, child } = stack("acr-auth", "adopted");
        const contoso = component("ContainerRegistry", "contoso");
        const developers = component("RegistryAccess", "developers", { inputs: { grants: { contoso: {} } } });
        const [first, , assignment] = [resources[0], resources[1], resources[2]];
        const state = [
            root,
            contoso,
            child(contoso, "azure-native:containerregistry:Registry", "contoso", { id: first?.id ?? "" }),
            developers,
            child(developers, "azure-native:authorization:RoleAssignment", "developers-contoso-AcrPull", {
                id: assignment?.id ?? "",
                inputs: assignment?.inputs ?? {},
            }),
        ];
        await writeFile(join(folder, "state.json"), JSON.stringify(exportOf(state)));
        const { code, stdout } = await run(["--output", "found", "state.json"]);
        expect(code).toBe(0);
        expect(stdout).toMatch(/^Nothing to do: what can be declared is declared\.\n\n# Adoption plan\n/);
        expect(stdout).toContain("Whoever logs in to contoso as its admin user");
        expect(await readdir(folder)).toEqual(["state.json"]);
    });

    it("who uses the admin user, as far as a log tells", async ({ folder, run }) => {
        await run(["--output", "found"]);
        expect(await readFile(join(folder, "found", "plan.md"), "utf8")).toContain(
            "Who they are is not known: it keeps no log.",
        );
    });

    it("the findings of the policies, settled and left", async ({ folder, run }) => {
        await run(["--output", "found"]);
        expect(await readFile(join(folder, "found", "plan.md"), "utf8")).toContain(
            "**Settled once section 3 is done**\n\n- `acr-registry-disallow-admin-user`: contoso\n",
        );
    });
});

describe("refuses in one line", () => {
    const line = async (argv: string[], folder: string) => {
        const { code, stdout, stderr } = await runCommand(["adopt", ...argv], { cwd: folder });
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        return stderr;
    };

    it.for<[string[], string]>([
        [
            ["--output", "x"],
            "--subscription is missing; `az account list --output table` shows the ids of subscriptions",
        ],
        [
            ["--output", "x", "--subscription", subscriptionId, "--subscription", subscriptionId],
            "--subscription was given 2 times, and a stack works in one; adopt each into a stack of its own",
        ],
        [["--subscription", subscriptionId], "--output is missing; name a folder for the files"],
        [
            ["--subscription", subscriptionId, "--output", "x", "--stack", "a/b"],
            "--stack takes letters, digits, hyphens, underscores and periods, not 'a/b'",
        ],
        [
            ["--subscription", subscriptionId, "--output", "x", "plan.json"],
            "plan.json is a preview plan; expected the output of `pulumi stack export`",
        ],
        [["--subscription", subscriptionId, "--output", "x", "absent.json"], "absent.json can't be read: no such file"],
    ])("%j", async ([argv, message], { folder }) => {
        await writeFile(join(folder, "plan.json"), JSON.stringify({ steps: [] }));
        expect(await line(argv, folder)).toBe(`acr-auth adopt: ${message}\n`);
    });
});

it("has a help that fits in 100 columns", async () => {
    const { code, stdout } = await runCommand(["adopt", "--help"]);
    expect(code).toBe(0);
    expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(stdout).toContain("Usage: acr-auth adopt --subscription ID --output DIR");
});
