// crane: its login only writes a file, so every action is its own proof.
import { join } from "node:path";
import { attempt, byStdin, type RegistryClient } from "./client";
import { writeLayout } from "./image";

export const crane = (binary: string): RegistryClient => ({
    name: "crane",
    loginAsks: false,
    login: (home, login) => attempt(home, binary, ...byStdin(login, "auth", "login")),
    actions: {
        pull: (home, { loginServer, repository, tag }) =>
            attempt(home, binary, ["pull", `${loginServer}/${repository}:${tag}`, join(home.folder, "pulled.tar")]),
        push: async (home, { loginServer, repository, newTag, image }) => {
            const layout = join(home.folder, "layout");
            await writeLayout(layout, image);
            return attempt(home, binary, ["push", layout, `${loginServer}/${repository}:${newTag}`]);
        },
        "list tags": (home, { loginServer, repository }) =>
            attempt(home, binary, ["ls", `${loginServer}/${repository}`]),
        delete: (home, { loginServer, repository, digest }) =>
            attempt(home, binary, ["delete", `${loginServer}/${repository}@${digest}`]),
    },
});
