// Keeps the world in a file. A change is written soon after it is made, many changes in a row at once.
import { join } from "node:path";
import { readTextFile, writePrivateFile } from "../server/private-files";
import { emptyWorld, type World } from "./world";

const debounceMs = 50;

export interface Store {
    world: World;
    /** Writes the world soon. */
    save(): void;
    /** Ends when everything saved so far is in the file. Throws what went wrong with the last write. */
    flush(): Promise<void>;
}

export async function openStore(directory: string): Promise<Store> {
    const file = join(directory, "world.json");
    const world = readWorld(file, await readTextFile(file));
    let timer: NodeJS.Timeout | undefined;
    let writing = Promise.resolve();

    const write = () => {
        clearTimeout(timer);
        timer = undefined;
        const text = JSON.stringify(world, undefined, 2);
        writing = writing.catch(() => undefined).then(() => writePrivateFile(file, text));
        // flush() reports the failure; until then it must not end the process.
        writing.catch(() => undefined);
    };
    return {
        world,
        save() {
            timer ??= setTimeout(write, debounceMs);
        },
        async flush() {
            if (timer) write();
            await writing;
        },
    };
}

function readWorld(file: string, text: string | undefined): World {
    if (text === undefined) return emptyWorld();
    try {
        return { ...emptyWorld(), ...(JSON.parse(text) as Partial<World>) };
    } catch {
        throw new Error(`${file} is not JSON. Remove the directory it is in to start with a new cloud.`);
    }
}
