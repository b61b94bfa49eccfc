// The platform: what the stack config describes, as components and outputs.
import * as pulumi from "@pulumi/pulumi";
import { today } from "../components/credential/rotation";
import { isSecretConfig } from "../components/inputs/secret-config";
import { type Problem, problemText, withoutGiven } from "../components/inputs/validation";
import { deploymentDate } from "./as-of";
import { configProblems } from "./check-config";
import { declare, type PlatformOutputs } from "./declare";
import { readConfig } from "./read-config";
import { keepSecret, secretKeys, textsOf } from "./secret-texts";

/** Declares everything that the config describes, or fails with all problems and declares nothing. */
export function platform(allConfig: Readonly<Record<string, string>>): PlatformOutputs {
    const project = pulumi.getProject();
    const { config, problems } = readConfig(project, allConfig);
    const date = today();
    const all = [...problems, ...(config === undefined ? [] : configProblems(config, date))];
    if (config === undefined || all.length > 0) {
        const count = all.length === 1 ? "a problem" : `${all.length} problems`;
        throw new pulumi.RunError(
            `The config of stack ${pulumi.getStack()} has ${count}; nothing was created:\n` +
                all.map((problem) => `  ${project}:${problemText(withoutSecret(problem, project))}`).join("\n"),
        );
    }
    const secret = secretKeys(project, config);
    keepSecret(Object.entries(config).flatMap(([key, value]) => (secret.has(key) ? textsOf(value) : [])));
    return declare({ ...config, asOf: deploymentDate(config, date) });
}

/** A problem as it may be shown: without the value, if it stands under a secret key. */
function withoutSecret(problem: Problem, project: string): Problem {
    const [key = ""] = problem.path.split(/[.[]/);
    return isSecretConfig(`${project}:${key}`) ? withoutGiven(problem) : problem;
}
