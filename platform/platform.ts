// The platform: what the stack config describes, as components and outputs.
import * as pulumi from "@pulumi/pulumi";
import { today } from "../components/rotation";
import { type Problem, problemText } from "../components/validation";
import { configProblems } from "./check-config";
import { declare, type KindOutputs } from "./declare";
import { readConfig } from "./read-config";

/** What the program exports. No password is in here unless the config asks for it by name. */
export interface PlatformOutputs extends KindOutputs {
    /** Secrets, by the names in `exportPasswords`. */
    passwords: Record<string, pulumi.Output<string>>;
}

/** Declares everything that the config describes, or fails with all problems and declares nothing. */
export function platform(allConfig: Readonly<Record<string, string>>): PlatformOutputs {
    const project = pulumi.getProject();
    const { config, problems } = readConfig(project, allConfig);
    const found = config === undefined ? [] : configProblems(config, today());
    const all = [...problems, ...found.map((problem) => ({ ...problem, path: `${project}:${problem.path}` }))];
    if (config === undefined || all.length > 0) {
        throw unusable(all);
    }
    const { outputs, credentials } = declare(config);
    const asked = [...credentials].filter(([name]) => config.exportPasswords?.includes(name));
    const passwords = asked.map(([name, { password }]) => [name, pulumi.output(password)] as const);
    return { ...outputs, passwords: Object.fromEntries(passwords) };
}

function unusable(problems: readonly Problem[]): Error {
    const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
    return new pulumi.RunError(
        `The config of stack ${pulumi.getStack()} has ${count}; nothing was created:\n` +
            problems.map((problem) => `  ${problemText(problem)}`).join("\n"),
    );
}
