// helm: charts in a registry. The chart's name is the last part of the repository's.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt, byStdin, type RegistryClient } from "./client";
import { chartVersion, packagedChart } from "./image";

/** `oci://` address of the repository's parent, to which helm adds the chart's name. */
const parentOf = (loginServer: string, repository: string): string =>
    `oci://${[loginServer, ...repository.split("/").slice(0, -1)].join("/")}`;

export const helm = (binary: string): RegistryClient => ({
    name: "helm",
    loginAsks: true,
    login: (home, login) => attempt(home, binary, ...byStdin(login, "registry", "login")),
    actions: {
        pull: (home, { loginServer, repository }) =>
            attempt(home, binary, ["pull", `oci://${loginServer}/${repository}`, "--version", chartVersion]),
        push: async (home, { loginServer, repository }) => {
            const name = repository.split("/").at(-1) ?? repository;
            const file = join(home.folder, `${name}-${chartVersion}.tgz`);
            await writeFile(file, await packagedChart(name));
            return attempt(home, binary, ["push", file, parentOf(loginServer, repository)]);
        },
    },
});
