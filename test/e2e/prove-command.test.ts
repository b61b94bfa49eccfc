// The compiled command as an operator runs it, against the emulator: exit codes, the sources of the state, and what
// it prints.
import { chmod, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Deployer } from "acr-emulator";
import { describe, expect } from "vitest";
import { type Ended, run } from "../../local/clients/child";
import { childEnvironment } from "../../local/engine/environment";
import { repositoryRoot } from "../../local/engine/paths";
import { localStackTest, secretsOf } from "../proofs/local-stack";
import { temporaryFolder } from "../support/folder";
import { documentedProverRoles, newPipeline } from "./documented-rights";

const it = localStackTest()
    .extend("folder", { scope: "file" }, temporaryFolder)
    // Where the command runs: the state is in a file, and what stands for the Pulumi CLI prints the same.
    .extend("directory", { scope: "file" }, async ({ stack, folder: directory }) => {
        await writeFile(join(directory, "state.json"), JSON.stringify(stack.state), { mode: 0o600 });
        const command = "stack export --show-secrets --non-interactive --stack production";
        await writeFile(join(directory, "pulumi"), `#!/bin/sh\n[ "$*" = "${command}" ] && cat state.json\n`);
        await chmod(join(directory, "pulumi"), 0o700);
        return directory;
    })
    .extend("prove", { scope: "file" }, ({ stack, directory }) => {
        const { emulator } = stack;
        const base = childEnvironment(emulator, directory);
        const environment = {
            ...base,
            PATH: [directory, dirname(process.execPath), base.PATH].join(":"),
            IDENTITY_ENDPOINT: emulator.identityEndpoint,
            IDENTITY_HEADER: emulator.identityHeader,
        };
        const login = ({ tenantId, clientId, clientSecret }: Deployer) => ({
            ARM_TENANT_ID: tenantId,
            ARM_CLIENT_ID: clientId,
            ARM_CLIENT_SECRET: clientSecret,
        });
        /** As the emulator's deployer, as another caller, or as nobody (`null`). */
        return (
            args: string[],
            { input, caller = emulator.deployer }: { input?: string; caller?: Deployer | null } = {},
        ): Promise<Ended> =>
            run({
                program: [process.execPath, join(repositoryRoot, "dist", "cli", "main.js"), "prove"],
                args,
                input,
                cwd: directory,
                environment: { ...environment, ...(caller === null ? {} : login(caller)) },
            });
    });

/** What is printed, with each line that was broken in one piece. */
const whole = ({ stdout }: Ended): string => stdout.replaceAll(/\n {6,}/g, " ");

const lastLine = ({ stdout }: Ended): string | undefined => stdout.trimEnd().split("\n").at(-1);

