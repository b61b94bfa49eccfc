// Keeps the state in a file. A change is written soon after it is made, many changes in a row at once.
import { join } from "node:path";
import { readTextFile, writePrivateFile } from "../server/private-files";
import { type AzureState, emptyState } from "./azure-state";
import { tracked } from "./indexed";

const debounceMs = 50;

export interface Store {
    state: AzureState;
    /** Writes the state soon. */
    save(): void;
    /** Ends when everything saved so far is in the file. Throws what went wrong with the last write. */
    flush(): Promise<void>;
}

export async function openStore(directory: string): Promise<Store> {
    const file = join(directory, "state.json");
    const state = readState(file, await readTextFile(file));
    let timer: NodeJS.Timeout | undefined;
    let writing = Promise.resolve();

    const write = () => {
        clearTimeout(timer);
        timer = undefined;
        const text = JSON.stringify(state, undefined, 2);
        writing = writing.catch(() => undefined).then(() => writePrivateFile(file, text));
        // flush() reports the failure; until then it must not end the process.
        writing.catch(() => undefined);
    };
    return {
        state,
        save() {
            timer ??= setTimeout(write, debounceMs);
        },
        async flush() {
            if (timer) write();
            await writing;
        },
    };
}

function readState(file: string, text: string | undefined): AzureState {
    if (text === undefined) return emptyState();
    try {
        const read = { ...emptyState(), ...(JSON.parse(text) as Partial<AzureState>) };
        return { ...read, resources: tracked(read.resources), roleAssignments: tracked(read.roleAssignments) };
    } catch {
        throw new Error(`${file} is not JSON. Remove the directory it is in to start with a new emulator.`);
    }
}
