// Obtains what tests and demo need beside npm's packages, before anything waits for it with a time limit: the Pulumi CLI,
// the image store, the clients. Done once for the user; a client that can't be installed is reported and skipped later.
import { findClients } from "./clients/find";
import { pulumiCli } from "./engine/cli";
import { goTool } from "./engine/go-tools";

const say = (line: string): void => {
    process.stderr.write(`acr-auth: ${line}\n`);
};

async function main(): Promise<void> {
    await goTool("registry", say);
    await pulumiCli(say);
    await findClients(say);
}

main().catch((error: Error) => {
    say(error.message);
    process.exitCode = 1;
});