describe("acr-auth prove", () => {
    // The one thing that can't be tried from here is the pipeline whose token the managed identity trusts.
    it.for([
        ["a file", ["--state", "state.json"]],
        ["a stack", ["--stack", "production"]],
    ] as [string, string[]][])("ends with 0 for %s as declared", async ([, args], { prove }) => {
        const ended = await prove(args);
        expect([ended.exitCode, ended.stderr]).toEqual([0, ""]);
        expect(lastLine(ended)).toMatch(
            /^\d+ results: \d+ as declared \(\d+ allowed, \d+ refused\), 3 impossible from here\.$/,
        );
    });

    it("ends strictly with 0 where all that could be asked was, and with 1 where it was not", async ({ prove }) => {
        expect((await prove(["--state", "state.json", "--strict"])).exitCode).toBe(0);
        const alone = await prove(["--state", "state.json", "--strict"], { caller: null });
        expect([alone.exitCode, lastLine(alone)]).toEqual([
            1,
            expect.stringMatching(/, 11 not asked, 3 impossible from here\.$/),
        ]);
    });

    it("never passes over Azure credentials that are refused", async ({ stack, prove }) => {
        const caller = { ...stack.emulator.deployer, clientSecret: "wrong" };
        const ended = await prove(["--state", "state.json"], { caller });
        expect(ended.exitCode).toBe(1);
        expect(whole(ended)).toMatch(
            /^ {2}registry main, settings on proofmain\.azurecr\.io \(acr-auth\): the Azure credentials give no token for management\.azure\.com: AADSTS7000215: /m,
        );
    });

    it.for([
        ["without a login", "exit 1", 0, "no ARM_* variables describe a login, and `az login` has not been run"],
        ["whose login is refused", "exit 0", 1, "`az` has an account, but gets no token for it any more"],
    ] as const)("tells an `az` %s", async ([_, account, exitCode, message], { directory, prove }) => {
        const advice = "printf 'Please run:\\naz logout\\naz login\\n' >&2";
        await writeFile(join(directory, "az"), `#!/bin/sh\n[ "$2" = show ] && ${account}\n${advice}\nexit 1\n`);
        await chmod(join(directory, "az"), 0o700);
        try {
            const ended = await prove(["--state", "state.json"], { caller: null });
            expect(ended.exitCode).toBe(exitCode);
            expect(whole(ended)).toContain(message);
        } finally {
            await rm(join(directory, "az"));
        }
    });

    it("proves what it can from standard input without Azure credentials, and says what it could not", async ({
        stack,
        prove,
    }) => {
        const ended = await prove(["--state", "-"], { input: JSON.stringify(stack.state), caller: null });
        expect(ended.exitCode).toBe(0);
        expect(whole(ended)).toContain(
            "registry main, settings on proofmain.azurecr.io (acr-auth): no Azure credentials for management.azure.com: " +
                "no ARM_* variables describe a login, and `az login` has not been run\n",
        );
    });

    it("needs the rights of docs/permissions.md, no others, and names those that are missing", async ({
        stack,
        directory,
        prove,
    }) => {
        const { deployer: caller, assign, permit } = await newPipeline(stack.emulator);
        const without = await prove(["--state", "state.json"], { caller });
        expect(whole(without)).toContain("the Azure credentials have no role in it: give them Reader");
        expect(whole(without)).toContain("Application.Read.All");

        const [atSubscription = "", atGroup = ""] = documentedProverRoles;
        await assign(atSubscription, `/subscriptions/${caller.subscriptionId}`);
        await assign(atGroup, stack.group);
        permit("Application.Read.All");
        // A Reader pulls in legacy mode, and is told like anybody else.
        const told = await prove(["--state", "state.json"], { caller });
        expect([told.exitCode, lastLine(told)]).toEqual([1, expect.stringContaining(", 2 wider, ")]);
        const itself = { who: caller.objectId, action: "role Reader", reason: "proves", owner: "platform team" };
        const exceptions = [{ ...itself, expires: "2999-12-31" }];
        await writeFile(join(directory, "prover.json"), JSON.stringify({ exceptions }));
        const args = ["--state", "state.json", "--allow", "prover.json", "--strict"];
        const ended = await prove(args, { caller });
        expect(ended.exitCode).toBe(0);
        expect(lastLine(ended)).toBe(lastLine(await prove(args)));
        for (const { id, principalId } of Object.values(stack.emulator.state.roleAssignments)) {
            if (principalId === caller.objectId) await stack.unassign(id);
        }
    });

    it("ends with 1 and says first what is wider", async ({ stack, prove }) => {
        const { assign, unassign, main, pusher } = stack;
        const assignment = await assign("Reader", main.resourceId, pusher.identity.principalId);
        try {
            const ended = await prove(["--state", "state.json"]);
            expect(ended.exitCode).toBe(1);
            expect(whole(ended).split("\n\n")[1]).toMatch(
                /^Wider than declared:\n {2}pusher, role Reader on proofmain/,
            );
        } finally {
            await unassign(assignment);
        }
    });

    it("passes with an exception for it until its last day, and tells which exceptions have no effect", async ({
        stack,
        directory,
        prove,
    }) => {
        const { assign, unassign, main, pusher } = stack;
        const known = { who: "pusher", action: "role Reader", registry: "proofmain", owner: "platform team" };
        const exceptions = [
            { ...known, reason: "reads the registry's settings", expires: "2999-12-31" },
            { ...known, reason: "no longer", action: "pull", expires: "2020-12-31" },
        ];
        await writeFile(join(directory, "known.json"), JSON.stringify({ exceptions }));
        const args = ["--state", "state.json", "--allow", "known.json", "--strict"];
        const assignment = await assign("Reader", main.resourceId, pusher.identity.principalId);
        try {
            const ended = await prove(args);
            expect(whole(ended)).toContain("\nWider than declared, and excepted:\n  pusher, role Reader on proofmain");
            expect(whole(ended)).toContain(
                "\n    excepted until 2999-12-31 by platform team: reads the registry's settings\n",
            );
            expect(whole(ended)).toContain(
                "\nExceptions without effect:\n  exceptions[1] (pusher, pull; owner: platform team) expired on 2020-12-31",
            );
            expect([ended.exitCode, lastLine(ended)]).toEqual([0, expect.stringContaining(", 1 excepted, ")]);
            expect((await prove([...args, "--as-of", "3000-01-01"])).exitCode).toBe(1);
        } finally {
            await unassign(assignment);
        }
    });

    it("judges ends by the day that is given, or by that of a stack that was allowed to choose one", async ({
        stack,
        directory,
        prove,
    }) => {
        // After the end of the older passwords, which the registry and Entra still take.
        const day = new Date(stack.emulator.clock.now().getTime() + 200 * 86_400_000).toISOString().slice(0, 10);
        const state = structuredClone(stack.state);
        const [root] = state.deployment.resources;
        Object.assign(root ?? {}, { outputs: { allowedAsOf: day } });
        await writeFile(join(directory, "as-of.json"), JSON.stringify(state), { mode: 0o600 });
        const given = await prove(["--state", "state.json", "--as-of", day]);
        const chosen = await prove(["--state", "as-of.json"]);
        for (const ended of [given, chosen]) {
            expect(ended.exitCode).toBe(1);
            expect(whole(ended)).toContain(
                "\nWider than declared:\n  device (previous), pull, push, delete on proofmain",
            );
        }
        expect([given.stderr, chosen.stderr]).toEqual([
            "",
            `as of ${day}, the day of the stack; choose another with --as-of\n`,
        ]);
        const today = stack.emulator.clock.now().toISOString().slice(0, 10);
        expect((await prove(["--state", "as-of.json", "--as-of", today])).exitCode).toBe(0);
    });

    it.for([
        ["answers that are none", { status: 200, body: "{" }, "HTTP_200"],
        ["connections that break", "drop", "ECONNRESET"],
    ] as const)("goes on after %s, and counts them as errors", async ([_, effect, code], { stack, prove }) => {
        const { faults } = stack.emulator;
        faults.push({ host: /^proofmain/, path: /oauth2/, times: 1000, effect });
        try {
            const ended = await prove(["--state", "state.json"]);
            expect([ended.exitCode, ended.stderr]).toEqual([1, ""]);
            expect(whole(ended)).toMatch(
                new RegExp(`^repository token, device \\(current\\) .*\\n {2}.* error +.*${code}$`, "m"),
            );
            expect(lastLine(ended)).toMatch(/, \d+ error, /);
        } finally {
            faults.length = 0;
        }
    });

    it("writes when asked, and prints no secret", async ({ stack, prove }) => {
        const ended = await prove(["--state", "state.json", "--write"]);
        expect(ended.exitCode).toBe(0);
        expect(whole(ended)).toMatch(/device \(current\) at \S+, by oci\n.*\n.*\n {2}delete +allowed +allowed +202/);
        expect(secretsOf(stack).filter((secret) => `${ended.stdout}${ended.stderr}`.includes(secret))).toEqual([]);
    });
});
