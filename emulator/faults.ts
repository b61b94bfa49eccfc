// Injected faults: finds the fault that hits a request, counts it, and makes it happen.
import { setTimeout as delay } from "node:timers/promises";
import type { Fault, Reply, Request } from "./server/service";

/** The reply to send instead of the service's, `"dropped"` when the connection is gone, nothing when the service goes on. */
export async function applyFaults(faults: Fault[], request: Request): Promise<Reply | "dropped" | undefined> {
    const effect = takeFault(faults, request)?.effect;
    if (effect === undefined) return undefined;
    if (effect === "drop") {
        request.raw.request.socket.destroy();
        return "dropped";
    }
    if ("delayMs" in effect) {
        await delay(effect.delayMs);
        return undefined;
    }
    return effect;
}

/**
 * The first fault that matches and has let enough requests through; one that has hit as often as it should is taken out of the
 * list.
 */
export function takeFault(faults: Fault[], request: Pick<Request, "host" | "method" | "path">): Fault | undefined {
    const matching = faults.filter(
        ({ host, method, path }) =>
            host.test(request.host) && (!method || method === request.method) && (!path || path.test(request.path)),
    );
    const fault = matching.find(({ after = 0 }) => after <= 0);
    for (const waiting of matching) if (waiting.after) waiting.after -= 1;
    if (!fault) return undefined;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
    return fault;
}
