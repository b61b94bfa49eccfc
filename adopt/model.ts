// What an adoption consists of: entries of the stack config, the resources below their components, and what is left over.
// Everything that adopt writes (config, import file, plan) is made from these.
import type { AdminLogins } from "../estate/admin-logins";
import type { ComponentName } from "../estate/components";
import type { PropertyMap } from "../estate/value";

/** The sections of the stack config that an adoption writes, and the component that each of their entries declares. */
export const componentOfSection = {
    registries: "ContainerRegistry",
    access: "RegistryAccess",
    servicePrincipals: "RegistryServicePrincipal",
    repositoryTokens: "RepositoryToken",
    managedIdentities: "RegistryManagedIdentity",
    aksAttachments: "AksAttachment",
} as const satisfies Record<string, ComponentName>;
export type Section = keyof typeof componentOfSection;

/** A value of the stack config. */
export type ConfigValue = string | number | boolean | readonly ConfigValue[] | ConfigMap;
export interface ConfigMap {
    readonly [key: string]: ConfigValue;
}

/** What a change makes of a resource that exists, for the rules, which judge the estate before and after. */
export interface Edit {
    /** ARM id or path in Microsoft Graph of the resource. */
    id: string;
    /** The properties after the change; `undefined` where the resource is removed. */
    change(properties: PropertyMap): PropertyMap | undefined;
}

export const removal = (id: string): Edit => ({ id, change: () => undefined });

/** A resource below a component. */
export interface Part {
    /** Type token. */
    type: string;
    /** The name that the component gives to it. */
    name: string;
    /** ARM id; absent where nothing exists yet and the next deployment creates it. */
    id?: string;
    /** What the next deployment does to it, one sentence each. An existing resource without any keeps all its settings. */
    changes: readonly string[];
    /** The same for the rules. */
    edits?: readonly Edit[];
}

/** An entry of the stack config, with the component that it declares. */
export interface Entry {
    section: Section;
    /** The entry's name, and the component's. */
    key: string;
    /** Whom or what it stands for, in one line. */
    comment: string;
    value: ConfigMap;
    /** URN of the component, where a state has it already: the entry then only adds to what is declared. */
    declaredBy?: string;
    parts: readonly Part[];
}

/** What exists and is not declared. */
export interface Undeclared {
    /** What it is, in one line. */
    what: string;
    /** ARM id or path in Microsoft Graph. */
    id: string;
    /** Why no entry declares it. A sentence without its full stop. */
    why: string;
    /** The one command that removes it, for what can be removed by itself. */
    command?: string;
}

/** What has to be moved by people before an old way to log in can be closed. */
export interface Move {
    /** What is moved, in one line. */
    title: string;
    /** What to do first; each a sentence. */
    first: readonly string[];
    /** What closes the old way then: a command, or a change of the stack config. */
    close: { command: string } | { config: string };
    edits: readonly Edit[];
}

/** What one part of the estate comes to. */
export interface Finding {
    entries: readonly Entry[];
    undeclared: readonly Undeclared[];
    moves: readonly Move[];
}

export function joined(findings: readonly Finding[]): Finding {
    return {
        entries: findings.flatMap(({ entries }) => entries),
        undeclared: findings.flatMap(({ undeclared }) => undeclared),
        moves: findings.flatMap(({ moves }) => moves),
    };
}

export interface Options {
    /** ARM's id of the subscription. */
    subscriptionId: string;
    /** The day of the adoption, `YYYY-MM-DD`. */
    asOf: string;
    /** Who uses the admin users that are on, as far as logs tell. */
    adminLogins?: AdminLogins;
}
