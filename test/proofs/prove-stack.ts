// Proving the stack of an emulator, as tests of proofs/ do it.
import type { RunningEmulator } from "acr-emulator";
import { readState } from "../../estate/sources/pulumi";
import { emulatorAgent } from "../../local/clients/azure";
import { type CheckResult, verdict } from "../../proofs/check-result";
import { type ProveOptions, prove as proveDeclared } from "../../proofs/prove";
import { declaredIn } from "../../proofs/read-declared";
import { type LocalStack, localStackTest } from "./local-stack";

/** For tests that prove a `stack` on an emulator, or another state there, with `prove`. */
export const proveTest = (prepare?: (emulator: RunningEmulator) => void) =>
    localStackTest(prepare).extend("prove", ({ stack }) => {
        return (changes: Partial<ProveOptions> = {}, state: unknown = stack.state): Promise<CheckResult[]> =>
            proveDeclared(declaredIn(readState(state)), { ...optionsFor(stack), ...changes });
    });

const optionsFor = ({ http, caller, emulator }: LocalStack): ProveOptions => ({
    http,
    caller,
    agent: emulatorAgent(emulator),
    identityEndpoint: { url: emulator.identityEndpoint, header: emulator.identityHeader },
    jobToken: (wanted) => emulator.issueFederatedToken({ subject: "", ...wanted }),
    now: emulator.clock.now(),
    wait: 0,
    sleep: () => Promise.reject(new Error("There was nothing to wait for.")),
    progress: () => undefined,
});

/** What is not as declared, with the verdict. */
export const differences = (results: CheckResult[]) =>
    results
        .filter((result) => verdict(result) !== "as declared")
        .map((result) => ({ verdict: verdict(result), ...result }));
