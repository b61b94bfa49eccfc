// Proving the stack of an emulator, as tests of proofs/ do it.
import type { RunningEmulator } from "acr-emulator";
import { readState } from "../../estate/sources/pulumi";
import { type CheckResult, verdict } from "../../proofs/check-result";
import { type ProveOptions, prove } from "../../proofs/prove";
import { declaredIn } from "../../proofs/read-declared";
import { type LocalStack, localStackForTests } from "./local-stack";

/** A stack on an emulator for the tests of a file, and what proves it or another state there. */
export function stackToProve(prepare?: (emulator: RunningEmulator) => void) {
    const stack = localStackForTests(prepare);
    const proveStack = (changes: Partial<ProveOptions> = {}, state: unknown = stack().state): Promise<CheckResult[]> =>
        prove(declaredIn(readState(state)), { ...optionsFor(stack()), ...changes });
    return { stack, proveStack };
}

const optionsFor = ({ http, caller, emulator }: LocalStack): ProveOptions => ({
    http,
    caller,
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
