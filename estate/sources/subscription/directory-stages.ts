// The stages of reading the directory: what each takes, what stays unknown where it fails, and that nobody asks on after
// Graph has stopped answering.
import type { Kind } from "../../kinds";
import type { Client, Failure, Listed } from "./client";
import type { Problem } from "./gaps";
import { lists } from "./graph";

/** What is unknown where a stage fails: the stages after it ask about what it would have found. */
const applicationKinds: readonly Kind[] = [
    "application",
    "applicationPassword",
    "applicationCertificate",
    "federatedCredential",
];
const principalKinds: readonly Kind[] = [
    "servicePrincipal",
    "servicePrincipalPassword",
    "servicePrincipalCertificate",
    ...applicationKinds,
];

export interface Stage {
    noun: string;
    kinds: readonly Kind[];
    /** The least permission of Graph that it takes, as the page of each request names it. */
    right: string;
}
export const stages = {
    names: { noun: "names of users and groups", kinds: ["user", "group"], right: "Directory.Read.All" },
    members: { noun: "members of groups", kinds: ["user", ...principalKinds], right: "GroupMember.Read.All" },
    principals: { noun: "service principals", kinds: principalKinds, right: "Application.Read.All" },
    applications: { noun: "applications", kinds: applicationKinds, right: "Application.Read.All" },
    federated: { noun: "federated credentials", kinds: ["federatedCredential"], right: "Application.Read.All" },
    owners: { noun: "owners", kinds: [], right: "Application.Read.All" },
} satisfies Record<string, Stage>;

export interface Asking {
    client: Client;
    /** What `read` lists of the values; no question without one. */
    list(
        stage: Stage,
        values: readonly string[],
        read: (values: readonly string[]) => Promise<Listed>,
    ): Promise<unknown[]>;
    /** The list below each path, by path. A path that could not be read is absent. */
    each(stage: Stage, paths: readonly string[], below: string): Promise<Map<string, unknown[]>>;
}

/** Adds what could not be read to `problems`. */
export function askInto(client: Client, problems: Problem[]): Asking {
    let down: Failure | undefined;
    const note = (stage: Stage, failure: Failure | undefined): void => {
        if (failure === undefined) return;
        problems.push({ ...stage, at: undefined, failure });
        // Without a token, or with a service that fails after patience, further questions have the same answer.
        if (failure.status === undefined || failure.status >= 500) down = failure;
    };
    return {
        client,
        async list(stage, values, read) {
            if (values.length === 0) return [];
            const { items, failure } = down === undefined ? await read(values) : { items: [], failure: down };
            note(stage, failure);
            return items;
        },
        async each(stage, paths, below) {
            if (paths.length === 0) return new Map();
            if (down !== undefined) {
                note(stage, down);
                return new Map();
            }
            const all = await lists(
                client,
                paths.map((path) => `${path}/${below}`),
            );
            const read = paths.flatMap((path, index) => {
                const { items, failure } = all[index] ?? { items: [] };
                // An object that was deleted meanwhile holds nothing any more.
                if (failure?.status !== 404) note(stage, failure);
                return failure === undefined ? [[path, items] as const] : [];
            });
            return new Map(read);
        },
    };
}
