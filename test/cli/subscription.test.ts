// check and report on an estate that was made by calls of ARM and Graph, on the emulator: as it is, and after somebody
// changed it by hand.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { check } from "../../cli/check";
import type { Io } from "../../cli/io";
import { fromEstate, type ReadSubscriptions } from "../../cli/live";
import { report } from "../../cli/report";
import { type EstateOnEmulator, estateTest } from "../estate/sources/subscription/estate-on-emulator";
import { declaredBy } from "../inventory/compared";

type Command = typeof check | typeof report;

const it = estateTest.extend(
    "run",
    ({ estate, emulatorFolder: cwd }) =>
        async (command: Command, ...args: string[]) => {
            const written = { stdout: "", stderr: "" };
            const io: Io = {
                stdin: (async function* () {})(),
                stdout: { write: (text) => (written.stdout += text) },
                stderr: { write: (text) => (written.stderr += text) },
                env: {},
                cwd,
            };
            const { subscriptionId } = estate.emulator.deployer;
            const read: ReadSubscriptions = async (_values, _io, more = {}) => {
                const { resources, gaps } = await estate.read(more);
                return fromEstate([subscriptionId], resources, gaps);
            };
            const code = await command(["--subscription", subscriptionId, "--as-of", "2026-11-26", ...args], io, read);
            return { code, ...written };
        },
);

/** A registry with a token, an application that pushes and an identity that pulls. */
async function contoso(estate: EstateOnEmulator, name: string) {
    const registry = await estate.registry(name, { tokens: 1 });
    const ci = await estate.application(`${name}-ci`);
    await estate.assign("AcrPush", registry, ci.principalId);
    await estate.assign("AcrPull", registry, await estate.identity(`${name}-puller`));
    return { registry, ci };
}

/** Writes a state that declares all that exists. */
async function declareAll(estate: EstateOnEmulator, folder: string): Promise<string> {
    const { resources } = await estate.read();
    const file = join(folder, "declared.json");
    const states = resources
        .map(declaredBy)
        .map(({ urn, type, id, inputs, outputs }) => ({ urn, type, id, inputs, outputs, custom: true }));
    await writeFile(file, JSON.stringify({ version: 3, deployment: { resources: states } }));
    return file;
}

it("checks what exists by ARM id", async ({ estate, run }) => {
    const { registry } = await contoso(estate, "checked");
    await estate.arm.change("PUT", registry, {
        location: "koreacentral",
        sku: { name: "Standard" },
        properties: { adminUserEnabled: true },
    });
    const { code, stdout } = await run(check, "--format", "json");
    const { violations, complete, files } = JSON.parse(stdout);
    expect(violations).toContainEqual(
        expect.objectContaining({ rule: "acr-registry-disallow-admin-user", urn: registry, level: "mandatory" }),
    );
    expect([code, complete]).toEqual([1, true]);
    expect(files.map(({ form }: { form: string }) => form)).toEqual(["subscription", "directory"]);
});

it("reports what was changed by hand since it was declared", async ({ estate, run, emulatorFolder }) => {
    const { registry, ci } = await contoso(estate, "changed");
    const file = await declareAll(estate, emulatorFolder);
    const before = JSON.parse((await run(report, file, "--format", "json")).stdout);
    const marks = ({ grants, credentials }: typeof before): string[] =>
        [...grants, ...credentials].map(({ declaration }: { declaration: string }) => declaration);
    expect(new Set(marks(before))).toEqual(new Set(["declared"]));

    const stranger = await estate.application("stranger");
    await estate.assign("AcrPush", registry, stranger.principalId);
    await estate.arm.change("PUT", `${registry}/scopeMaps/scope0`, {
        properties: { actions: ["repositories/team0/*/content/read", "repositories/secret/content/read"] },
    });
    await estate.graph(`applications/${ci.id}/addPassword`, { passwordCredential: { displayName: "by hand" } });
    const { code, stdout } = await run(report, file, "--format", "json");
    const { grants, credentials, principals } = JSON.parse(stdout);
    const names = new Map(principals.map(({ id, name }: { id: string; name: string }) => [id, name]));
    const undeclared = (list: { declaration: string; principal: string; kind: string; name: string }[]) =>
        list.filter(({ declaration }) => declaration === "undeclared");
    expect(undeclared(grants).map((grant) => ({ ...grant, principal: names.get(grant.principal) }))).toMatchObject([
        { principal: "stranger", permission: "push", repositories: ["*"], via: "AcrPush" },
        { principal: "token0", permission: "pull", repositories: ["secret"], via: "scope map scope0" },
    ]);
    // In the order of ids, which Azure chooses.
    expect(new Set(undeclared(credentials).map(({ kind, name }) => `${kind} ${name}`))).toEqual(
        new Set(["application password by hand", "application password stranger 0"]),
    );
    expect(code).toBe(0);

    const text = (await run(report, file)).stdout;
    expect(text).toContain("No given state declares what stranger may do on changed");
    expect(text).toContain("An application password of changed-ci is declared by no given state");
    expect(text.split("\n").filter((line) => line.length > 100 && !line.trim().startsWith("$"))).toEqual([]);
});
