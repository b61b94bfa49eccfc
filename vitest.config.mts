// What `vitest run` finds: the unit tests beside the mirrored layout of the repository, and after them the end-to-end
// tests under test/e2e. Each of those files brings up an emulator of its own; two at a time keep two cores busy.
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Imports by the name of a package that is in this repository: here they reach its source, which needs no build. */
const source = (find: RegExp, path: string) => ({ find, replacement: join(import.meta.dirname, path) });
const emulator = source(/^acr-emulator$/, "emulator/index.ts");

export default defineConfig({
    test: {
        projects: [
            {
                resolve: { alias: [source(/^acr-auth$/, "components"), emulator] },
                test: {
                    name: "unit",
                    include: ["test/**/*.test.ts", "emulator/test/**/*.test.ts"],
                    exclude: ["test/e2e/**"],
                    testTimeout: 60_000,
                    hookTimeout: 60_000,
                },
            },
            {
                resolve: { alias: [emulator] },
                test: {
                    name: "e2e",
                    include: ["test/e2e/**/*.test.ts"],
                    testTimeout: 600_000,
                    hookTimeout: 600_000,
                    maxWorkers: 2,
                    sequence: { groupOrder: 1 },
                },
            },
        ],
    },
});
