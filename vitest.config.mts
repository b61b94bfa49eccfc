// What `vitest run` finds: the unit tests beside the mirrored layout of the repository, and after them the end-to-end
// tests under test/e2e. Each of those files brings up a local Azure of its own; two at a time keep two cores busy.
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        projects: [
            {
                // Examples import the package by its name; here that is its source.
                resolve: { alias: [{ find: /^acr-auth$/, replacement: join(import.meta.dirname, "components") }] },
                test: {
                    name: "unit",
                    include: ["test/**/*.test.ts", "emulator/test/**/*.test.ts"],
                    exclude: ["test/e2e/**"],
                    testTimeout: 60_000,
                    hookTimeout: 60_000,
                },
            },
            {
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
