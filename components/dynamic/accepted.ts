// Waiting until a registry accepts a password that was just generated.
import type { Azure } from "./azure";

/** A regenerated password may take 60 s to reach the registry's token service: the documentation of Azure. */
const propagation = 60_000;
const patience = 5 * 60_000;
const pause = 3_000;

export interface NewPassword {
    loginServer: string;
    username: string;
    password: string;
    /** What it is called in an error: `password1 of the token edge`. */
    label: string;
}

/** Ends when the registry accepts the password; fails if it never does. */
export async function untilAccepted(
    azure: Azure,
    { loginServer, username, password, label }: NewPassword,
): Promise<void> {
    const start = azure.now();
    let everRefused = false;
    for (;;) {
        const answer = await azure.tryLogin(loginServer, username, password);
        const waited = azure.now() - start;
        everRefused ||= answer === "refused";
        // A registry behind a firewall can't be asked from here; the documented time is then all there is to go by.
        if (answer === "accepted" || (answer === "unreachable" && !everRefused && waited >= propagation)) {
            return;
        }
        if (waited >= patience) {
            throw new Error(
                `${loginServer} did not accept ${label} within ${patience / 60_000} minutes. ` +
                    "Run the deployment again: it regenerates the password.",
            );
        }
        await azure.sleep(pause);
    }
}
