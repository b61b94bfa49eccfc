// Where `acr-auth prove` gets its states from: exported files, standard input, or the Pulumi command line.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Resource } from "../estate/resource";
import { type Input, parseInput } from "../estate/sources/pulumi";
import { declaredIn } from "../proofs/read-declared";
import { nameOf, readSecretInputFile, usable } from "./input";
import { type Io, UnusableInput } from "./io";

/** The resources of each stack or file, read once however often it is named; of the selected stack where none is. */
export async function readStates(
    { stack, state }: { stack?: string[]; state?: string[] },
    io: Io,
): Promise<Resource[]> {
    const resources: Resource[] = [];
    for (const path of new Set(state)) {
        resources.push(...provable(nameOf(path), await readSecretInputFile(path, io)));
    }
    for (const name of state === undefined ? new Set(stack ?? [undefined]) : []) {
        const source = name ?? "the selected stack";
        const text = await exportStack(name, io);
        resources.push(
            ...provable(
                source,
                usable(source, () => parseInput(text)),
            ),
        );
    }
    return resources;
}

/** The resources, if the input is a state that declares something. */
function provable(source: string, { form, resources }: Input): Resource[] {
    if (form === "plan") {
        throw new UnusableInput(`${source} is a preview plan; expected the output of \`pulumi stack export\``);
    }
    const { registries, access, secrets, unread } = declaredIn(resources);
    if (registries.length + access.length + secrets.length + unread.length > 0) return resources;
    throw new UnusableInput(`${source} holds no acr-auth component, so there is nothing to prove`);
}

/** The state with its secrets, which never leaves this process. */
async function exportStack(stack: string | undefined, { env, cwd }: Io): Promise<string> {
    const selected = stack === undefined ? [] : ["--stack", stack];
    try {
        const { stdout } = await promisify(execFile)(
            "pulumi",
            ["stack", "export", "--show-secrets", "--non-interactive", ...selected],
            { cwd, env: { ...env }, maxBuffer: 1024 ** 3, encoding: "utf8" },
        );
        return stdout;
    } catch (error) {
        const { code, stderr } = error as { code?: string | number; stderr?: string };
        if (code === "ENOENT")
            throw new UnusableInput("pulumi is not on PATH; export the state and pass it with --state");
        const said = stderr?.trim().split("\n").at(-1) ?? String(code);
        throw new UnusableInput(`\`pulumi stack export\` failed: ${said}`);
    }
}
