// oras: artifacts of any kind, with the scope that the registry's challenge names.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt, byStdin, type RegistryClient } from "./client";

export const oras = (binary: string): RegistryClient => ({
    name: "oras",
    loginAsks: true,
    login: (home, login) => attempt(home, binary, ...byStdin(login, "login")),
    actions: {
        pull: (home, { loginServer, repository, tag }) =>
            attempt(home, binary, [
                "pull",
                `${loginServer}/${repository}:${tag}`,
                "--output",
                join(home.folder, "pulled"),
            ]),
        push: async (home, { loginServer, repository, newTag, image }) => {
            // The content differs each time, so that no blob is there already.
            await writeFile(join(home.folder, "artifact.json"), image.manifest);
            return attempt(home, binary, ["push", `${loginServer}/${repository}:${newTag}`, "artifact.json"]);
        },
    },
});
