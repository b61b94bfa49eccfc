// What a kind of entry is: one section of the stack config, and everything that the platform knows about it.
import type { z } from "zod";
import type { RegistryReference } from "../../components";
import { type Problem, under } from "../../components/validation";
import type { Context, Credential } from "../context";

interface Definition<
    Section extends string,
    Schema extends z.ZodType,
    Args,
    Component,
    Output extends keyof Component,
> {
    /** The key of the stack config that holds the entries, by names that users choose. */
    section: Section;
    /** The shape of one entry. */
    schema: Schema;
    /** The component's arguments: with placeholders to check them, with the program's own context to declare it. */
    args: (entry: z.infer<Schema>, context: Context) => Args;
    /** What is wrong with an entry; paths start at the entry. */
    problems: (name: string, args: Args, entry: z.infer<Schema>) => Problem[];
    component: new (name: string, args: Args) => Component;
    /** The properties of the component that the stack exports. */
    outputs: readonly Output[];
    /** For a component that grants of other entries refer to. */
    registry?: (component: Component) => RegistryReference;
    /** For a component that `vaultSecrets` and `exportPasswords` refer to by name. */
    credential?: (component: Component) => Credential;
}

/** A component that has been declared: what the stack exports of it, and what other entries refer to. */
export interface Declared<Outputs> {
    outputs: Outputs;
    registry: RegistryReference | undefined;
    credential: Credential | undefined;
}

/** A kind as a row of the table. The types of its arguments and of its component stay inside. */
export function defineKind<
    Section extends string,
    Schema extends z.ZodType,
    Args,
    Component,
    Output extends keyof Component,
>(kind: Definition<Section, Schema, Args, Component, Output>) {
    type Config = { readonly [Key in Section]?: Readonly<Record<string, z.infer<Schema>>> };
    const { section, schema, args, outputs } = kind;
    return {
        section,
        schema,
        isExported: outputs.length > 0,
        isCredential: kind.credential !== undefined,
        /** What is wrong with the entries of a config; paths start at the section. */
        problems: (config: Config, context: Context): Problem[] =>
            Object.entries(config[section] ?? {}).flatMap(([name, entry]) =>
                under(`${section}.${name}`, kind.problems(name, args(entry, context), entry)),
            ),
        /** Declares a component for each entry of a config. */
        declare: (config: Config, context: Context): Record<string, Declared<Pick<Component, Output>>> =>
            mapValues(config[section] ?? {}, (entry, name) => {
                const component = new kind.component(name, args(entry, context));
                return {
                    outputs: pick(component, outputs),
                    registry: kind.registry?.(component),
                    credential: kind.credential?.(component),
                };
            }),
    };
}

export function mapValues<From, To>(
    record: Readonly<Record<string, From>>,
    convert: (value: From, key: string) => To,
): Record<string, To> {
    return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value, key)]));
}

function pick<From, Key extends keyof From>(from: From, keys: readonly Key[]): Pick<From, Key> {
    return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<From, Key>;
}
