// Arguments of the sub-commands: `node:util`'s parser, with its complaints turned into one line each.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { UnusableInput } from "./io";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<T extends Options> = ReturnType<
    typeof parseArgs<{ args: string[]; options: T; strict: true; allowPositionals: true }>
>;

/**
 * Parses the arguments of a sub-command strictly: an unknown option, or one without its value, is an `UnusableInput`.
 * Operands come back in `positionals`.
 */
export function parseArguments<T extends Options>(argv: string[], options: T): Parsed<T> {
    try {
        return parseArgs({ args: argv, options, strict: true, allowPositionals: true });
    } catch (error) {
        // Node's texts end in a hint about `--` that spans several sentences; the first one says what is wrong.
        const [first = ""] = (error as Error).message.split(/\.(?:\s|$)/);
        throw new UnusableInput(`${first}; see --help`);
    }
}
