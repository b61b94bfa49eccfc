// A directory for tests, as a fixture: `test.extend("folder", { scope: "file" }, temporaryFolder)`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes an empty directory, which is removed with what is in it when its scope ends. */
// biome-ignore lint/correctness/noEmptyPattern: vitest asks for a pattern, also of a fixture that uses no other.
export async function temporaryFolder({}, { onCleanup }: { onCleanup(remove: () => unknown): void }): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "acr-auth-"));
    onCleanup(() => rm(folder, { recursive: true, force: true }));
    return folder;
}
