// How every component reports invalid arguments: all problems at once, each with the property's path, what was given and
// what to do. Known values are checked before any resource exists, others inside the Output that the resource takes.
import * as pulumi from "@pulumi/pulumi";

/** One thing that is wrong with an input. */
export interface Problem {
    /** Where: `grants.web.repositories[0]`. */
    path: string;
    /** What is wrong, without a full stop: `is not a registry name: 5 to 50 letters and digits`. */
    problem: string;
    /** The value that was given. Left out where there is none, or where it would only repeat the problem. */
    given?: unknown;
    /** What to do, a full sentence. */
    remedy: string;
}

/** The arguments of a component are invalid. `errors` has one entry per problem, by property path. */
export class ValidationError extends pulumi.InputPropertiesError {
    public readonly problems: readonly Problem[];
    /** As in a `RunError`: Pulumi then prints the message, not a dump of the object. */
    public readonly __pulumiRunError = true;

    constructor(subject: string, problems: readonly Problem[]) {
        super({
            message: `${subject}\n${problems.map((problem) => `  ${problemText(problem)}`).join("\n")}`,
            errors: problems.map((problem) => ({ propertyPath: problem.path, reason: reasonText(problem) })),
        });
        this.problems = problems;
        // The message names the invalid argument; stack frames of this library would only hide it.
        this.stack = this.message;
    }
}

/** One line: path, problem, what was given, remedy. */
export function problemText(problem: Problem): string {
    return `${problem.path}: ${reasonText(problem)}`;
}

function reasonText({ problem, given, remedy }: Problem): string {
    return `${problem}${given === undefined ? "" : ` (given: ${shown(given)})`}. ${remedy}`;
}

function shown(given: unknown): string {
    const text = JSON.stringify(given) ?? String(given);
    // Long enough for ARM ids, whose last part is the name.
    return text.length > 300 ? `${text.slice(0, 297)}...` : text;
}

/** The problems with a prefix before their paths: `under("access.dev", problems)`. */
export function under(path: string, problems: readonly Problem[]): Problem[] {
    return problems.map((problem) => ({ ...problem, path: `${path}.${problem.path}` }));
}

/** The same problem, without the value that was given. */
export function withoutGiven({ given: _, ...problem }: Problem): Problem {
    return problem;
}

/** Throws if there are problems: `refuse('RepositoryToken "edge"', problems)`. */
export function refuse(subject: string, problems: readonly Problem[]): void {
    if (problems.length > 0) {
        throw refusal(subject, problems);
    }
}

/** The error that lists all problems of a component's arguments. */
export function refusal(subject: string, problems: readonly Problem[]): ValidationError {
    return new ValidationError(`Invalid arguments for ${subject}:`, problems);
}

/** Checks an input if it is a plain value. An absent value, or one that is known only later, has no problems yet. */
export function ifPlain<T>(input: pulumi.Input<T> | undefined, check: (value: T) => Problem[]): Problem[] {
    return input === undefined || !isPlain(input) ? [] : check(input);
}

/** The input, checked once its value is known: the Output fails if there are problems. */
export function whenKnown<T>(
    subject: string,
    input: pulumi.Input<T>,
    check: (value: pulumi.Unwrap<T>) => Problem[],
): pulumi.Output<pulumi.Unwrap<T>> {
    const output = pulumi.output(input);
    return output.apply(async (value) => {
        const problems = check(value);
        if (problems.length > 0) {
            throw refusal(subject, (await pulumi.isSecret(output)) ? problems.map(withoutGiven) : problems);
        }
        return value;
    });
}

export function isPlain<T>(input: pulumi.Input<T>): input is T {
    return !pulumi.Output.isInstance(input) && !(input instanceof Promise);
}
