// What a kind of entry is: one section of the stack config, and everything that the platform knows about it.
import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { RegistryReference } from "../../components";
import { type Problem, under } from "../../components/inputs/validation";
import type { Context, Credential } from "../context";

/** The entries of a section by their names; nothing where a config has no such section. */
type Entries<Entry = object> = Readonly<Record<string, Entry>> | undefined;
type EntryOf<Schema extends z.ZodType<Entries>> = NonNullable<z.infer<Schema>>[string];

interface Definition<Section, Schema extends z.ZodType<Entries>, Args, Component, Output extends keyof Component> {
    /** Key of the stack config, and of the stack's outputs. */
    section: Section;
    /** Schema of the section. */
    schema: Schema;
    /** The component's arguments, with placeholders or with the program's resources as context. */
    args: (entry: EntryOf<Schema>, context: Context) => Args;
    /** What is wrong with an entry; paths start at the entry. */
    problems: (name: string, args: Args, entry: EntryOf<Schema>) => Problem[];
    component: new (name: string, args: Args, options?: pulumi.ComponentResourceOptions) => Component;
    /** The component's options, if it has any. */
    options?: (context: Context) => pulumi.ComponentResourceOptions;
    /** Properties of the component that the stack exports. */
    outputs: readonly Output[];
    /** Only for registries: what grants refer to. */
    registry?: (component: Component) => RegistryReference;
    /** Only for credentials: what `vaultSecrets` and `exportPasswords` refer to. */
    credential?: (component: Component) => Credential;
}

/** A component that has been declared, as the stack's outputs and other entries see it. */
export interface Declared<Outputs = object> {
    outputs: Outputs;
    registry: RegistryReference | undefined;
    credential: Credential | undefined;
}

/** A row of the table of kinds. It takes whole configs, so that generic code needs no type of a single kind. */
export function defineKind<
    const Section extends string,
    Schema extends z.ZodType<Entries>,
    Args,
    Component,
    Output extends keyof Component,
>(kind: Definition<Section, Schema, Args, Component, Output>) {
    type Config = { readonly [Key in Section]?: Entries<EntryOf<Schema>> };
    const { section, schema, args, outputs } = kind;
    return {
        section,
        schema,
        isExported: outputs.length > 0,
        isCredential: kind.credential !== undefined,
        /** What is wrong with the entries; paths start at the top of the config. */
        problems: (config: Config, context: Context): Problem[] =>
            Object.entries(config[section] ?? {}).flatMap(([name, entry]) =>
                under(`${section}.${name}`, kind.problems(name, args(entry, context), entry)),
            ),
        /** Declares the components, by their names. */
        declare: (config: Config, context: Context): Record<string, Declared<Pick<Component, Output>>> =>
            mapValues(config[section] ?? {}, (entry, name) => {
                const component = new kind.component(name, args(entry, context), kind.options?.(context));
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
